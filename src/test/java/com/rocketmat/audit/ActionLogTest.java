package com.rocketmat.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.IOThreadDetector;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ActionLogTest {

    private final ActionLog log = new ActionLog(null, null, null, Clock.systemUTC());
    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    @Timeout(20)
    void anEntryThatTheDatabaseDoesNotTakeDoesNotKeepTheProcessFromEnding() throws InterruptedException {
        CountDownLatch last = new CountDownLatch(1);
        log.refusals.execute(() -> await(never));
        log.actions.execute(last::countDown);

        log.end();

        assertThat(last.getCount()).isZero();
    }

    /** Callers who are refused do not wait for their entries, which could fill the memory while the database is away. */
    @Test
    @Timeout(20)
    void anEntryThatFindsTooManyWaitingGoesToTheServicesLog() {
        try (LogTap tap = new LogTap(AuditLog.class)) {
            BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[] {() -> true});
            for (int waiting = 0; waiting <= ActionLog.MAX_WAITING; waiting++) {
                log.refusals.execute(() -> await(never));
            }

            log.record(
                    Optional.of(new TenantId("acme")),
                    Optional.empty(),
                    new AuditLog.Line(
                            Instant.EPOCH, "ana", "POST /api/resume", AuditPhase.REFUSED, "a-reference", Map.of()));

            assertThat(tap.text()).contains("POST /api/resume by ana for tenant acme");
        } finally {
            BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[0]);
            never.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
