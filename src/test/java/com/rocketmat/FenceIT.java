package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Gate;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A stalled replica looks dead; when it resumes, in the middle of a batch, another replica has taken its tenant over. */
@ResourceLock(SharedStack.PAIR)
// shares the pair with another class, so one of them waits
@Order(2)
class FenceIT {

    private static final int APPLICATIONS = 80;
    /** Calls that a batch has in flight. */
    private static final int AT_ONCE = 4;
    /** Further calls may begin after some that took long. */
    private static final int MOST = 16;

    private static final int WRITTEN_BEFORE = 10;
    /** How long a slice may rely on its last check of the lease. */
    private static final Duration PERMITTED = Duration.ofSeconds(1);

    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("fenced").with(APPLICATIONS);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;

    @BeforeAll
    static void start() {
        shared = SharedStack.pair(List.of(CUSTOMER.organisation()));
        stack = shared.stack();
    }

    @Test
    void aReplicaThatResumesAfterATakeOverWritesNothingMore() {
        try (Gate gate = new Gate()) {
            stack.greenhouse()
                    .faults()
                    .on(Match.patch("/v3").organisation(CUSTOMER.name()))
                    .after(WRITTEN_BEFORE)
                    .times(MOST)
                    .happens(gate);
            CUSTOMER.join(stack, shared.operator(), Map.of());
            // all its calls must have left the replica before it stalls
            within(30).until(() -> gate.waiting() >= AT_ONCE && recorded() == WRITTEN_BEFORE);
            boolean first = stack.pickedBy(CUSTOMER.name()).startsWith("first-");
            ApplicationProcess stalled = first ? shared.application() : shared.second();
            stalled.standStill();
            gate.open();
            // they arrive
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> gate.waiting() == 0
                            && stack.greenhouse().calls().underWay().isEmpty());

            stack.letHeartbeatsAge(first ? "first" : "second");
            await("take-over")
                    .pollDelay(PERMITTED)
                    .atMost(Duration.ofSeconds(60))
                    .until(CUSTOMER::allRight);
            within(30).until(() -> recorded() == APPLICATIONS);
            long written = patches();
            int before = log(stalled).length();
            stalled.wakeUp();

            await("notices that it lost the tenant")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> log(stalled).substring(before).contains("Lost the lease to another replica"));
            assertThat(patches()).as("writes of the resumed replica").isEqualTo(written);
            assertThat(Writes.into(stack.greenhouse(), CUSTOMER.name()).values(PointsCustomer.SCORE_FIELD))
                    .hasSize(APPLICATIONS)
                    .allSatisfy((_, values) -> assertThat(values).hasSize(1));
            assertThat(CUSTOMER.faults()).isEmpty();
            await("works normally afterwards").atMost(Duration.ofSeconds(30)).until(stalled::isReady);
        }
    }

    private static long patches() {
        return Writes.into(stack.greenhouse(), CUSTOMER.name()).count();
    }

    /** Scores recorded as written; an open transaction would block the other replica. */
    private static long recorded() {
        return stack.database()
                .count("SELECT count(*) FROM score WHERE state = 'WRITTEN' AND tenant_id = '%s'"
                        .formatted(CUSTOMER.name()));
    }

    private static ConditionFactory within(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(50));
    }

    private static String log(ApplicationProcess application) {
        try {
            return Files.readString(application.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
