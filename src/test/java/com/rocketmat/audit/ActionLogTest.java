package com.rocketmat.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ActionLogTest {

    @Test
    @Timeout(20)
    void anEntryThatTheDatabaseDoesNotTakeDoesNotKeepTheProcessFromEnding() throws InterruptedException {
        ActionLog log = new ActionLog(null, null, null);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        log.threads.execute(() -> await(never));
        log.threads.execute(last::countDown);

        log.end();

        assertThat(last.getCount()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
