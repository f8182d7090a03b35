package com.rocketmat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.customer.ApartCustomer;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.secrecy.ForeignMarks;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** Five tenants at once, while secrets, models and applications change in random order: no data of one shows up at another. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationQuarkusTest {

    private static final int STEPS = Integer.getInteger("rocketmat.isolation.steps", 50);

    /** Random in the nightly build. */
    private static final long SEED = Long.getLong("isolation.seed", STEPS > 50 ? new Random().nextLong() : 5_112_196L);

    private static final List<String> PATHS = List.of("", "/runs", "/scores?limit=500", "/models");

    GreenhouseSimulator greenhouse;
    SandboxVault vault;
    SandboxDatabase database;

    @TestHTTPResource
    URI service;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    @Inject
    HarvestSessions sessions;

    @Inject
    TenantRegistry registry;

    @Inject
    MeterRegistry meters;

    private final List<ApartCustomer> customers = new ArrayList<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final Random random = new Random(SEED);
    private LogTap log;
    private Operator operator;
    private ForeignMarks marks;

    @BeforeAll
    void runRandomSteps() {
        System.out.printf("isolation.seed=%d%n", SEED);
        operator = new Operator(service, Surroundings.OPERATOR);
        log = new LogTap();
        for (String name : List.of("apart-one", "apart-two", "apart-three", "apart-four", "apart-five")) {
            ApartCustomer customer = new ApartCustomer(greenhouse.organisation(name), customers.size() + 1);
            customers.add(customer);
            customer.apply(1);
            putSecret(customer, "5s");
        }
        for (ApartCustomer customer : customers) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> operator.tenant(customer.tenant()).statusCode() == 200);
            replaceModel(customer);
        }
        for (int step = 0; step < STEPS; step++) {
            step(customers.get(random.nextInt(customers.size())));
        }
        greenhouse.faults().clear();
        // unblocks tenants whose credential was rejected twice
        customers.forEach(customer -> putSecret(customer, "5s"));
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> customers.stream().allMatch(ApartCustomer::allScored));
        marks = ForeignMarks.of(
                customers.stream().map(ApartCustomer::organisation).toList());
        log.close();
    }

    /** Or their slices would get the faults that other tests inject. */
    @AfterAll
    void removeTenants() {
        customers.forEach(customer -> WrittenSecret.delete(vault, customer.tenant()));
        customers.forEach(customer -> await().atMost(Duration.ofSeconds(30))
                .until(() -> operator.tenant(customer.tenant()).path("state").equals("STOPPED")));
    }

    private void step(ApartCustomer customer) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> customer.apply(random.nextInt(4_000) / 4.0);
            case 3 -> operator.post("/api/tenants/" + customer.tenant() + "/runs");
            case 4 -> putSecret(customer, 5 + random.nextInt(3) + "s");
            case 5 -> replaceModel(customer);
            case 6 -> greenhouse.faults().on(Match.get("/v3")).answer(Fault.unauthorised());
            default -> {
                operator.post("/api/tenants/" + customer.tenant() + "/pause");
                operator.post("/api/tenants/" + customer.tenant() + "/resume");
            }
        }
    }

    private void putSecret(ApartCustomer customer, String schedule) {
        WrittenSecret.put(vault, customer.tenant(), customer.secret(schedule));
    }

    private void replaceModel(ApartCustomer customer) {
        float more = versions.merge(customer.tenant(), 1, Integer::sum) % 3 / 4f;
        operator.giveModel(customer.tenant(), Graph.plus(customer.adds() + more).toBytes(), PointsCustomer.MANIFEST);
    }

    @Test
    @Order(1)
    void everyScoreComesFromTheTenantsOwnModel() {
        for (ApartCustomer customer : customers) {
            assertThat(customer.points()).hasSizeGreaterThan(2).allSatisfy((id, points) -> {
                double added = ((Number) customer.organisation().score(id, "rocketmat")).doubleValue() - points;
                assertThat(added - customer.adds())
                        .as("%s: %d", customer.tenant(), id)
                        .isBetween(0.0, 0.5);
            });
        }
    }

    @Test
    @Order(1)
    void everyTenantHasItsOwnBudget() {
        for (ApartCustomer customer : customers) {
            assertThat(database.column("SELECT call_limit FROM harvest_budget WHERE tenant_id = '%s'"
                            .formatted(customer.tenant())))
                    .containsExactly(String.valueOf(customer.limit()));
        }
    }

    @Test
    @Order(1)
    void everyCallUsesTheTenantsOwnCredential() {
        assertThat(foreignInCalls()).isEmpty();
        assertThat(greenhouse.calls().where(call -> call.status() == 403)).isEmpty();
    }

    @Test
    @Order(1)
    void aTenantsAnswersLogLinesAndRowsHoldNoDataOfOthers() {
        assertThat(customers)
                .as("log lines")
                .anySatisfy(customer -> assertThat(log.about(customer.tenant())).isNotEmpty());
        for (ApartCustomer customer : customers) {
            assertThat(foreignInLog(customer)).isEmpty();
            assertThat(foreignInAnswers(customer)).isEmpty();
            assertThat(foreignInRows(customer)).isEmpty();
        }
    }

    @Test
    @Order(1)
    void metricsThreadNamesAndHealthHoldNoDataOfTenants() {
        // gauges appear with their first tick
        await().untilAsserted(() ->
                assertThat(foreignOn(metrics, "rocketmat_tenants")).isEmpty());
        assertThat(foreignOn(health, "vault")).isEmpty();
        assertThat(foreignInThreads()).isEmpty();
    }

    /** Last, because it plants what the others look for. */
    @Test
    @Order(2)
    void aPlantedLeakIsFoundEverywhere() {
        ApartCustomer here = customers.getFirst();
        ApartCustomer other = customers.getLast();
        long foreign = other.points().keySet().iterator().next();

        try (LogTap again = new LogTap()) {
            log = again;
            MDC.put("tenant", here.tenant());
            Log.infof("application %d", foreign);
            MDC.remove("tenant");
            assertThat(foreignInLog(here)).containsExactly(String.valueOf(foreign));
        }

        plant(here.tenant(), foreign);
        assertThat(foreignInRows(here)).contains(String.valueOf(foreign));
        assertThat(foreignInAnswers(here)).contains(String.valueOf(foreign));

        var settings = registry.settings(new TenantId(here.tenant())).orElseThrow();
        assertThat(sessions.session(settings).applications(List.of(foreign), Set.of("id")))
                .isEmpty();
        assertThat(foreignInCalls()).contains(String.valueOf(foreign));
        Counter planted = meters.counter("planted", "tenant", here.tenant());
        assertThat(foreignOn(metrics, "planted")).containsExactly(here.tenant());
        meters.remove(planted);
        assertThat(foreignInThreads()).isEmpty();
        CountDownLatch seen = new CountDownLatch(1);
        Thread.ofPlatform().name("slice of " + here.tenant()).start(() -> hold(seen));
        assertThat(foreignInThreads()).containsExactly(here.tenant());
        seen.countDown();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<String> foreignOn(URI page, String known) {
        String seen = given().get(page).asString();
        assertThat(seen).contains(known);
        return marks.in(seen, "");
    }

    private Set<String> foreignInThreads() {
        return found(Thread.getAllStackTraces().keySet().stream().map(thread -> marks.in(thread.getName(), "")));
    }

    private Set<String> foreignInCalls() {
        return found(customers.stream()
                .flatMap(customer -> greenhouse.calls().of(customer.tenant()).stream()
                        .map(call -> marks.in(text(call), customer.tenant()))));
    }

    private Set<String> foreignInLog(ApartCustomer customer) {
        return found(log.about(customer.tenant()).map(line -> marks.in(line.text(), customer.tenant())));
    }

    private Set<String> foreignInAnswers(ApartCustomer customer) {
        return found(PATHS.stream()
                .map(path -> marks.in(
                        operator.get("/api/tenants/" + customer.tenant() + path).asString(), customer.tenant())));
    }

    private Set<String> foreignInRows(ApartCustomer customer) {
        Set<String> found = new TreeSet<>();
        List<String> tables =
                database.column("SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id'");
        assertThat(tables).contains("score", "run", "model_version");
        for (String table : tables) {
            for (String row : database.column(
                    "SELECT t::text FROM %s t WHERE tenant_id = '%s'".formatted(table, customer.tenant()))) {
                found.addAll(marks.in(row, customer.tenant()));
            }
        }
        return found;
    }

    private static Set<String> found(Stream<Set<String>> marks) {
        Set<String> found = new TreeSet<>();
        marks.forEach(found::addAll);
        return found;
    }

    private static String text(Call call) {
        return String.join(" ", call.path(), call.query(), call.body());
    }

    private void plant(String tenant, long application) {
        database.execute(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at) VALUES ('%s', %d, 'x', 1, 'DRY', now())"
                        .formatted(tenant, application));
    }
}
