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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A stalled replica looks dead without being dead: it wakes up in the middle of a batch that belongs to another replica by then.
 */
@ResourceLock(SharedStack.PAIR)
// it waits for the other class with the pair, or that one for it
@Order(2)
class FenceIT {

    private static final int APPLICATIONS = 80;
    /** Number of calls that a batch has in flight. */
    private static final int AT_ONCE = 4;
    /** With those that took long, after which another may begin. */
    private static final int MOST = 16;

    private static final int WRITTEN_BEFORE = 10;
    /** How long a slice may rely on its last check; a takeover takes a minute unless the replica is made to look dead. */
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

    /** Or the next test of the pair would find one that stands still. */
    @AfterEach
    void wakeUp() {
        shared.application().wakeUp();
        shared.second().wakeUp();
    }

    @Test
    void aReplicaThatWakesUpAfterItsTenantWasTakenOverWritesNothingMore() {
        try (Gate gate = new Gate()) {
            stack.greenhouse()
                    .faults()
                    .on(Match.patch("/v3").organisation(CUSTOMER.name()))
                    .after(WRITTEN_BEFORE)
                    .times(MOST)
                    .happens(gate);
            CUSTOMER.join(stack, shared.operator(), Map.of());
            // nothing could hold back a call that leaves the replica only when it wakes up
            within(30).until(() -> gate.waiting() >= AT_ONCE && settled() == WRITTEN_BEFORE);
            ApplicationProcess asleep =
                    stack.pickedBy(CUSTOMER.name()).startsWith("first-") ? shared.application() : shared.second();
            asleep.standStill();
            gate.open();
            // calls that had left it arrive
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> gate.waiting() == 0
                            && stack.greenhouse().calls().underWay().isEmpty());

            stack.letHeartbeatsAge();
            await("take-over")
                    .pollDelay(PERMITTED)
                    .atMost(Duration.ofSeconds(60))
                    .until(CUSTOMER::allRight);
            within(30).until(() -> settled() == APPLICATIONS);
            long written = patches();
            int before = log(asleep).length();
            asleep.wakeUp();

            await("it notices that it lost the tenant")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> log(asleep).substring(before).contains("Lost the lease to another replica"));
            assertThat(patches()).as("writes of the replica that woke up").isEqualTo(written);
            assertThat(Writes.into(stack.greenhouse(), CUSTOMER.name()).values(PointsCustomer.SCORE_FIELD))
                    .hasSize(APPLICATIONS)
                    .allSatisfy((_, values) -> assertThat(values).hasSize(1));
            assertThat(CUSTOMER.faults()).isEmpty();
            await("it works normally from then on")
                    .atMost(Duration.ofSeconds(30))
                    .until(asleep::isReady);
        }
    }

    private static long patches() {
        return Writes.into(stack.greenhouse(), CUSTOMER.name()).count();
    }

    /** The scores recorded as written: none is in a transaction then, which would block the other replica. */
    private static long settled() {
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
