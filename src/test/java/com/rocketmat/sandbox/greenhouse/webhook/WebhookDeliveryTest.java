package com.rocketmat.sandbox.greenhouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Hook;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookDeliveryTest {
    private static final Webhook UPDATES = Webhook.on("application_updated", Endpoint.URL, Endpoint.SECRET);
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Endpoint endpoint = new Endpoint();
    private final Webhooks webhooks = sandbox.simulator.webhooks();
    private long application;

    @BeforeEach
    void receiveWebhooksOfAnApplication() {
        webhooks.receiver(endpoint);
        application = sandbox.acme.addApplication(
                sandbox.acme.addCandidate("Zoë", "O'Neil <zoe> & Ødegård"), sandbox.acme.addJob("Analyst"));
    }

    @Test
    void theSignatureIsOfTheEscapedBytesThatAreSent() throws GeneralSecurityException {
        sandbox.acme.addWebhook(UPDATES);
        update();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Endpoint.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String body = endpoint.last().body();
        assertThat(endpoint.last().headers())
                .containsEntry(
                        "Signature",
                        "sha256 " + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8))))
                .containsEntry("Content-Type", "application/json");
        assertThat(body)
                .contains("Zo\\u00eb", "O'Neil \\u003czoe\\u003e \\u0026 \\u00d8deg\\u00e5rd")
                .matches("\\p{ASCII}*");
        assertThat(endpoint.last().json().findValue("last_name").asText()).isEqualTo("O'Neil <zoe> & Ødegård");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 201, 202, 204, 301, 401, 404, 500})
    void aFailedPingDisablesTheWebhookUntilItIsSavedAgain(int status) {
        endpoint.answers(status);
        Hook hook = sandbox.acme.addWebhook(UPDATES);
        assertThat(hook.enabled()).isFalse();
        update();
        assertThat(endpoint.got()).hasSize(1);
        assertThat(webhooks.all()).as("events in between are lost").isEmpty();
        assertThat(hook.enable()).isTrue();
        update();
        assertThat(endpoint.got()).hasSize(3);
    }

    @Test
    void aDeliveryIsDeadAfterSevenAttemptsOverFifteenHours() {
        sandbox.acme.addWebhook(UPDATES);
        endpoint.answers(500, 0, 404, 201, 202, 204, 302);
        update();
        for (int minutes : new int[] {1, 15, 60, 120, 240, 480}) {
            sandbox.clock.forward(Duration.ofMinutes(minutes).minusMillis(1));
            webhooks.sendDue();
            int before = endpoint.got().size();
            sandbox.clock.forward(Duration.ofMillis(1));
            webhooks.sendDue();
            assertThat(endpoint.got()).as("after %d minutes", minutes).hasSize(before + 1);
        }
        sandbox.clock.forward(Duration.ofDays(2));
        webhooks.sendDue();
        assertThat(endpoint.got()).as("a ping and seven attempts").hasSize(8);
        assertThat(webhooks.all())
                .singleElement()
                .satisfies(tried -> assertThat(tried.attempts())
                        .extracting(Delivery.Attempt::status)
                        .containsExactly(500, 0, 404, 201, 202, 204, 302));
    }

    @Test
    void aRetryRepeatsTheEventIdOrHasANewOne() {
        sandbox.acme.addWebhook(UPDATES);
        endpoint.answers(500, 500);
        update();
        sandbox.clock.forward(Duration.ofMinutes(1));
        webhooks.sendDue();
        sandbox.switches().webhooks.repeatEventId = false;
        sandbox.clock.forward(Duration.ofMinutes(15));
        webhooks.sendDue();
        List<String> ids = eventIds();
        assertThat(ids.get(2)).isEqualTo(ids.get(1));
        assertThat(ids.get(3)).isNotEqualTo(ids.get(1));
        assertThat(endpoint.got().subList(1, 4))
                .extracting(Endpoint.Got::body)
                .containsOnly(endpoint.last().body());
    }

    @Test
    void aTestCanSendDeliveriesInAnyOrderAndReplayThem() {
        sandbox.acme.addWebhook(UPDATES);
        sandbox.acme.setCustomField(application, "rocketmat", Json.number(1));
        sandbox.acme.setCustomField(application, "rocketmat", Json.number(2));
        List<Delivery> waiting = webhooks.waiting();
        webhooks.send(waiting.get(1));
        webhooks.send(waiting.get(0));
        assertThat(webhooks.replay(waiting.get(1))).isEqualTo(200);
        assertThat(endpoint.got().subList(1, 4))
                .extracting(got -> got.json()
                        .at("/payload/application/custom_fields/rocketmat/value")
                        .asInt())
                .containsExactly(2, 1, 2);
        assertThat(eventIds().get(3)).isEqualTo(eventIds().get(1));
        assertThat(webhooks.send(waiting.get(0)).attempts())
                .as("a delivered event is not sent again")
                .hasSize(1);
    }

    private List<String> eventIds() {
        return endpoint.got().stream()
                .map(got -> got.headers().get("Greenhouse-Event-ID"))
                .toList();
    }

    private void update() {
        sandbox.acme.setCustomField(application, "rocketmat", Json.number(1));
        webhooks.sendDue();
    }
}
