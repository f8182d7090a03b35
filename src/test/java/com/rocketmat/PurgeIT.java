package com.rocketmat;

import static com.rocketmat.sandbox.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SharedStack;
import com.rocketmat.sandbox.Writes;
import com.rocketmat.sandbox.greenhouse.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.Match;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nothing is left of a customer who has gone. */
@Execution(ExecutionMode.CONCURRENT)
class PurgeIT {

    private static final PointsCustomer BUSY = PointsCustomer.named("busy").with(150);
    private static final String PATH = "/api/tenants/" + BUSY.name();

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(BUSY.organisation()));
        stack = shared.stack();
        operator = shared.operator();
    }

    @Test
    @Tag("failure-tenant-deleted")
    void whileItsSliceIsUnderWayItIsNotPurged() {
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3").organisation(BUSY.name()))
                .always()
                .answer(new Delay(Duration.ofMillis(300)));
        BUSY.join(stack, operator, Map.of());
        within(60).until(() -> Writes.into(stack.greenhouse(), BUSY.name()).count() >= 5);

        operator.delete(PATH + "?force=true")
                .then()
                .statusCode(409)
                .body("title", equalTo("A slice is running"))
                .body("remedy", containsString("again"));

        operator.post(PATH + "/pause").then().statusCode(200);
        within(30).until(() -> operator.delete(PATH + "?force=true").statusCode() == 204);
        int writes = Writes.into(stack.greenhouse(), BUSY.name()).count();
        within(30).untilAsserted(() -> operator.get(PATH).then().body("reason", equalTo("no active model")));
        assertThat(Writes.into(stack.greenhouse(), BUSY.name()).count()).isEqualTo(writes);
    }
}
