package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SharedStack;
import com.rocketmat.sandbox.Writes;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Common mistakes in Greenhouse and with models: each is reported with its remedy, and cleared once it is corrected. */
@Execution(ExecutionMode.CONCURRENT)
class BadInputIT {

    private static final PointsCustomer NO_SCOPE =
            PointsCustomer.named("no-scope").with(2);
    private static final PointsCustomer NO_FIELD =
            PointsCustomer.named("no-field").with(2);
    private static final PointsCustomer NO_MODEL =
            PointsCustomer.named("no-model").with(2);
    private static final PointsCustomer UNSCORABLE =
            PointsCustomer.named("unscorable").with(4);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static ApplicationProcess application;
    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(Stream.of(NO_SCOPE, NO_FIELD, NO_MODEL, UNSCORABLE)
                .map(PointsCustomer::organisation)
                .toList());
        stack = shared.stack();
        application = shared.application();
        operator = shared.operator();
    }

    @Test
    @Tag("failure-403-scope-lost")
    void aScopeThatIsMissingIsNamedAndTheRunGoesOnOnceItIsTicked() {
        NO_SCOPE.organisation()
                .scopes(Set.of(
                        "harvest:applications:list",
                        "harvest:candidates:list",
                        "harvest:jobs:list",
                        "harvest:custom_fields:list"));
        NO_SCOPE.join(stack, operator, Map.of());
        soon().untilAsserted(() -> blocked(NO_SCOPE)
                .body("reason", containsString("harvest:applications:update"))
                .body("remedy", containsString("scope"))
                .body("backlog", equalTo(2)));
        assertThat(Writes.into(stack.greenhouse(), NO_SCOPE.name()).count())
                .as("the other one might not have been forbidden")
                .isEqualTo(2);
        NO_SCOPE.organisation().allScopes();
        runNow(NO_SCOPE);
        soon().until(NO_SCOPE::allRight);
        active(NO_SCOPE);
    }

    @Test
    void aScoreFieldThatDoesNotExistIsNamed() {
        NO_FIELD.join(stack, operator, Map.of("score_field", "rocketmat_fit"));
        soon().untilAsserted(() -> blocked(NO_FIELD)
                .body("reason", containsString("score_field"))
                .body("reason", containsString("'rocketmat_fit'"))
                .body("remedy", containsString("Number")));
        assertThat(Writes.into(stack.greenhouse(), NO_FIELD.name()).count()).isZero();
        stack.addTenant(NO_FIELD.name(), Map.of());
        soon().until(NO_FIELD::allRight);
        active(NO_FIELD);
    }

    @Test
    @Tag("nightly")
    void aTenantWithoutAModelSaysSoAndRunsOnceThereIsOne() {
        NO_MODEL.appear(stack, operator, Map.of());
        soon().untilAsserted(() -> operator.tenant(NO_MODEL.name())
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("reason", equalTo("no active model"))
                .body("remedy", equalTo("train or upload a model and activate it")));
        assertThat(stack.greenhouse().calls().of(NO_MODEL.name())).isEmpty();

        operator.giveModel(NO_MODEL.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        soon().until(NO_MODEL::allRight);
        soon().untilAsserted(() -> active(NO_MODEL));
    }

    @Test
    void anApplicationThatTheModelCannotScoreIsRefusedAndTheOthersAreWritten() {
        long without = UNSCORABLE.applyWithoutPoints();
        UNSCORABLE.join(stack, operator, Map.of());
        soon().until(UNSCORABLE::allRight);
        soon().untilAsserted(() -> operator.get("/api/tenants/" + UNSCORABLE.name() + "/scores?status=REFUSED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].applicationId", equalTo(without))
                .body("items[0].value", nullValue())
                .body("items[0].reason", containsString("application.custom[points]")));
        assertThat(UNSCORABLE.faults()).isEmpty();
        soon().untilAsserted(() -> active(UNSCORABLE));
    }

    @Test
    @Tag("nightly")
    void callersWithoutTheRightAndQuestionsWithoutSenseAreRefusedInWords() {
        Operator stranger = new Operator(application.url(), "no-token-of-ours");
        problem(stranger.get("/api/tenants"), 401);
        problem(stranger.get("/api/features"), 401);
        stranger.get("/api/tenants").then().header("WWW-Authenticate", startsWith("Bearer"));
        problem(stranger.post("/api/tenants/" + NO_SCOPE.name() + "/runs"), 401);

        String token = UUID.randomUUID().toString();
        stack.vault()
                .put(
                        "rocketmat/operators",
                        Map.of(
                                "sandbox", "operator " + SandboxStack.sha256(stack.operatorToken()),
                                "colleague", "viewer " + SandboxStack.sha256(token)));
        Operator viewer = new Operator(application.url(), token);
        soon().untilAsserted(() ->
                assertThat(viewer.get("/api/tenants").statusCode()).isEqualTo(200));
        assertThat(viewer.get("/api/features").statusCode()).isEqualTo(200);
        for (String action : List.of("runs", "pause", "resume")) {
            problem(viewer.post("/api/tenants/" + NO_SCOPE.name() + "/" + action), 403);
        }
        problem(viewer.upload(NO_SCOPE.name(), new byte[] {1}, "{}"), 403);

        for (String path : List.of("", "/runs", "/scores", "/models")) {
            problem(operator.get("/api/tenants/absent" + path), 404);
        }
        problem(operator.post("/api/tenants/absent/runs"), 404);
        for (String wish : List.of("limit=0", "limit=501", "limit=many", "cursor=x.y", "status=LOST")) {
            problem(operator.get("/api/tenants/" + NO_MODEL.name() + "/scores?" + wish), 400);
        }
        problem(operator.get("/api/nothing-here"), 404);
    }

    private static void problem(Response answer, int status) {
        answer.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", not(nullValue()));
    }

    private static void runNow(PointsCustomer customer) {
        operator.post("/api/tenants/" + customer.name() + "/runs").then().statusCode(202);
    }

    private static ValidatableResponse blocked(PointsCustomer customer) {
        return operator.tenant(customer.name()).then().body("state", equalTo("BLOCKED"));
    }

    private static void active(PointsCustomer customer) {
        soon().untilAsserted(() -> operator.tenant(customer.name())
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("reason", nullValue())
                .body("backlog", equalTo(0)));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(40));
    }
}
