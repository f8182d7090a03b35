package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One replica receives the pause while the other is in the middle of a batch of writes. */
@ResourceLock(SharedStack.PAIR)
// one of the longest classes must not run alone at the end
@Order(2)
class PauseIT {

    /** As promised to operators. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);
    /** A batch of 49, four at once, takes ten seconds: checking between batches would be too late. */
    private static final Duration A_WRITE = Duration.ofMillis(800);

    /** Longer than a write takes, and longer than a slice may rely on its last check. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** Enough for a minute of writes. */
    private static final int APPLICATIONS = 300;

    private static final PointsCustomer ONE = PointsCustomer.named("one-of-all").with(APPLICATIONS);
    private static final PointsCustomer ANOTHER =
            PointsCustomer.named("another-of-all").with(APPLICATIONS);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static ApplicationProcess first;
    private static ApplicationProcess second;

    @BeforeAll
    static void start() {
        shared = SharedStack.pair(List.of(ONE.organisation(), ANOTHER.organisation()));
        stack = shared.stack();
        first = shared.application();
        second = shared.second();
    }

    /** For the next test with the pair. */
    @AfterEach
    void resume() {
        stack.greenhouse().faults().clear();
        stack.operator(first).post("/api/resume").then().statusCode(200);
    }

    @Test
    void allTenantsStopOnEveryReplicaAndLaterContinue() {
        Operator idle = otherThan(writing());
        idle.post("/api/pause").then().statusCode(200).body("paused", equalTo(true));
        Instant begun = Instant.now();
        for (ApplicationProcess replica : List.of(first, second)) {
            stack.operator(replica)
                    .get("/api/status")
                    .then()
                    .body("paused", equalTo(true))
                    .body("pausedBy", equalTo("sandbox"));
        }

        assertNothingAfter(begun.plus(STOPS_WITHIN));
        idle.tenant(ONE.name())
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("reason", equalTo("all tenants are paused"));
        idle.post("/api/tenants/" + ONE.name() + "/runs").then().statusCode(202);
        assertNothingAfter(Instant.now());
        // the remaining writes may be fast
        stack.greenhouse().faults().clear();
        idle.post("/api/resume").then().statusCode(200).body("paused", equalTo(false));
        within(180).until(() -> ONE.allRight() && ANOTHER.allRight());
        assertThat(ONE.faults()).isEmpty();
        assertThat(writes(ONE)).isEqualTo(ONE.applications());
        idle.tenant(ONE.name()).then().body("reason", nullValue());
    }

    /** Adds the tenants and waits until both are being written; returns the replica that writes one of them. */
    private static String writing() {
        stack.greenhouse().faults().on(Match.patch("/v3")).always().answer(new Delay(A_WRITE));
        List<PointsCustomer> customers = List.of(ONE, ANOTHER);
        for (PointsCustomer customer : customers) {
            customer.appear(stack, stack.operator(first), Map.of());
        }
        // together, so that none is finished when the other one begins
        for (PointsCustomer customer : customers) {
            stack.operator(first).giveModel(customer.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        }
        for (PointsCustomer customer : customers) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> writes(customer) >= 6);
        }
        return within(30).until(() -> stack.pickedBy(ONE.name()), Objects::nonNull);
    }

    private static Operator otherThan(String replica) {
        assertThat(replica).matches("(first|second)-.*");
        return stack.operator(replica.startsWith("first") ? second : first);
    }

    /** Neither reads nor writes. */
    private static void assertNothingAfter(Instant time) {
        awaitTime(time);
        int then = calls();
        awaitTime(time.plus(SILENCE));
        assertThat(calls()).isEqualTo(then);
        for (PointsCustomer customer : List.of(ONE, ANOTHER)) {
            assertThat(customer.right()).as(customer.name()).isLessThan(customer.applications());
        }
    }

    private static void awaitTime(Instant time) {
        within(15)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !Instant.now().isBefore(time));
    }

    private static int calls() {
        return stack.greenhouse().calls().all().size();
    }

    private static int writes(PointsCustomer customer) {
        return Writes.into(stack.greenhouse(), customer.name()).count();
    }
}
