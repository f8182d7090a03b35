package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.UncheckedModel;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Gate;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.RollingLoad;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A stopping replica is unready at once, finishes its work, and exits within 20 s. */
@Execution(ExecutionMode.CONCURRENT)
// as a rule after the others with the pair, one of which it ends
@Order(3)
class DrainIT {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
    private static final int PAGE = 500;
    /** The side of matrices whose product takes minutes. */
    private static final int MINUTES = 4_500;
    /** Seconds. */
    private static final int LONG_FOR_THREE_ROWS = 5;

    @Test
    @ResourceLock(SharedStack.PAIR)
    @Tag("failure-sigterm-mid-page")
    void aStoppingReplicaFinishesItsPageAndHandsOverATenantThatIsStuckInACall() throws IOException {
        PointsCustomer reading = PointsCustomer.named("reading").with(PAGE);
        PointsCustomer stuck = PointsCustomer.named("stuck").with(3);
        try (SharedStack shared = SharedStack.pair(List.of(reading.organisation(), stuck.organisation()));
                Gate page = new Gate();
                Gate everything = new Gate()) {
            SandboxStack stack = shared.stack();
            ApplicationProcess one = shared.application();
            ApplicationProcess other = shared.second();
            // so that one replica gets both tenants
            other.standStill();
            Faults faults = stack.greenhouse().faults();
            faults.on(Match.get("/v3/applications").organisation(reading.name()))
                    .always()
                    .happens(page);
            faults.on(Match.get("/v3").organisation(stuck.name())).always().happens(everything);
            Operator operator = stack.operator(one);
            reading.join(stack, operator, Map.of());
            stuck.join(stack, operator, Map.of());
            within(90)
                    .until(() -> page.waiting() > 0
                            && everything.waiting() > 0
                            && String.valueOf(stack.pickedBy(reading.name())).startsWith("first-")
                            && String.valueOf(stack.pickedBy(stuck.name())).startsWith("first-"));
            other.wakeUp();

            assertEndsInTime(one, page::open);

            assertThat(stack.database().count("select count(*) from score where tenant_id = 'reading'"))
                    .as("of the page")
                    .isPositive();
            // missed heartbeats would take 40 s
            within(25).until(() -> String.valueOf(stack.pickedBy(stuck.name())).startsWith("second-"));
            everything.open();
            within(180).until(() -> reading.allRight() && stuck.allRight());
            assertNothingRepeated(stack, reading);
            assertNothingRepeated(stack, stuck);
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    @Tag("nightly")
    @Tag("finding-A12")
    void aStoppingReplicaHandsOverATenantWhoseModelDoesNotEnd() throws IOException, SQLException {
        PointsCustomer stuck = PointsCustomer.named("endless-model").with(3);
        try (SandboxStack stack = SandboxStack.start(Path.of("target"), List.of(stuck.organisation()));
                ApplicationProcess one = stack.startApplication(Map.of("POD_NAME", "one"));
                ApplicationProcess other = stack.startApplication(Map.of("POD_NAME", "other"))) {
            // so that the first replica gets the tenant
            other.standStill();
            Operator operator = stack.operator(one);
            stuck.appear(stack, operator, Map.of("schedule", "5s"));
            // not activated: it would score before the other one takes its place
            operator.upload(stuck.name(), Graph.plus(1).toBytes(), PointsCustomer.MANIFEST)
                    .then()
                    .statusCode(201);
            UncheckedModel.active(
                    stack.database(), stuck.name(), Graph.deaf(MINUTES).toBytes());
            within(60).until(() -> one.metric("rocketmat_oldest_slice_seconds") >= LONG_FOR_THREE_ROWS);
            assertThat(stack.pickedBy(stuck.name())).startsWith("one-");
            other.wakeUp();
            stack.operator(other).giveModel(stuck.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);

            assertEndsInTime(one, () -> {});

            // missed heartbeats would take 40 s
            within(60).until(stuck::allRight);
            assertNothingRepeated(stack, stuck);
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    @Tag("nightly")
    void aRollingRestartUnderLoadCausesNoErrors() throws IOException {
        PointsCustomer busy = PointsCustomer.named("busy").with(1_500);
        PointsCustomer examined = PointsCustomer.named("examined").with(1);
        try (SandboxStack stack = stack(busy, examined);
                RollingLoad load = new RollingLoad(stack, busy.name())) {
            ApplicationProcess first = load.start();
            Operator operator = stack.operator(first);
            takes(stack, Duration.ofMillis(400), Match.patch("/v3").organisation(busy.name()));
            busy.join(stack, operator, Map.of());
            examined.join(stack, operator, Map.of());
            within(60).until(examined::allRight);
            takes(stack, Duration.ofMillis(400), Match.get("/v3").organisation(examined.name()));
            load.begin();

            ApplicationProcess second = load.start();
            load.start();
            CompletableFuture<Response> examination =
                    beside(() -> operator.post("/api/tenants/" + examined.name() + "/doctor"));
            within(20).until(() -> isUnderWay(stack, examined));
            assertEndsInTime(first, () -> {});
            assertThat(examination.join().statusCode())
                    .as("a call that takes longer than load balancers need to notice")
                    .isEqualTo(200);

            load.start();
            // without a running call
            assertEndsInTime(second, () -> {});

            assertThat(load.calls()).as("operators' calls").isGreaterThan(100);
            assertThat(load.errors()).isEmpty();
            assertThat(busy.right()).as("busy all the time").isBetween(1L, busy.applications() - 1L);
            stack.greenhouse().faults().clear();
            within(60).until(busy::allRight);
            assertNothingRepeated(stack, busy);
        }
    }

    private static SandboxStack stack(PointsCustomer one, PointsCustomer other) {
        return SandboxStack.start(Path.of("target"), List.of(one.organisation(), other.organisation()));
    }

    private static void takes(SandboxStack stack, Duration time, Match match) {
        stack.greenhouse().faults().on(match).always().answer(new Fault.Delay(time));
    }

    private static <T> CompletableFuture<T> beside(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
    }

    private static boolean isUnderWay(SandboxStack stack, PointsCustomer customer) {
        return stack.greenhouse().calls().underWay().stream()
                .anyMatch(call -> call.organisation().equals(customer.name()));
    }

    private static void assertEndsInTime(ApplicationProcess application, Runnable meanwhile) throws IOException {
        int before = Files.readString(application.log()).length();
        Instant begun = Instant.now();
        CompletableFuture<Integer> status = beside(application::terminate);
        within(4).until(() -> !application.isReady());
        assertThat(application.isAlive())
                .as("serves calls until load balancers notice that it is not ready")
                .isTrue();
        meanwhile.run();
        assertThat(status.join()).as("exit status").isIn(0, 143);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(ENDS_WITHIN);
        String log = Files.readString(application.log());
        assertThat(log.substring(before))
                .as("no job runs after the beans are closed")
                .doesNotContain("IntervalTrigger");
        assertThat(log).containsOnlyOnce("Tenants loaded; starting slices");
    }

    private static void assertNothingRepeated(SandboxStack stack, PointsCustomer customer) {
        assertThat(customer.faults()).isEmpty();
        assertThat(Writes.into(stack.greenhouse(), customer.name()).count()).isEqualTo(customer.applications());
    }

    private static ConditionFactory within(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(100));
    }
}
