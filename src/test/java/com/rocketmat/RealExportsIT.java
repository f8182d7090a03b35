package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.CasesCustomer;
import com.rocketmat.sandbox.customer.RealExports;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Models that data scientists exported, from upload to run: Greenhouse shows the scores of the training library. */
@Execution(ExecutionMode.CONCURRENT)
class RealExportsIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    /** Plain tests score all of them; here each ninth, and all in the nightly build. */
    private static final int EACH = Integer.getInteger("rocketmat.exports.each", 9);

    private static final List<CasesCustomer> CUSTOMERS = IntStream.range(0, RealExports.NAMES.size())
            .filter(number -> number % EACH == 0)
            .mapToObj(RealExports.NAMES::get)
            .map(CasesCustomer::of)
            .toList();

    private static final Map<String, Response> UPLOADS = new HashMap<>();

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;
    private static Instant deadline;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(
                CUSTOMERS.stream().map(CasesCustomer::organisation).toList());
        stack = shared.stack();
        CUSTOMERS.forEach(customer -> customer.appear(stack));
        operator = shared.operator();
        for (CasesCustomer customer : CUSTOMERS) {
            await().atMost(SOON).until(() -> operator.tenant(customer.name()).statusCode() == 200);
            Response upload = operator.upload(customer.name(), customer.model(), customer.manifest());
            UPLOADS.put(customer.name(), upload);
            if (upload.statusCode() == 201) {
                operator.post("/api/tenants/%s/models/%s/activate".formatted(customer.name(), upload.path("version")))
                        .then()
                        .statusCode(200);
            }
        }
        deadline = Instant.now().plus(SOON);
    }

    @ParameterizedTest
    @FieldSource("CUSTOMERS")
    void theFieldHoldsTheScoreOfTheLibrary(CasesCustomer customer) {
        assertThat(UPLOADS.get(customer.name()).statusCode())
                .as(UPLOADS.get(customer.name()).asString())
                .isEqualTo(201);
        try {
            await().atMost(left()).until(customer::allRight);
        } catch (ConditionTimeoutException e) {
            assertThat(customer.faults())
                    .as(operator.tenant(customer.name()).asString())
                    .isEmpty();
        }
        assertThat(customer.faults()).isEmpty();
        List<List<Object>> reasons =
                operator.get("/api/tenants/" + customer.name() + "/scores").path("items.reasons");
        assertThat(reasons)
                .hasSize(customer.applications())
                .filteredOn(each -> !each.isEmpty())
                .hasSizeGreaterThan(customer.applications() / 2);
    }

    /** All run at once and share a time limit. */
    private static Duration left() {
        Duration left = Duration.between(Instant.now(), deadline);
        return left.isPositive() ? left : Duration.ofMillis(200);
    }
}
