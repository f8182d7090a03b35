package com.rocketmat;

import static com.rocketmat.sandbox.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.Writes;
import com.rocketmat.sandbox.greenhouse.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.Match;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two replicas: one receives the pause, the other is in the middle of a batch of writes. */
@Execution(ExecutionMode.CONCURRENT)
// runs beside other classes, but one method after another
@ResourceLock("PauseIT")
class PauseIT {

    /** What operators are promised. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);
    /** Four calls at once: a batch of 49 takes ten seconds, so checking only between batches is too late. */
    private static final Duration A_WRITE = Duration.ofMillis(800);

    /** Longer than a write takes, and longer than a slice may rely on its last check. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    /** Enough for a minute of writes. */
    private static final int APPLICATIONS = 300;

    private static final PointsCustomer PAUSED = customer("paused");
    private static final PointsCustomer BYSTANDER = customer("bystander");
    private static final PointsCustomer ONE_OF_ALL = customer("one-of-all");
    private static final PointsCustomer ANOTHER_OF_ALL = customer("another-of-all");
    private static final PointsCustomer CUT_OFF = customer("cut-off");
    private static final PointsCustomer FORBIDDEN =
            PointsCustomer.named("forbidden").with(2);

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess first;
    private static ApplicationProcess second;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(
                Path.of("target"),
                Stream.of(PAUSED, BYSTANDER, ONE_OF_ALL, ANOTHER_OF_ALL, CUT_OFF, FORBIDDEN)
                        .map(PointsCustomer::organisation)
                        .toList());
        first = stack.startApplication(Map.of("POD_NAME", "first"));
        second = stack.startApplication(Map.of("POD_NAME", "second"));
    }

    @Test
    @Tag("nightly")
    void aTenantThatIsPausedOnOneReplicaIsWrittenNoMoreByTheOther() throws SQLException {
        Operator idle = whoDoesNotWrite(writing(PAUSED, BYSTANDER));
        String pause = "/api/tenants/" + PAUSED.name() + "/pause";
        idle.post(pause).then().statusCode(200).body("state", equalTo("PAUSED"));
        Instant told = Instant.now();
        int others = writes(BYSTANDER).count();
        idle.post(pause).then().statusCode(200).body("state", equalTo("PAUSED"));

        assertNothingAfter(told, PAUSED);
        assertThat(writes(BYSTANDER).count()).as("another tenant continues").isGreaterThan(others);
        hasten();
        idle.post("/api/tenants/" + PAUSED.name() + "/resume").then().body("state", equalTo("ACTIVE"));
        within(180).until(() -> PAUSED.allRight() && BYSTANDER.allRight());
        assertWrittenOnce(PAUSED);
    }

    @Test
    void allTenantsStopOnEveryReplicaAndGoOnWhereTheyWere() throws SQLException {
        Operator idle = whoDoesNotWrite(writing(ONE_OF_ALL, ANOTHER_OF_ALL));
        idle.post("/api/pause").then().statusCode(200).body("paused", equalTo(true));
        Instant told = Instant.now();
        for (ApplicationProcess replica : List.of(first, second)) {
            stack.operator(replica)
                    .get("/api/status")
                    .then()
                    .body("paused", equalTo(true))
                    .body("pausedBy", equalTo("sandbox"));
        }

        assertNothingAfter(told, ONE_OF_ALL, ANOTHER_OF_ALL);
        idle.tenant(ONE_OF_ALL.name())
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("reason", equalTo("all tenants are paused"));
        idle.post("/api/tenants/" + ONE_OF_ALL.name() + "/runs").then().statusCode(202);
        // nothing has to stop any more: the silence begins at once
        assertNothingAfter(Instant.now().minus(STOPS_WITHIN), ONE_OF_ALL, ANOTHER_OF_ALL);
        hasten();
        idle.post("/api/resume").then().statusCode(200).body("paused", equalTo(false));
        within(180).until(() -> ONE_OF_ALL.allRight() && ANOTHER_OF_ALL.allRight());
        assertWrittenOnce(ONE_OF_ALL);
        idle.tenant(ONE_OF_ALL.name()).then().body("reason", nullValue());
    }

    @Test
    @Tag("nightly")
    void withoutADatabaseToAskNothingIsWritten() throws SQLException {
        writing(CUT_OFF);
        stack.database().stop();
        Instant away = Instant.now();
        try {
            assertNothingAfter(away, CUT_OFF);
        } finally {
            hasten();
            stack.database().restart();
        }
        within(180).until(CUT_OFF::allRight);
        assertWrittenOnce(CUT_OFF);
    }

    @Test
    @Tag("nightly")
    void aBlockedTenantIsLeftInPeaceAndAPauseIsNoWayOutOfThat() {
        FORBIDDEN.organisation().scopes(Set.of("harvest:jobs:list"));
        Operator operator = stack.operator(first);
        FORBIDDEN.join(stack, operator, Map.of("schedule", "5s"));
        String path = "/api/tenants/" + FORBIDDEN.name();
        within(40).untilAsserted(() -> operator.get(path).then().body("state", equalTo("BLOCKED")));
        within(30).untilAsserted(() -> {
            Instant due = Instant.parse(operator.get(path).path("nextDue"));
            assertThat(due).as("the re-check").isAfter(Instant.now().plus(Duration.ofMinutes(50)));
        });
        int calls = stack.greenhouse().calls().of(FORBIDDEN.name()).size();
        assertThat(calls).isLessThan(5);

        operator.post(path + "/pause")
                .then()
                .body("state", equalTo("PAUSED"))
                .body("reason", allOf(containsString("paused by an operator"), containsString("harvest:")));
        operator.post(path + "/resume").then().body("state", equalTo("BLOCKED"));
        await().during(Duration.ofSeconds(8))
                .atMost(Duration.ofSeconds(30))
                .until(() -> stack.greenhouse().calls().of(FORBIDDEN.name()).size() == calls);

        FORBIDDEN.organisation().allScopes();
        operator.post(path + "/runs").then().statusCode(202);
        within(40).until(FORBIDDEN::allRight);
        within(30).untilAsserted(() -> operator.get(path).then().body("state", equalTo("ACTIVE")));
    }

    /** Adds the tenants, and waits until each has a batch of writes in progress. */
    private static String writing(PointsCustomer... customers) throws SQLException {
        stack.greenhouse().faults().on(Match.patch("/v3")).always().answer(new Delay(A_WRITE));
        for (PointsCustomer customer : customers) {
            customer.appear(stack, stack.operator(first), Map.of());
        }
        // one after the other at once: the first must not be finished when the last has begun
        for (PointsCustomer customer : customers) {
            stack.operator(first).giveModel(customer.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        }
        for (PointsCustomer customer : customers) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> writes(customer).count() >= 6);
        }
        return within(30).until(() -> stack.pickedBy(customers[0].name()), Objects::nonNull);
    }

    private static Operator whoDoesNotWrite(String replica) {
        assertThat(replica).matches("(first|second)-.*");
        return stack.operator(replica.startsWith("first") ? second : first);
    }

    /** Neither a read nor a write; counted with this clock, because the simulator has its own. */
    private static void assertNothingAfter(Instant told, PointsCustomer... customers) {
        awaitTime(told.plus(STOPS_WITHIN));
        Map<String, Integer> then = calls(customers);
        awaitTime(told.plus(STOPS_WITHIN).plus(SILENCE));
        assertThat(calls(customers)).isEqualTo(then);
        for (PointsCustomer customer : customers) {
            assertThat(customer.right()).as(customer.name()).isLessThan(customer.applications());
        }
    }

    /** The remaining writes are not worth waiting for. */
    private static void hasten() {
        stack.greenhouse().faults().clear();
    }

    private static void awaitTime(Instant time) {
        within(15)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !Instant.now().isBefore(time));
    }

    private static Map<String, Integer> calls(PointsCustomer... customers) {
        return Stream.of(customers)
                .collect(Collectors.toMap(
                        PointsCustomer::name,
                        customer ->
                                stack.greenhouse().calls().of(customer.name()).size()));
    }

    private static void assertWrittenOnce(PointsCustomer customer) {
        assertThat(customer.faults()).isEmpty();
        assertThat(writes(customer).count()).isEqualTo(customer.applications());
    }

    private static PointsCustomer customer(String name) {
        return PointsCustomer.named(name).with(APPLICATIONS);
    }

    private static Writes writes(PointsCustomer customer) {
        return Writes.into(stack.greenhouse(), customer.name());
    }
}
