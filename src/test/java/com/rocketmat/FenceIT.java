package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.Writes;
import com.rocketmat.sandbox.greenhouse.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.Match;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A replica that stands still looks dead, and is not: it wakes up in the middle of a batch that is another's by then. */
@Execution(ExecutionMode.CONCURRENT)
class FenceIT {

    private static final int APPLICATIONS = 80;
    /** So many calls a batch has in flight. */
    private static final int AT_ONCE = 4;

    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("fenced").with(APPLICATIONS);
    private static SandboxStack stack;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(Path.of("target"), List.of(CUSTOMER.organisation()));
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void aReplicaThatWakesUpAfterItsTenantWasTakenOverWritesNothingMore() throws SQLException {
        patchesTake(Duration.ofMillis(400));
        try (ApplicationProcess one = stack.startApplication(Map.of("POD_NAME", "one"));
                ApplicationProcess other = stack.startApplication(Map.of("POD_NAME", "other"))) {
            CUSTOMER.join(stack, stack.operator(one), Map.of());
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> patches() >= 10 && arrived() == AT_ONCE);
            ApplicationProcess asleep = stack.pickedBy(CUSTOMER.name()).startsWith("one-") ? one : other;
            ApplicationProcess awake = asleep == one ? other : one;
            asleep.standStill();
            stack.greenhouse().faults().clear();
            assertThat(CUSTOMER.right()).isLessThan(APPLICATIONS);

            stack.letHeartbeatsAge();
            await("take-over").atMost(Duration.ofSeconds(60)).until(CUSTOMER::allRight);
            long written = patches();
            asleep.wakeUp();

            await("it sees that it lost the tenant")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> log(asleep).contains("another replica has taken the tenant"));
            assertThat(patches()).as("writes of the one that woke up").isEqualTo(written);
            assertThat(Writes.into(stack.greenhouse(), CUSTOMER.name()).values(PointsCustomer.SCORE_FIELD))
                    .hasSize(APPLICATIONS)
                    .allSatisfy((_, values) -> assertThat(values).hasSize(1));
            assertThat(CUSTOMER.faults()).isEmpty();
            await("every score is known to be written")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> stack.operator(awake)
                            .get("/api/tenants/" + CUSTOMER.name() + "/scores?status=PENDING")
                            .path("items")
                            .equals(List.of()));
            assertThat(asleep.isReady()).as("it is as good as any from then on").isTrue();
        }
    }

    private static void patchesTake(Duration time) {
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3").organisation(CUSTOMER.name()))
                .always()
                .answer(new Delay(time));
    }

    private static long patches() {
        return Writes.into(stack.greenhouse(), CUSTOMER.name()).count();
    }

    /** A call that has not left the replica when it is stopped would leave it when it wakes up, and nothing could hold it back. */
    private static long arrived() {
        return stack.greenhouse().calls().underWay().stream()
                .filter(call -> call.method().equals("PATCH"))
                .count();
    }

    private static String log(ApplicationProcess application) {
        try {
            return Files.readString(application.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
