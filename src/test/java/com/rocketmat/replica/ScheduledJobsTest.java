package com.rocketmat.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import java.lang.reflect.Proxy;
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
        Scheduler scheduler = (Scheduler) Proxy.newProxyInstance(
                Scheduler.class.getClassLoader(), new Class<?>[] {Scheduler.class}, (_, method, _) -> {
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
