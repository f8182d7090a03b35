package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * PostgreSQL fails in several ways while scores are written. The outcome is checked at the end, because a tenant whose slice was
 * interrupted may pause for up to a minute.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseTroubleIT {

    private static final int APPLICATIONS = 120;
    private static final int IN_FLIGHT = 4;
    private static final Duration PATCH = Duration.ofMillis(250);
    private static final int WRITES_A_SECOND = IN_FLIGHT * 4;
    /** Longer than all writes would take. */
    private static final Duration READ_ONLY = Duration.ofSeconds(12);

    private static final PointsCustomer FAILED_OVER = customer("failed-over");
    private static final PointsCustomer RESTARTED = customer("restarted");
    private static final PointsCustomer COLLIDING = customer("colliding");
    private static final List<PointsCustomer> CUSTOMERS = List.of(FAILED_OVER, RESTARTED, COLLIDING);

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(
                Path.of("target"),
                CUSTOMERS.stream().map(PointsCustomer::organisation).toList());
        stack.greenhouse().faults().on(Match.patch("/v3")).always().answer(new Delay(PATCH));
        application = stack.startApplication(Map.of());
        operator = stack.operator(application);
    }

    /** Sessions stay open, as on a demoted primary. */
    @Test
    @Order(1)
    void nothingIsWrittenWhileTheDatabaseIsReadOnly() {
        inTheMiddleOf(FAILED_OVER);
        stack.database().administer("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");
        try {
            eventually(10)
                    .untilAsserted(() -> application
                            .health("ready")
                            .statusCode(503)
                            .body("checks.find { it.name == 'database' }.data.state", equalTo("read-only")));
            assertUnavailable(operator.post("/api/tenants/" + FAILED_OVER.name() + "/pause"));
            int written = writes(FAILED_OVER);
            await().during(READ_ONLY).atMost(READ_ONLY.plusSeconds(10)).untilAsserted(() -> {
                application.health("live").statusCode(200);
                operator.tenant(FAILED_OVER.name()).then().statusCode(200);
                assertThat(writes(FAILED_OVER))
                        .as("it may take a second to notice")
                        .isLessThanOrEqualTo(written + WRITES_A_SECOND + IN_FLIGHT);
            });
            assertThat(FAILED_OVER.right()).isLessThan(APPLICATIONS);
        } finally {
            stack.database().administer("ALTER SYSTEM RESET default_transaction_read_only", "SELECT pg_reload_conf()");
        }
        awaitReady();
    }

    @Test
    @Order(2)
    void theServiceSurvivesARestartOfTheDatabase() {
        inTheMiddleOf(RESTARTED);
        stack.database().stop();
        eventually(15).untilAsserted(() -> application.health("ready").statusCode(503));
        application.health("live").statusCode(200);
        assertUnavailable(operator.tenant(RESTARTED.name()));
        assertThat(RESTARTED.right()).isLessThan(APPLICATIONS);
        stack.database().restart();
        awaitReady();
    }

    @Test
    @Order(3)
    void theServiceSurvivesDeadlocksAndSerializationFailures() {
        stack.database().administer("CREATE SEQUENCE injected");
        onEachUpdateOfAScore("""
                CASE nextval('injected')
                    WHEN 9 THEN RAISE EXCEPTION 'could not serialize access' USING ERRCODE = 'serialization_failure';
                    WHEN 20 THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = 'deadlock_detected';
                    ELSE NULL;
                END CASE""");
        inTheMiddleOf(COLLIDING);
        eventually(45).until(() -> stack.database().count("SELECT last_value FROM injected") > 20);
        stack.database().administer("DROP TRIGGER trouble ON score");
        application.health("ready").statusCode(200);
    }

    @Test
    @Order(4)
    void afterwardsEveryScoreIsWrittenOnceAndTheLogHasNoCandidateData() throws IOException {
        assertThat(application.isAlive()).isTrue();
        stack.greenhouse().faults().clear();
        eventually(120).until(() -> CUSTOMERS.stream().allMatch(PointsCustomer::allRight));
        for (PointsCustomer customer : CUSTOMERS) {
            assertThat(customer.faults()).isEmpty();
            assertThat(Writes.into(stack.greenhouse(), customer.name()).values(PointsCustomer.SCORE_FIELD))
                    .as("repeated writes have the same value")
                    .hasSize(APPLICATIONS)
                    .allSatisfy((_, values) -> assertThat(values).hasSize(1));
            eventually(60).untilAsserted(() -> {
                List<String> states = operator.get("/api/tenants/" + customer.name() + "/scores?limit=500")
                        .path("items.state");
                assertThat(states).hasSize(APPLICATIONS);
                assertThat(Set.copyOf(states)).containsExactly("WRITTEN");
                operator.tenant(customer.name()).then().statusCode(200).body("state", equalTo("ACTIVE"));
            });
        }
        application.health("ready").statusCode(200);
        assertThat(Files.readString(application.log()))
                .as("errors are reported, without the rows")
                .contains("could not serialize access", "deadlock detected")
                .doesNotContain("application.custom[points]")
                // noise of libraries
                .doesNotContain("ARJUNA016045", "HHH000247")
                .doesNotContainPattern(
                        "\"org.hibernate.orm.jdbc.error\",\"level\":\"\\w+\",\"message\":\"This connection")
                .doesNotContain(CUSTOMERS.stream()
                        .flatMap(customer -> customer.ids().stream())
                        .map(String::valueOf)
                        .toList());
    }

    private static PointsCustomer customer(String name) {
        return PointsCustomer.named(name).with(APPLICATIONS);
    }

    private static void inTheMiddleOf(PointsCustomer customer) {
        customer.join(stack, operator, Map.of());
        eventually(60).pollInterval(Duration.ofMillis(20)).until(() -> writes(customer) >= 5);
    }

    private static void onEachUpdateOfAScore(String statement) {
        stack.database()
                .administer(
                        "CREATE OR REPLACE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                                + " $$ BEGIN " + statement + "; RETURN NEW; END $$",
                        "CREATE TRIGGER trouble BEFORE UPDATE ON score FOR EACH ROW EXECUTE FUNCTION trouble()");
    }

    private static int writes(PointsCustomer customer) {
        return Writes.into(stack.greenhouse(), customer.name()).count();
    }

    private static void assertUnavailable(Response answer) {
        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "10")
                .body("type", equalTo("/problems/database-away"));
    }

    private static void awaitReady() {
        eventually(60).untilAsserted(() -> application.health("ready").statusCode(200));
    }
}
