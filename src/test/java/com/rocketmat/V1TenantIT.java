package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.customer.Difference;
import com.rocketmat.sandbox.customer.ExpectedScores;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tenants with a Harvest v1 key, while v1 exists and after its end. */
@Execution(ExecutionMode.CONCURRENT)
class V1TenantIT {

    /** Whose models use work history, education and custom fields of both kinds. */
    private static final List<String> HISTORIES = List.of("borealis", "cygnus");

    private static final int MORE_THAN_ENOUGH = 10_000;
    private static final PointsCustomer MOVING =
            PointsCustomer.named("v1-moving").with(510);
    private static final PointsCustomer RETIRED =
            PointsCustomer.named("v1-retired").with(2);

    private static final List<Organisation> ORGANISATIONS = new ArrayList<>();

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;

    @BeforeAll
    static void start() {
        HISTORIES.stream().map(Organisation::load).forEach(ORGANISATIONS::add);
        Stream.of(MOVING, RETIRED).map(PointsCustomer::organisation).forEach(ORGANISATIONS::add);
        ORGANISATIONS.forEach(organisation -> organisation.v1RateLimit(MORE_THAN_ENOUGH));
        shared = SharedStack.with(ORGANISATIONS);
        stack = shared.stack();
        operator = shared.operator();
    }

    /** Checks the received requests. */
    @AfterAll
    static void writeRequests() {
        Set<String> own = ORGANISATIONS.stream().map(Organisation::name).collect(Collectors.toSet());
        stack.greenhouse().calls().writeJsonLines(Path.of("target", "harvest-v1-requests.jsonl"), own::contains);
    }

    @Test
    void everyEligibleApplicationGetsExactlyItsScoreAndNothingElseIsChanged() {
        Map<String, JsonNode> before = new TreeMap<>();
        for (String tenant : HISTORIES) {
            before.put(tenant, organisation(tenant).snapshot());
            stack.addTenant(tenant, key(organisation(tenant)));
            within(60).until(() -> operator.tenant(tenant).statusCode() == 200);
            operator.giveModel(tenant, tenant);
        }
        for (String tenant : HISTORIES) {
            ExpectedScores expected = ExpectedScores.of(tenant);
            Difference difference = new Difference(expected.scores(), PointsCustomer.SCORE_FIELD);
            within(60)
                    .untilAsserted(() -> assertThat(difference.right(organisation(tenant)))
                            .as(tenant)
                            .isEqualTo(expected.scores().size()));
            within(60)
                    .untilAsserted(() -> operator.get("/api/tenants/" + tenant + "/runs")
                            .then()
                            .body("items[0].endedAt", containsString("T")));
            assertThat(difference.faults(before.get(tenant), organisation(tenant)))
                    .as(tenant)
                    .isEmpty();
            Writes writes = Writes.into(stack.greenhouse(), tenant);
            assertThat(writes.count()).isEqualTo(expected.scores().size());
            assertThat(writes.properties()).containsExactly("custom_fields");
            List<Call> calls = stack.greenhouse().calls().of(tenant);
            assertThat(calls).allMatch(call -> call.path().startsWith("/v1/") && call.status() == 200);
            assertThat(calls.stream().filter(call -> call.path().equals("/v1/candidates")))
                    .as(
                            "fifty candidates a call, history included, again after their scores are written, and some repeated")
                    .hasSizeLessThanOrEqualTo(12);
        }
    }

    @Test
    void aV1ThatIsSwitchedOffBlocksTheTenantAndSaysWhatToCreateInstead() {
        JsonNode before = RETIRED.organisation().snapshot();
        RETIRED.organisation().retireV1();
        RETIRED.join(stack, operator, key(RETIRED.organisation()));
        within(60)
                .untilAsserted(() -> operator.tenant(RETIRED.name())
                        .then()
                        .body("state", equalTo("BLOCKED"))
                        .body("reason", containsString("retired"))
                        .body(
                                "remedy",
                                allOf(
                                        containsString("Harvest V3 (OAuth)"),
                                        containsString("harvest_client_id"),
                                        containsString("in place of harvest_api_key"))));
        assertThat(RETIRED.organisation().snapshot()).isEqualTo(before);
        assertThat(stack.greenhouse().calls().of(RETIRED.name()))
                .as("a retired API is not called again and again")
                .hasSizeLessThan(4);
    }

    @Test
    @Tag("nightly")
    void aTenantThatIsGivenAV3CredentialInTheMiddleOfARunGoesOnWithIt() {
        retireOnceTheFirstPageIsRead(MOVING.name());
        MOVING.join(stack, operator, key(MOVING.organisation()));
        within(60).untilAsserted(() -> operator.tenant(MOVING.name()).then().body("state", equalTo("BLOCKED")));
        operator.tenant(MOVING.name()).then().body("backlog", greaterThan(0));
        assertThat(Writes.into(stack.greenhouse(), MOVING.name()).count()).isZero();

        stack.addTenant(MOVING.name(), Map.of());
        within(90).until(MOVING::allRight);
        assertThat(MOVING.faults()).isEmpty();
        within(60)
                .untilAsserted(() -> operator.tenant(MOVING.name())
                        .then()
                        .body("state", equalTo("ACTIVE"))
                        .body("reason", nullValue())
                        .body("backlog", equalTo(0)));
        assertThat(Writes.into(stack.greenhouse(), MOVING.name()).calls())
                .hasSize(MOVING.applications())
                .allMatch(call -> call.path().startsWith("/v3/"));
    }

    /** The first call that re-reads a row before its write finds v1 gone, and so does the list that confirms it. */
    private static void retireOnceTheFirstPageIsRead(String organisation) {
        Fault gone = new Fault.Status(410, "{\"message\":\"Gone\"}");
        for (Match match : List.of(
                Match.get("/v1/applications/"),
                Match.get("/v1/applications").query("per_page=1&"),
                Match.get("/v1/applications").query("page=2"))) {
            stack.greenhouse()
                    .faults()
                    .on(match.organisation(organisation))
                    .always()
                    .answer(gone);
        }
    }

    private static Map<String, String> key(Organisation organisation) {
        return Map.of("harvest_api_key", organisation.apiKey());
    }

    private static Organisation organisation(String name) {
        return stack.greenhouse().organisation(name);
    }
}
