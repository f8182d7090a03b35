package com.rocketmat.audit;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ActionLogTest {

    @Test
    @Timeout(20)
    void anEntryThatTheDatabaseDoesNotTakeDoesNotKeepTheProcessFromEnding() throws InterruptedException {
        ActionLog log = new ActionLog(null, null, null, null, null);
        CountDownLatch never = new CountDownLatch(1);
        log.own.execute(() -> await(never));

        log.end();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
