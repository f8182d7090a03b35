package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.ApartCustomer;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which tenant runs first, as decided by slices: shown by the scheduler's own priority. */
@QuarkusTest
@Tag("nightly")
class TurnsQuarkusTest {

    private static final int DUE = 50;
    private static final int BACKLOG = 10;
    /** Two rate windows of writes. */
    private static final int APPLICATIONS = 30;

    private static final int LIMIT = 24;

    /** Shorter than Greenhouse's: the test sees several of them. */
    private static final Duration WINDOW = Duration.ofSeconds(10);

    GreenhouseSimulator greenhouse;
    SandboxVault vault;
    SandboxDatabase database;

    @TestHTTPResource
    URI service;

    @AfterEach
    void restoreTheWindow() {
        greenhouse.switches().rates.v3Window = Duration.ofSeconds(30);
    }

    @Test
    void aTenantYieldsForAsLongAsItHasABacklog() {
        greenhouse.switches().rates.v3Window = WINDOW;
        Operator operator = new Operator(service, Surroundings.OPERATOR);
        ApartCustomer customer = new ApartCustomer(greenhouse.organisation("turns"), 71);
        customer.organisation().rateLimit(LIMIT);
        WrittenSecret.put(vault, "turns", customer.secret("6h"));
        await().until(() -> operator.tenant("turns").statusCode() == 200);
        await("its first slice, which has nothing to do without a model")
                .until(() -> task("count(*) FILTER (WHERE execution_time > now())") == 1);
        assertThat(priority()).isEqualTo(DUE);

        IntStream.rangeClosed(1, APPLICATIONS).forEach(customer::apply);
        operator.giveModel("turns", Graph.plus(customer.adds()).toBytes(), PointsCustomer.MANIFEST);
        await("the end of a window").atMost(Duration.ofMinutes(1)).until(() -> priority() == BACKLOG);
        assertThat(customer.allScored()).isFalse();

        await("the end of the backlog").atMost(Duration.ofMinutes(2)).until(customer::allScored);
        await().until(() -> priority() == DUE);
    }

    private long priority() {
        return task("priority");
    }

    private long task(String what) {
        return database.count("SELECT %s FROM scheduled_tasks WHERE task_instance = 'turns'".formatted(what));
    }
}
