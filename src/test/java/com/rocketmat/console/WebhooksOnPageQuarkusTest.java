package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The webhooks on a tenant's page. */
@QuarkusTest
class WebhooksOnPageQuarkusTest {

    SandboxDatabase database;
    SandboxVault vault;

    private final String tenant = "webhooks-page-" + UUID.randomUUID();

    @Test
    void webhooksAreListedByActionAndOutcomeNewestFirst() {
        putPausedTenant(Map.of("webhook_secret", "a-key-of-webhooks"));
        assertThat(page()).contains("id=\"webhooks-title\"").contains("No webhook has arrived yet.");

        insertCount("hire_candidate", "no_work", 1_234, "2 hours");
        insertCount("delete_candidate", "taken", 3, "5 minutes");
        database.execute("INSERT INTO webhook_event (tenant_id, event_id, received_at, action, candidate_id, due_at)"
                + " VALUES ('%s', 'e', now() - interval '3 hours', 'update_candidate', 6120034001, now() + interval '10 minutes')"
                        .formatted(tenant));

        assertThat(page())
                .containsSubsequence("delete_candidate", ">taken<", ">3<", "hire_candidate", ">no work<", ">1,234<")
                .contains("1 event waiting, the oldest for 3 h")
                .doesNotContain("No webhook has arrived yet.", "6120034001", "a-key-of-webhooks");
    }

    @Test
    void aTenantWithoutWebhookSecretHasNoSuchSection() {
        putPausedTenant(Map.of());

        assertThat(page()).doesNotContain("id=\"webhooks-title\"");
    }

    /** Paused, so that the page has only the rows of the test. */
    private void putPausedTenant(Map<String, String> settings) {
        Map<String, String> secret = new HashMap<>(settings);
        secret.put("harvest_api_key", "key-" + tenant);
        secret.put("harvest_user_id", "7");
        secret.put("mode", "paused");
        WrittenSecret.put(vault, tenant, secret);
        await().until(() -> Browser.signedIn(Surroundings.VIEWER)
                .get("/console/tenants/" + tenant)
                .asString()
                .contains("Paused"));
    }

    private void insertCount(String action, String outcome, int number, String ago) {
        database.execute(
                "INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at) VALUES ('%s', '%s', '%s', %d, now() - interval '%s')"
                        .formatted(tenant, action, outcome, number, ago));
    }

    private String page() {
        return Browser.signedIn(Surroundings.VIEWER).page("/console/tenants/" + tenant);
    }
}
