package com.rocketmat.sandbox.process;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what other processes do. */
public final class Within {

    private Within() {}

    public static ConditionFactory within(int seconds) {
        return await().atMost(Duration.ofSeconds(seconds));
    }

    /** Where asking may fail meanwhile, since something is down. */
    public static ConditionFactory eventually(int seconds) {
        return within(seconds).ignoreExceptions();
    }
}
