package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.decision.LoggedStates;
import com.rocketmat.sandbox.customer.Applicants;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.Switches.CustomFieldWrites;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Kills;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service is killed in the middle of its work, and another process continues from the database. */
class CrashIT {

    private static final int KILLS = Integer.getInteger("rocketmat.crash.kills", 8);

    /** Random in the nightly build. */
    private static final long SEED = Long.getLong(
            "rocketmat.crash.seed", KILLS > 8 ? RandomGenerator.getDefault().nextLong() : 20_261_128L);

    /** Four missed heartbeats of ten seconds, and up to two until the next check. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(60);

    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(1);

    private static final Duration WRITTEN_IN_THE_END = Duration.ofMinutes(2);

    private static final int APPLICATIONS = 120;

    /** Calls are given up after a second. */
    private static final Duration TOO_LONG = Duration.ofMillis(1_600);

    /** A pod has 512 MB, shared by its successive containers. */
    private static final long KILOBYTES_LEFT_BY_A_KILL = 1024;

    @Test
    @Tag("failure-sigkill-mid-page")
    @Tag("failure-sigkill-mid-patch")
    void killsAtRandomMomentsAmidFaultsLoseNoScoreAndChangeNothingElse() throws Exception {
        System.out.printf("rocketmat.crash.seed=%d, %d kills%n", SEED, KILLS);
        List<PointsCustomer> customers = List.of(
                customer("merging", CustomFieldWrites.MERGE),
                customer("replacing", CustomFieldWrites.REPLACE),
                customer("trusted", CustomFieldWrites.MERGE));
        try (SandboxStack stack = stack(customers);
                Kills kills = Kills.start(stack, SEED, Map.of("ROCKETMAT_HARVEST_CALL_TIMEOUT", "1s"))) {
            stack.greenhouse().switches().rates.v3Window = Duration.ofSeconds(2);
            faults(stack);
            Operator operator = kills.operator();
            customers.forEach(customer -> customer.join(
                    stack, operator, customer.name().equals("trusted") ? Map.of("write_mode", "merge") : Map.of()));
            try (Applicants _ = Applicants.come(stack, customers)) {
                // only some hit a page, and on a slow machine a PATCH
                for (int kill = 0; kill < KILLS || (kill < 4 * KILLS && isLacking(kills)); kill++) {
                    kills.killOne(kill + 1 < KILLS);
                }
            }
            System.out.println(kills.summary());
            stack.greenhouse().faults().clear();
            customers.forEach(customer -> customer.organisation().rateLimit(100_000));
            for (PointsCustomer customer : customers) {
                await(customer.name()).atMost(WRITTEN_IN_THE_END).until(customer::allRight);
                assertNothingWrong(stack, customer);
                kills.awaitNoneWaiting(customer.name(), customer.applications());
                assertLogged(stack, kills.operator(), customer);
            }
            assertThat(kills.midPatch()).as("kills with a PATCH in flight").isGreaterThan(KILLS / 4);
            assertThat(kills.midPage()).as("kills in the middle of a page").isPositive();
            assertThat(stack.greenhouse().faults().fired()).isGreaterThan(KILLS);
            assertGivesUpSlowCalls(stack, kills, customers.getFirst());
        }
        assertThat(kilobytesIn(ApplicationProcess.temporary(Path.of("target"))))
                .as("left in the temporary directory by killed processes")
                .isLessThan(KILOBYTES_LEFT_BY_A_KILL * KILLS * 2);
    }

    /** Otherwise the delays and stalls were slow successes. */
    private static void assertGivesUpSlowCalls(SandboxStack stack, Kills kills, PointsCustomer customer) {
        stack.greenhouse().faults().on(Match.get("/v3")).always().answer(new Fault.Delay(TOO_LONG));
        await("a call that is given up")
                .atMost(WRITTEN_WITHIN)
                .until(() -> kills.operator().tenant(customer.name()).path("reason"), containsString("Timeout"));
    }

    private static boolean isLacking(Kills kills) {
        return kills.midPage() == 0 || kills.midPatch() <= KILLS / 4;
    }

    /** By a program that tolerates files deleted meanwhile, by other tests' applications. */
    private static long kilobytesIn(Path directory) throws IOException {
        Process du = new ProcessBuilder("du", "-sk", directory.toString()).start();
        return Long.parseLong(
                new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\t", -1)[0]);
    }

    @Test
    @Tag("nightly")
    void theTenantOfADeadReplicaIsTakenOverAfterMissedHeartbeats() {
        PointsCustomer killed = PointsCustomer.named("killed").with(APPLICATIONS);
        try (SandboxStack stack = stack(List.of(killed));
                ApplicationProcess one = stack.startApplication(Map.of("POD_NAME", "one"));
                ApplicationProcess other = stack.startApplication(Map.of("POD_NAME", "other"))) {
            stack.greenhouse().faults().on(Match.patch("/v3")).always().answer(new Fault.Delay(Duration.ofMillis(300)));
            killed.join(stack, stack.operator(one), Map.of());
            awaitWrites(stack, killed, 10);
            boolean oneWrites = await().atMost(Duration.ofSeconds(30))
                    .until(() -> stack.pickedBy(killed.name()), Objects::nonNull)
                    .startsWith("one-");
            (oneWrites ? one : other).kill();
            Instant died = Instant.now();
            stack.greenhouse().faults().clear();
            assertThat(killed.right()).isLessThan(APPLICATIONS);
            String survivor = oneWrites ? "other-" : "one-";
            await("take-over")
                    .atMost(TAKE_OVER)
                    .until(() ->
                            String.valueOf(stack.pickedBy(killed.name())).startsWith(survivor) || killed.allRight());
            assertThat(Duration.between(died, Instant.now())).isLessThan(TAKE_OVER);
            await("the remaining scores").atMost(WRITTEN_WITHIN).until(killed::allRight);
            assertNothingWrong(stack, killed);
            assertAllWritten(stack.operator(oneWrites ? other : one), killed);
        }
    }

    /** Its rate limit ends slices now and then, so that replicas take turns. */
    private static PointsCustomer customer(String name, CustomFieldWrites writes) {
        PointsCustomer customer =
                PointsCustomer.named(name).carrying("notice", "2 months").with(2 * APPLICATIONS);
        customer.organisation().customFieldWrites(writes);
        customer.organisation().rateLimit(60);
        return customer;
    }

    /** The first match counts: occasional failures; otherwise a write takes as long as a real one. */
    private static void faults(SandboxStack stack) {
        Faults faults = stack.greenhouse().faults();
        faults.randomly(
                0.03,
                SEED,
                Match.patch("/v3"),
                new Fault.ApplyThenDrop(),
                new Fault.ApplyThenStatus(502),
                new Fault.Stall(TOO_LONG),
                new Fault.Delay(TOO_LONG),
                new Fault.Drop(),
                Fault.serverError(),
                new Fault.Html(503),
                new Fault.RateLimited(1),
                new Fault.RateLimited());
        faults.randomly(
                0.05,
                SEED,
                Match.get("/v3"),
                new Fault.Drop(),
                new Fault.Truncate(),
                new Fault.InvalidJson(),
                new Fault.Stall(TOO_LONG),
                new Fault.Html(502),
                Fault.serverError(),
                new Fault.RateLimited(1),
                new Fault.RateLimited());
        faults.on(Match.patch("/v3")).always().answer(new Fault.Delay(Duration.ofMillis(400)));
        // pages take seconds, so that many kills hit one
        faults.on(Match.get("/v3/candidates")).always().answer(new Fault.Delay(Duration.ofMillis(600)));
    }

    private static SandboxStack stack(List<PointsCustomer> customers) {
        return SandboxStack.start(
                Path.of("target"),
                customers.stream().map(PointsCustomer::organisation).toList());
    }

    private static void awaitWrites(SandboxStack stack, PointsCustomer customer, int writes) {
        await(writes + " writes")
                .atMost(Duration.ofSeconds(40))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> Writes.into(stack.greenhouse(), customer.name()).count() >= writes);
    }

    private static void assertNothingWrong(SandboxStack stack, PointsCustomer customer) {
        assertThat(customer.faults()).as("seed %d", SEED).isEmpty();
        Writes writes = Writes.into(stack.greenhouse(), customer.name());
        assertThat(writes.values(PointsCustomer.SCORE_FIELD))
                .as("seed %d", SEED)
                .hasSize(customer.applications())
                .allSatisfy((_, values) -> assertThat(values).hasSize(1));
        var calls = stack.greenhouse().calls().of(customer.name());
        assertThat(writes.repeats())
                .as("nothing is repeated without reading it back, seed %d", SEED)
                .allMatch(repeat -> repeat.justified(calls));
    }

    /** The decision log has one write per application, with the value in Greenhouse and the model version. */
    private static void assertLogged(SandboxStack stack, Operator operator, PointsCustomer customer)
            throws SQLException {
        String version = operator.get("/api/tenants/" + customer.name()).path("activeModel");
        operator.get("/api/tenants/" + customer.name() + "/decisions/verify")
                .then()
                .body("ok", equalTo(true));
        try (Connection connection = stack.database().dataSource().getConnection()) {
            assertThat(LoggedStates.unlogged(connection, customer.name())).isEmpty();
            Map<Long, List<LoggedStates.Write>> writes = LoggedStates.writes(connection, customer.name());
            assertThat(writes.keySet()).containsExactlyInAnyOrderElementsOf(customer.ids());
            assertThat(writes).as("seed %d", SEED).allSatisfy((application, written) -> {
                assertThat(written).singleElement().satisfies(write -> {
                    assertThat(write.value())
                            .isEqualByComparingTo(customer.score(application).toString());
                    assertThat(write.version()).isEqualTo(version);
                });
            });
        }
    }

    private static void assertAllWritten(Operator operator, PointsCustomer customer) {
        await("every score is recorded as written")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    List<String> states = operator.get("/api/tenants/" + customer.name() + "/scores?limit=500")
                            .path("items.state");
                    assertThat(states).hasSize(customer.applications());
                    assertThat(Set.copyOf(states)).containsExactly("WRITTEN");
                });
    }
}
