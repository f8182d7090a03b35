package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs on request. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("nightly")
class RunOnDemandIT {

    private static final int CALLERS = 12;
    private static final PointsCustomer HASTY = PointsCustomer.named("hasty").with(2);
    private static final PointsCustomer WANTED = PointsCustomer.named("wanted").with(2);

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(Path.of("target"), List.of(HASTY.organisation(), WANTED.organisation()));
        // Greenhouse's clock is known to a second at best
        stack.greenhouse().switches().clockSkew = Duration.ofSeconds(-3);
        application = stack.startApplication(Map.of());
        operator = stack.operator(application);
    }

    @Test
    void aRunFindsWhatWasChangedTheMomentBefore() {
        HASTY.join(stack, operator, Map.of("schedule", "1h"));
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<String> ends = operator.get(runs(HASTY)).path("items.endedAt");
            assertThat(ends).isNotEmpty().doesNotContainNull();
        });
        HASTY.apply(5.5);
        operator.post(runs(HASTY)).then().statusCode(202);
        await().atMost(Duration.ofSeconds(60)).until(HASTY::allRight);
    }

    @Test
    void manyMayAskAtOnceBeforeTheFirstRun() {
        WANTED.appear(stack, operator, Map.of("schedule", "1h"));
        for (int round = 0; round < 5; round++) {
            forgetThePosition(WANTED);
            try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
                List<Integer> answers = Stream.generate(() ->
                                callers.submit(() -> operator.post(runs(WANTED)).statusCode()))
                        .limit(CALLERS)
                        .toList()
                        .stream()
                        .map(RunOnDemandIT::get)
                        .toList();
                assertThat(answers).containsOnly(202);
            }
        }
    }

    private static <T> T get(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void forgetThePosition(PointsCustomer customer) {
        stack.database().execute("delete from sync_position where tenant_id = '%s'".formatted(customer.name()));
    }

    private static String runs(PointsCustomer customer) {
        return "/api/tenants/" + customer.name() + "/runs";
    }
}
