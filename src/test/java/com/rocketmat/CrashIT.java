package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.Writes;
import com.rocketmat.sandbox.greenhouse.Fault.ApplyThenDrop;
import com.rocketmat.sandbox.greenhouse.Fault.ApplyThenStatus;
import com.rocketmat.sandbox.greenhouse.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.Match;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The service dies in the middle of its work, and another one goes on from what the database says. */
class CrashIT {

    /** Four heartbeats of ten seconds that are missed, and what is left to write. */
    private static final Duration TAKE_OVER = Duration.ofSeconds(75);

    private static final int APPLICATIONS = 120;
    private static final PointsCustomer KILLED = PointsCustomer.named("killed").with(APPLICATIONS);
    private static final PointsCustomer BATTERED =
            PointsCustomer.named("battered").with(2 * APPLICATIONS);
    private static final PointsCustomer STOPPED =
            PointsCustomer.named("stopped").with(APPLICATIONS);
    private static SandboxStack stack;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(
                Path.of("target"), List.of(KILLED.organisation(), BATTERED.organisation(), STOPPED.organisation()));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @AfterEach
    void clearFaults() {
        stack.greenhouse().faults().clear();
    }

    @Test
    void theTenantOfAReplicaThatDiedIsTakenOverOnceItsHeartbeatsAreMissed() throws SQLException {
        patchesTake(Duration.ofMillis(300), KILLED);
        try (ApplicationProcess one = stack.startApplication(Map.of("POD_NAME", "one"));
                ApplicationProcess other = stack.startApplication(Map.of("POD_NAME", "other"))) {
            KILLED.join(stack, stack.operator(one), Map.of());
            awaitWrites(KILLED, 10);
            boolean oneWrites = stack.pickedBy(KILLED.name()).startsWith("one-");
            (oneWrites ? one : other).kill();
            Instant killed = Instant.now();
            stack.greenhouse().faults().clear();
            assertThat(KILLED.right()).isLessThan(APPLICATIONS);
            await("take-over").atMost(TAKE_OVER).until(KILLED::allRight);
            assertThat(Duration.between(killed, Instant.now())).isLessThan(TAKE_OVER);
            assertNothingLostAndNothingWrong(KILLED, oneWrites ? other : one);
        }
    }

    @Test
    @DisplayName("pod SIGKILL mid-page and mid-PATCH")
    void killsAtAnyPointAndWritesOfUnknownOutcomeLoseNothing() throws SQLException {
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3").organisation(BATTERED.name()))
                .after(10)
                .answer(new ApplyThenDrop());
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3").organisation(BATTERED.name()))
                .after(130)
                .answer(new ApplyThenStatus(502));
        slowPatches(BATTERED);
        stack.greenhouse()
                .faults()
                .on(Match.get("/v3/candidates").organisation(BATTERED.name()))
                .always()
                .answer(new Delay(Duration.ofMillis(50)));
        try (ApplicationProcess application = start(BATTERED)) {
            awaitMoment("the page is read", () -> reads(BATTERED) >= 4);
            application.kill();
        }
        for (int writes : List.of(5, 100, 200)) {
            stack.letHeartbeatsAge();
            try (ApplicationProcess application = stack.startApplication(Map.of())) {
                awaitWrites(BATTERED, writes);
                application.kill();
            }
        }
        stack.letHeartbeatsAge();
        try (ApplicationProcess application = stack.startApplication(Map.of())) {
            await().atMost(Duration.ofSeconds(40)).until(BATTERED::allRight);
            assertNothingLostAndNothingWrong(BATTERED, application);
        }
    }

    @Test
    void aReplicaThatIsToldToStopEndsInTimeAndTheNextOneGoesOnAtOnce() {
        slowPatches(STOPPED);
        try (ApplicationProcess application = start(STOPPED)) {
            awaitWrites(STOPPED, 30);
            Instant told = Instant.now();
            assertThat(application.terminate()).as("exit status").isIn(0, 143);
            assertThat(Duration.between(told, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
        assertThat(STOPPED.right()).isLessThan(APPLICATIONS);
        try (ApplicationProcess application = stack.startApplication(Map.of())) {
            await("the rest").atMost(Duration.ofSeconds(15)).until(STOPPED::allRight);
            assertNothingLostAndNothingWrong(STOPPED, application);
            assertThat(Writes.into(stack.greenhouse(), STOPPED.name()).count())
                    .as("a clean stop leaves no write that has to be repeated")
                    .isEqualTo(APPLICATIONS);
        }
    }

    private static ApplicationProcess start(PointsCustomer customer) {
        ApplicationProcess application = stack.startApplication(Map.of());
        customer.join(stack, stack.operator(application), Map.of());
        return application;
    }

    private static void slowPatches(PointsCustomer customer) {
        patchesTake(Duration.ofMillis(15), customer);
    }

    private static void patchesTake(Duration time, PointsCustomer customer) {
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3").organisation(customer.name()))
                .always()
                .answer(new Delay(time));
    }

    private static void awaitWrites(PointsCustomer customer, int writes) {
        awaitMoment(
                writes + " writes",
                () -> Writes.into(stack.greenhouse(), customer.name()).count() >= writes);
    }

    private static void awaitMoment(String moment, Callable<Boolean> reached) {
        await(moment)
                .atMost(Duration.ofSeconds(40))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(reached);
    }

    private static int reads(PointsCustomer customer) {
        return stack.greenhouse()
                .calls()
                .where(call -> call.organisation().equals(customer.name())
                        && call.path().equals("/v3/candidates"))
                .size();
    }

    private static void assertNothingLostAndNothingWrong(PointsCustomer customer, ApplicationProcess application) {
        assertThat(customer.faults()).isEmpty();
        assertThat(Writes.into(stack.greenhouse(), customer.name()).values(PointsCustomer.SCORE_FIELD))
                .hasSize(customer.applications())
                .allSatisfy((_, values) -> assertThat(values).hasSize(1));
        Operator operator = stack.operator(application);
        await("every score is known to be written")
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> {
                    List<String> states = operator.get("/api/tenants/" + customer.name() + "/scores?limit=500")
                            .path("items.state");
                    assertThat(states).hasSize(customer.applications());
                    assertThat(Set.copyOf(states)).containsExactly("WRITTEN");
                });
    }
}
