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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody asks for a run right after a change in Greenhouse, whose clock is known to a second at best. */
@Execution(ExecutionMode.CONCURRENT)
class RunOnDemandIT {

    @Test
    void aRunFindsWhatWasChangedTheMomentBefore() {
        PointsCustomer customer = PointsCustomer.named("hasty").with(2);
        try (SandboxStack stack = SandboxStack.start(Path.of("target"), List.of(customer.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of())) {
            stack.greenhouse().switches().clockSkew(Duration.ofSeconds(-3));
            Operator operator = stack.operator(application);
            customer.join(stack, operator, Map.of("schedule", "1h"));
            String runs = "/api/tenants/" + customer.name() + "/runs";
            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                List<String> ends = operator.get(runs).path("items.endedAt");
                assertThat(ends).isNotEmpty().doesNotContainNull();
            });
            customer.apply(5.5);
            operator.post(runs).then().statusCode(202);
            await().atMost(Duration.ofSeconds(12)).until(customer::allRight);
        }
    }
}
