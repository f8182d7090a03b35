package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SecretiveCustomer;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.tenant.WrittenSecret;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One slice is one trace, from the claim of the tenant to the PATCH of its last score. */
@QuarkusTest
@TestProfile(Guarded.class)
class SliceTracesQuarkusTest {

    private static final String TENANT = "odd";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> OF = AttributeKey.stringKey("rocketmat.tenant");

    GreenhouseSimulator greenhouse;
    VaultStandIn vault;

    @Inject
    SpanTap tap;

    /** Tests of other classes share the application. */
    @AfterEach
    void stop() {
        WrittenSecret.delete(vault, TENANT);
    }

    @Test
    void aSliceIsOneTraceFromTheClaimToThePatch() {
        Organisation organisation = greenhouse.organisation(TENANT);
        Operator operator = new Operator(URI.create("http://localhost:" + RestAssured.port), Surroundings.OPERATOR);
        WrittenSecret.put(vault, TENANT, organisation.secret(Map.of()));
        await().atMost(LONG).until(() -> operator.tenant(TENANT).statusCode() == 200);
        operator.giveModel(TENANT, Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
        operator.runUntil(TENANT, () -> SecretiveCustomer.allScored(organisation));

        await().atMost(LONG).until(() -> whole().isPresent());
        List<SpanData> trace = whole().orElseThrow();
        SpanData slice = named(trace, "slice");
        assertThat(slice.getParentSpanContext().isValid())
                .as("it begins the trace")
                .isFalse();
        assertThat(slice.getAttributes().get(OF)).isEqualTo(TENANT);
        assertThat(List.of("claim", "discover", "score", "write"))
                .allSatisfy(step -> assertThat(within(trace, named(trace, step), slice))
                        .as(step)
                        .isTrue());
        assertThat(within(trace, call(trace, "GET", "/v3/applications"), named(trace, "discover")))
                .as("the rows are read to discover them")
                .isTrue();
        assertThat(within(trace, call(trace, "PATCH", "/v3/applications"), named(trace, "write")))
                .as("the PATCH is made to write")
                .isTrue();
        assertThat(trace).noneMatch(span -> SpanTap.text(span).contains("Quartermayne"));
    }

    /** A trace with all steps: the first slice has no model yet, and others write what an earlier one has scored. */
    private Optional<List<SpanData>> whole() {
        Map<String, List<SpanData>> traces = tap.spans().stream().collect(Collectors.groupingBy(SpanData::getTraceId));
        return traces.values().stream()
                .filter(trace -> trace.stream()
                        .anyMatch(span -> TENANT.equals(span.getAttributes().get(OF))))
                .filter(trace -> trace.stream()
                        .map(SpanData::getName)
                        .collect(Collectors.toSet())
                        .containsAll(List.of("slice", "claim", "discover", "score", "write")))
                .filter(trace -> trace.stream().anyMatch(span -> isCall(span, "PATCH", "/v3/applications")))
                .findFirst();
    }

    private static SpanData named(List<SpanData> trace, String name) {
        return trace.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static SpanData call(List<SpanData> trace, String method, String path) {
        return trace.stream()
                .filter(span -> isCall(span, method, path))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isCall(SpanData span, String method, String path) {
        String address = span.getAttributes().get(ADDRESS);
        return span.getKind() == SpanKind.CLIENT
                && method.equals(span.getAttributes().get(METHOD))
                && address != null
                && address.contains(path);
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
