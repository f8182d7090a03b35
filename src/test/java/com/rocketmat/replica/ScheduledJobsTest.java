package com.rocketmat.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduledJobsTest {

    @ParameterizedTest
    @CsvSource({"true, pause", "false,"})
    void noJobStartsAfterTheShutdownUnlessNoneEverDid(boolean started, String expected) {
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

        assertThat(calls).isEqualTo(expected == null ? List.of() : List.of(expected));
    }
}
