package com.rocketmat.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SecretScan;
import com.rocketmat.sandbox.SecretScan.Leak;
import com.rocketmat.sandbox.SecretiveCustomer;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.sandbox.greenhouse.Call;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.tenant.WrittenSecret;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the libraries' instrumentation reveals of a tenant's life when traces are enabled. */
@QuarkusTest
@TestProfile(Guarded.class)
class TracesQuarkusTest {

    private static final String NAME = "Quartermayne";
    private static final String ASKED = "asked-of-the-operators-api";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

    GreenhouseSimulator greenhouse;
    VaultStandIn vault;

    @Inject
    SpanTap tap;

    @Inject
    Tracer tracer;

    private Operator operator;

    @BeforeEach
    void find() {
        operator = new Operator(URI.create("http://localhost:" + RestAssured.port), Surroundings.OPERATOR);
    }

    /** Tests of other classes share the application. */
    @AfterEach
    void stop() {
        WrittenSecret.delete(vault, "talked-of");
    }

    @Test
    void theLifeOfATenantIsTracedWithoutWhatIsToStayHidden() {
        Organisation organisation = greenhouse.organisation("talked-of");
        troubles();
        WrittenSecret.put(vault, "talked-of", organisation.secret(Map.of()));
        await().atMost(LONG).until(() -> operator.tenant("talked-of").statusCode() == 200);
        operator.giveModel("talked-of", Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
        operator.runUntil("talked-of", () -> SecretiveCustomer.allScored(organisation));
        operator.get("/api/tenants/talked-of/scores?status=" + ASKED);
        given().auth().oauth2(organisation.apiKey()).get("/api/tenants?cursor=" + ASKED);
        await().atMost(LONG)
                .until(() -> any(span -> span.getKind() == SpanKind.SERVER
                        && Long.valueOf(401).equals(span.getAttributes().get(STATUS))));

        assertThat(tap.spans())
                .as("calls of the API, of Vault and of Greenhouse, and one that failed")
                .anyMatch(span -> of(span, SpanKind.SERVER, PATH, "/api/tenants/talked-of"))
                .anyMatch(span -> of(span, SpanKind.CLIENT, ADDRESS, "/v1/secret/data/rocketmat/tenants/talked-of"))
                .anyMatch(span -> of(span, SpanKind.CLIENT, ADDRESS, "/v3/applications"))
                .anyMatch(span -> of(span, SpanKind.CLIENT, ADDRESS, "/v3/jobs")
                        && span.getStatus().getStatusCode() == StatusCode.ERROR
                        && Long.valueOf(500).equals(span.getAttributes().get(STATUS)));
        List<String> queries = queries();
        assertThat(queries)
                .as("queries that Greenhouse got")
                .anySatisfy(query -> assertThat(query).contains("per_page="));
        assertThat(tap.spans())
                .noneMatch(span -> span.getAttributes().asMap().values().stream()
                        .anyMatch(value -> value.toString().contains("?")))
                .allMatch(span -> span.getEvents().isEmpty());
        assertThat(scan().hide(queries).leaks(tap.text())).isEmpty();
    }

    @Test
    void anExceptionTellsNothingAndAnAddressNoQuery() {
        tracer.spanBuilder("guarded")
                .setAttribute(ADDRESS, "https://harvest.example/v3/jobs?cursor=" + NAME)
                .setAttribute(QUERY, "cursor=" + NAME)
                .startSpan()
                .recordException(new IllegalStateException("cannot read " + NAME))
                .end();

        SpanData guarded = named("guarded");
        assertThat(guarded.getTotalRecordedEvents()).isEqualTo(1);
        assertThat(guarded.getAttributes().get(ADDRESS)).isEqualTo("https://harvest.example/v3/jobs");
        assertThat(scan().leaks(SpanTap.text(guarded))).isEmpty();
    }

    /** Of the API as of Greenhouse, whose PATCH names the application. */
    @Test
    void anAddressNamesNoPerson() {
        tracer.spanBuilder("of a person")
                .setAttribute(ADDRESS, "https://harvest.example/v3/applications/7120034002?cursor=" + NAME)
                .setAttribute(PATH, "/api/tenants/acme/candidates/6120034001")
                .startSpan()
                .end();

        Attributes attributes = named("of a person").getAttributes();
        assertThat(attributes.get(ADDRESS)).isEqualTo("https://harvest.example/v3/applications/*");
        assertThat(attributes.get(PATH)).isEqualTo("/api/tenants/acme/candidates/*");
    }

    @Test
    void aLeakThatIsPlantedIsFoundInEachPartOfASpan() {
        String token = vault.token();
        tracer.spanBuilder("planted attribute")
                .setAttribute("token", token)
                .startSpan()
                .end();
        assertThat(leaks("planted attribute")).containsExactly(token);

        tracer.spanBuilder("planted status")
                .startSpan()
                .setStatus(StatusCode.ERROR, "cannot read " + NAME)
                .end();
        assertThat(leaks("planted status")).containsExactly(NAME);

        try (SdkTracerProvider unguarded =
                SdkTracerProvider.builder().addSpanProcessor(tap).build()) {
            unguarded
                    .get("unguarded")
                    .spanBuilder("planted exception")
                    .startSpan()
                    .recordException(new IllegalStateException("cannot read " + NAME), Attributes.empty())
                    .end();
        }
        assertThat(leaks("planted exception")).containsExactly(NAME);
        tap.forget(span -> span.getName().startsWith("planted"));
    }

    private void troubles() {
        var faults = greenhouse.faults();
        faults.on(Match.token()).answer(new Fault.Html502());
        faults.on(Match.get("/v3/applications").organisation("talked-of")).answer(new Fault.InvalidJson());
        faults.on(Match.get("/v3/candidates").organisation("talked-of")).answer(new Fault.Truncate());
        faults.on(Match.get("/v3/jobs").organisation("talked-of")).answer(Fault.serverError());
        faults.on(Match.patch("/v3").organisation("talked-of"))
                .after(1)
                .answer(new Fault.Status(500, SecretiveCustomer.NOTE));
    }

    private SecretScan scan() {
        return new SecretScan()
                .hide(List.of(Surroundings.OPERATOR, vault.token(), ASKED, SecretiveCustomer.NOTE))
                // the simulator's tokens are JWTs, which all start alike
                .hide(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"RS256\"".getBytes(StandardCharsets.UTF_8)))
                .hide(greenhouse.organisation("talked-of"));
    }

    private List<String> queries() {
        return greenhouse.calls().all().stream()
                .map(Call::query)
                .filter(query -> query != null && !query.isEmpty())
                .distinct()
                .toList();
    }

    private List<String> leaks(String span) {
        return scan().leaks(SpanTap.text(named(span))).stream()
                .map(Leak::hidden)
                .toList();
    }

    private SpanData named(String name) {
        return tap.spans().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean any(Predicate<SpanData> wanted) {
        return tap.spans().stream().anyMatch(wanted);
    }

    private static boolean of(SpanData span, SpanKind kind, AttributeKey<String> key, String part) {
        String value = span.getAttributes().get(key);
        return span.getKind() == kind && value != null && value.contains(part);
    }
}
