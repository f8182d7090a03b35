package com.rocketmat;

import static com.rocketmat.sandbox.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.Writes;
import com.rocketmat.sandbox.greenhouse.Fault.Delay;
import com.rocketmat.sandbox.greenhouse.Match;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Nothing is left of a customer who has gone. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("PurgeIT")
class PurgeIT {

    private static final PointsCustomer LEAVER = PointsCustomer.named("leaver").with(3);
    private static final PointsCustomer STAYER = PointsCustomer.named("stayer").with(3);
    private static final PointsCustomer BUSY = PointsCustomer.named("busy").with(150);

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(
                Path.of("target"), List.of(LEAVER.organisation(), STAYER.organisation(), BUSY.organisation()));
        application = stack.startApplication(Map.of());
        operator = stack.operator(application);
    }

    @Test
    @Tag("nightly")
    void aTenantIsPurgedOnceItsSecretIsGoneAndItsModelIsClosedWhenItStops() {
        LEAVER.join(stack, operator, Map.of());
        within(40).until(LEAVER::allRight);
        double withIts = cachedModelBytes();
        assertThat(withIts).isPositive();
        operator.delete(path(LEAVER)).then().statusCode(409).body("title", equalTo("The tenant's secret still exists"));

        stack.vault().delete("rocketmat/tenants/" + LEAVER.name());
        within(30).untilAsserted(() -> operator.get(path(LEAVER)).then().body("state", equalTo("STOPPED")));
        within(30).until(() -> cachedModelBytes() < withIts);
        within(30).until(() -> operator.delete(path(LEAVER)).statusCode() == 204);

        operator.get(path(LEAVER)).then().statusCode(404);
        operator.get(path(LEAVER) + "/scores").then().statusCode(404);
        operator.get("/api/tenants").then().body("items.findAll { it.id == 'leaver' }", hasSize(0));
        operator.delete(path(LEAVER)).then().statusCode(404);
        assertThat(LEAVER.allRight()).as("its data in Greenhouse stays").isTrue();
    }

    @Test
    @Tag("nightly")
    void aTenantWhoseSecretIsThereComesBackAsANewOne() {
        STAYER.join(stack, operator, Map.of());
        within(40).until(STAYER::allRight);
        within(60).until(() -> operator.delete(path(STAYER) + "?force=true").statusCode() == 204);

        within(30)
                .untilAsserted(() -> operator.get(path(STAYER))
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("ACTIVE"))
                        .body("reason", equalTo("no active model")));
        operator.get(path(STAYER) + "/scores").then().body("items", hasSize(0));
        operator.get(path(STAYER) + "/models").then().body("items", hasSize(0));
        STAYER.apply(9.5);
        STAYER.join(stack, operator, Map.of());
        within(40).until(STAYER::allRight);
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

        operator.delete(path(BUSY) + "?force=true")
                .then()
                .statusCode(409)
                .body("title", equalTo("A slice is running"))
                .body("remedy", containsString("again"));

        operator.post(path(BUSY) + "/pause").then().statusCode(200);
        within(30).until(() -> operator.delete(path(BUSY) + "?force=true").statusCode() == 204);
        int writes = Writes.into(stack.greenhouse(), BUSY.name()).count();
        within(30).untilAsserted(() -> operator.get(path(BUSY)).then().body("reason", equalTo("no active model")));
        assertThat(Writes.into(stack.greenhouse(), BUSY.name()).count()).isEqualTo(writes);
    }

    private static double cachedModelBytes() {
        return application.metric("rocketmat_model_cache_bytes");
    }

    private static String path(PointsCustomer customer) {
        return "/api/tenants/" + customer.name();
    }
}
