package com.rocketmat.tenant;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.tenant.state.TenantGauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The number of Prometheus series does not grow with the number of tenants. */
@QuarkusTest
class MetricsCardinalityQuarkusTest {

    private static final int MANY = 150;

    /** Labels with a fixed set of values. */
    private static final Set<String> BOUNDED = Set.of("state", "outcome", "operation", "reason", "action", "type");

    SandboxDatabase database;

    @Inject
    MeterRegistry metrics;

    @Inject
    TenantGauge gauge;

    @AfterEach
    void deleteTenants() {
        database.execute("DELETE FROM tenant WHERE tenant_id LIKE 'counted-%'");
    }

    @Test
    void manyTenantsAddNoSeries() {
        gauge.refresh();
        Set<String> before = series();
        database.execute(
                "INSERT INTO tenant (tenant_id, state, since, paused) SELECT 'counted-' || n, (ARRAY['ACTIVE', 'BLOCKED', 'PAUSED'])[n % 3 + 1],"
                        + " now(), false FROM generate_series(1, " + MANY + ") AS n");
        gauge.refresh();
        for (int tenant = 1; tenant <= MANY; tenant += 9) {
            given().auth()
                    .oauth2(Surroundings.VIEWER)
                    .get("/api/tenants/counted-" + tenant)
                    .then()
                    .statusCode(200);
        }

        Set<String> after = series();
        assertThat(metrics.get(TenantGauge.TENANTS)
                        .tag("state", "ACTIVE")
                        .gauge()
                        .value())
                .isGreaterThanOrEqualTo(50);
        after.removeAll(before);
        // the first call of an address creates its series
        assertThat(after).allMatch(series -> series.startsWith("http.server")).hasSizeLessThan(10);
        assertThat(after).noneMatch(series -> series.contains("counted-"));
        assertThat(labels()).isSubsetOf(BOUNDED);
    }

    /** Series of unknown addresses would stay until the process ends, and some have a candidate's id. */
    @Test
    void unmatchedCallsAreCountedWithoutAddressAndMethod() {
        for (int call = 1; call <= 2; call++) {
            send("PATCH /api/tenants/made-up-" + call + "/candidates/725000000" + call);
            send("GET /api/tenants/made-up-" + call + "/nothing");
            send("GET //api/tenants/made-up-{" + call + "}/nothing//");
            send("GET /api/tenants/made-up-" + call + "/applications/725000000" + call + "?cursor=%00");
            send("OPTIONS /api/tenants/made-up-" + call);
            send("GET /console/tenants/made-up-" + call + "/pause");
            send("MADE-UP-" + call + " /api/tenants/made-up-" + call);
            send("MADE-UP-" + call + " /webhooks/greenhouse/made-up-" + call);
            send("POST /webhooks/greenhouse/made-up-" + call);
            send("GET /webhooks/greenhouse/made-up-" + call + "/and/more");
            send("GET /api/tenants/made-up-" + call);
        }

        // counted after the answer is sent
        await().untilAsserted(() -> assertThat(series())
                .anyMatch(called("UNKNOWN", "UNKNOWN", "405"))
                .anyMatch(called("/webhooks/greenhouse/{tenant}", "POST", "401"))
                .anyMatch(called("/api/tenants/{tenant}", "GET", "404")));
        assertThat(series())
                .noneMatch(series -> series.toLowerCase(Locale.ROOT).contains("made-up"))
                .noneMatch(series -> series.contains("725000000"));
    }

    /** Verbatim: clients normalise addresses. */
    private static void send(String call) {
        try (RawCall caller = RawCall.open()) {
            caller.send(call
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\nAuthorization: Bearer "
                    + Surroundings.VIEWER + "\r\n\r\n");
            // the connection ends with the answer
            assertThat(caller.answer()).isNotEmpty();
        }
    }

    private static Predicate<String> called(String uri, String method, String status) {
        return series -> series.startsWith("http.server.requests")
                && Stream.of("(uri=" + uri + ")", "(method=" + method + ")", "(status=" + status + ")")
                        .allMatch(series::contains);
    }

    private Set<String> series() {
        return metrics.getMeters().stream()
                .map(Meter::getId)
                // a garbage collection may add one at any time
                .filter(id -> !id.getName().startsWith("jvm."))
                .map(id -> id.getName() + id.getTags())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> labels() {
        return metrics.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("rocketmat"))
                .map(Meter.Id::getTags)
                .flatMap(List::stream)
                .map(tag -> tag.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
