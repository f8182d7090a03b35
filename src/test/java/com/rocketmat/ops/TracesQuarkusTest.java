package com.rocketmat.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.customer.SecretiveCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.secrecy.SecretScan;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What traces, if enabled, reveal of a tenant. */
@QuarkusTest
@TestProfile(Guarded.class)
class TracesQuarkusTest {

    private static final String TALKED_OF = "talked-of";
    private static final String SLICED = "odd";
    private static final String NAME = "Quartermayne";
    private static final String ASKED = "asked-of-the-operators-api";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> OF = AttributeKey.stringKey("rocketmat.tenant");
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
        operator = Surroundings.api();
    }

    /** Tests of other classes share the application. */
    @AfterEach
    void stop() {
        List.of(TALKED_OF, SLICED).forEach(tenant -> WrittenSecret.delete(vault, tenant));
    }

    @Test
    void theTracesOfATenantRevealNoSecretAndNoPerson() {
        Organisation organisation = greenhouse.organisation(TALKED_OF);
        troubles();
        live(TALKED_OF);
        operator.get("/api/tenants/talked-of/scores?status=" + ASKED);
        given().auth().oauth2(organisation.apiKey()).get("/api/tenants?cursor=" + ASKED);
        await().atMost(LONG)
                .until(() -> tap.spans().stream()
                        .anyMatch(span -> span.getKind() == SpanKind.SERVER
                                && Long.valueOf(401).equals(span.getAttributes().get(STATUS))));

        assertThat(tap.spans())
                .anyMatch(span -> of(span, SpanKind.SERVER, PATH, "/api/tenants/talked-of"))
                .anyMatch(span -> of(span, SpanKind.CLIENT, ADDRESS, "/v1/secret/data/rocketmat/tenants/talked-of"))
                .anyMatch(span -> of(span, SpanKind.CLIENT, ADDRESS, "/v3/applications"))
                .anyMatch(span -> of(span, SpanKind.CLIENT, ADDRESS, "/v3/jobs")
                        && span.getStatus().getStatusCode() == StatusCode.ERROR
                        && Long.valueOf(500).equals(span.getAttributes().get(STATUS)));
        List<String> queries = greenhouse.calls().all().stream()
                .map(Call::query)
                .filter(query -> query != null && !query.isEmpty())
                .distinct()
                .toList();
        assertThat(queries).anySatisfy(query -> assertThat(query).contains("per_page="));
        assertThat(tap.spans())
                .noneMatch(span -> span.getAttributes().asMap().values().stream()
                        .anyMatch(value -> value.toString().contains("?")))
                .allMatch(span -> span.getEvents().isEmpty());
        assertThat(scan().hide(queries).leaks(tap.text())).isEmpty();
    }

    @Test
    void exceptionsLoseTheirMessagesAndAddressesTheirQueries() {
        tracer.spanBuilder("guarded")
                .setAttribute(ADDRESS, "https://harvest.example/v3/jobs?cursor=" + NAME)
                .setAttribute(QUERY, "cursor=" + NAME)
                .startSpan()
                .recordException(new IllegalStateException("cannot read " + NAME))
                .end();

        SpanData guarded = named(tap.spans(), "guarded");
        assertThat(guarded.getTotalRecordedEvents()).isEqualTo(1);
        assertThat(guarded.getAttributes().get(ADDRESS)).isEqualTo("https://harvest.example/v3/jobs");
        assertThat(scan().leaks(SpanTap.text(guarded))).isEmpty();
    }

    /** In addresses of the API and of Greenhouse. */
    @Test
    void idsOfPersonsAreRemovedFromAddresses() {
        tracer.spanBuilder("of a person")
                .setAttribute(ADDRESS, "https://harvest.example/v3/applications/7120034002?cursor=" + NAME)
                .setAttribute(PATH, "/api/tenants/acme/candidates/6120034001")
                .startSpan()
                .end();
        tracer.spanBuilder("mistyped")
                .setAttribute(ADDRESS, "https://harvest.example/v3/application/7120034002")
                .setAttribute(PATH, "/api/tenants/acme/candidate/6120034001")
                .startSpan()
                .end();

        Attributes attributes = named(tap.spans(), "of a person").getAttributes();
        assertThat(attributes.get(ADDRESS)).isEqualTo("https://harvest.example/v3/applications/*");
        assertThat(attributes.get(PATH)).isEqualTo("/api/tenants/acme/candidates/*");
        Attributes mistyped = named(tap.spans(), "mistyped").getAttributes();
        assertThat(mistyped.get(ADDRESS)).isEqualTo("https://harvest.example/v3/application/*");
        assertThat(mistyped.get(PATH)).isEqualTo("/api/tenants/acme/candidate/*");
    }

    /** From the tenant's secret to its scores. */
    private void live(String tenant) {
        Organisation organisation = greenhouse.organisation(tenant);
        WrittenSecret.put(vault, tenant, organisation.secret(Map.of()));
        await().atMost(LONG).until(() -> operator.tenant(tenant).statusCode() == 200);
        operator.giveModel(tenant, Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
        operator.runUntil(tenant, () -> SecretiveCustomer.allScored(organisation));
    }

    private void troubles() {
        var faults = greenhouse.faults();
        faults.on(Match.token()).answer(new Fault.Html(502));
        faults.on(Match.get("/v3/applications").organisation(TALKED_OF)).answer(new Fault.InvalidJson());
        faults.on(Match.get("/v3/candidates").organisation(TALKED_OF)).answer(new Fault.Truncate());
        faults.on(Match.get("/v3/jobs").organisation(TALKED_OF)).answer(Fault.serverError());
        faults.on(Match.patch("/v3").organisation(TALKED_OF))
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
                .hide(greenhouse.organisation(TALKED_OF));
    }

    private static SpanData named(List<SpanData> trace, String name) {
        return trace.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean of(SpanData span, SpanKind kind, AttributeKey<String> key, String part) {
        String value = span.getAttributes().get(key);
        return span.getKind() == kind && value != null && value.contains(part);
    }

    @Test
    void aSliceIsOneTrace() {
        live(SLICED);

        await().atMost(LONG).until(() -> whole().isPresent());
        List<SpanData> trace = whole().orElseThrow();
        SpanData slice = named(trace, "slice");
        assertThat(slice.getParentSpanContext().isValid()).isFalse();
        assertThat(slice.getAttributes().get(OF)).isEqualTo(SLICED);
        assertThat(List.of("claim", "discover", "score", "write"))
                .allSatisfy(step -> assertThat(within(trace, named(trace, step), slice))
                        .as(step)
                        .isTrue());
        assertThat(within(trace, call(trace, "GET"), named(trace, "discover"))).isTrue();
        assertThat(within(trace, call(trace, "PATCH"), named(trace, "write"))).isTrue();
        assertThat(trace).noneMatch(span -> SpanTap.text(span).contains(NAME));
    }

    /** A trace with all steps; other slices have no model yet, or write what an earlier one has scored. */
    private Optional<List<SpanData>> whole() {
        return tap.spans().stream().collect(Collectors.groupingBy(SpanData::getTraceId)).values().stream()
                .filter(trace -> trace.stream()
                        .anyMatch(span -> SLICED.equals(span.getAttributes().get(OF))))
                .filter(trace -> trace.stream()
                        .map(SpanData::getName)
                        .collect(Collectors.toSet())
                        .containsAll(List.of("slice", "claim", "discover", "score", "write")))
                .filter(trace -> trace.stream().anyMatch(span -> isCall(span, "PATCH")))
                .findFirst();
    }

    private static SpanData call(List<SpanData> trace, String method) {
        return trace.stream().filter(span -> isCall(span, method)).findFirst().orElseThrow();
    }

    /** To Greenhouse's applications. */
    private static boolean isCall(SpanData span, String method) {
        return method.equals(span.getAttributes().get(METHOD))
                && of(span, SpanKind.CLIENT, ADDRESS, "/v3/applications");
    }

    private static boolean within(List<SpanData> trace, SpanData inner, SpanData outer) {
        Map<String, SpanData> byId = trace.stream().collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
        for (SpanData span = inner; span != null; span = byId.get(span.getParentSpanId())) {
            if (span.getSpanId().equals(outer.getSpanId())) {
                return true;
            }
        }
        return false;
    }
}
