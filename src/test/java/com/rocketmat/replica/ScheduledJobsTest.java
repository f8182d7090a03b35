package com.rocketmat.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.StandIn;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduledJobsTest {

    @Test
    void noJobStartsAfterTheShutdown() {
        assertThat(callsAtShutdown(true)).containsExactly("pause");
    }

    @Test
    void aSchedulerThatNeverStartedIsLeftAlone() {
        assertThat(callsAtShutdown(false)).isEmpty();
    }

    private static List<String> callsAtShutdown(boolean started) {
        List<String> calls = new ArrayList<>();
        Scheduler scheduler = StandIn.of(Scheduler.class, (_, method, _) -> {
            if (method.getName().equals("isStarted")) {
                return started;
            }
            calls.add(method.getName());
            return null;
        });
        new ScheduledJobs(scheduler).on(new ShutdownEvent());
        return calls;
    }
}
