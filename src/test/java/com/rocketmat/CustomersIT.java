package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.within;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.customer.Difference;
import com.rocketmat.sandbox.customer.ExpectedScores;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches.CustomFieldWrites;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Three customers with models from different libraries, from Vault secret to score: one with Harvest v3, two with a v1 key. */
@Execution(ExecutionMode.CONCURRENT)
class CustomersIT {

    private static final String OF_V3 = "aurora";
    /** Whose models use work history, education and custom fields of both kinds. */
    private static final List<String> OF_V1 = List.of("borealis", "cygnus");

    private static final int MORE_THAN_ENOUGH = 10_000;
    /** The paths that {@code V3Api} and {@code TokenApi} may call. */
    private static final Pattern OWN_CALLS = Pattern.compile("POST /token"
            + "|GET /v3/(applications|candidates|jobs|candidate_employments|candidate_educations|custom_fields|custom_field_options)"
            + "|PATCH /v3/applications/\\d+");

    /** Not shared: its clock starts when the expected scores were computed, because experience grows with time. */
    @AutoClose
    private static SandboxStack stack;

    private static Operator operator;

    @BeforeAll
    static void start() {
        List<Organisation> organisations = Stream.concat(Stream.of(OF_V3), OF_V1.stream())
                .map(Organisation::load)
                .toList();
        organisations.forEach(organisation -> {
            organisation.rateLimit(MORE_THAN_ENOUGH);
            organisation.v1RateLimit(MORE_THAN_ENOUGH);
        });
        stack = SandboxStack.start(Path.of("target"), organisations);
        operator = stack.operator(stack.startApplication(Map.of()));
    }

    /** Checks the received requests. */
    @AfterAll
    static void writeRequests() {
        stack.greenhouse().calls().writeJsonLines(Path.of("target", "harvest-v1-requests.jsonl"), OF_V1::contains);
    }

    @Test
    void everyEligibleApplicationGetsItsScoreIfGreenhouseReplacesCustomFields() {
        Organisation organisation = organisation(OF_V3);
        organisation.customFieldWrites(CustomFieldWrites.REPLACE);
        JsonNode before = organisation.snapshot();
        join(OF_V3, Map.of());
        assertOnlyScoresAreWritten(OF_V3, before);
        assertScoresHaveReasons();

        int runs = ends(OF_V3).size();
        operator.post("/api/tenants/" + OF_V3 + "/runs").then().statusCode(202);
        within(120).until(() -> ends(OF_V3).size() > runs);
        assertOnlyScoresAreWritten(OF_V3, before);
        assertThat(stack.greenhouse().calls().of(OF_V3))
                .allMatch(call -> call.status() == 200)
                .extracting(call -> call.method() + " " + call.path())
                .allMatch(OWN_CALLS.asMatchPredicate());
    }

    @Test
    void everyEligibleApplicationGetsItsScoreOverV1() {
        Map<String, JsonNode> before = new TreeMap<>();
        for (String tenant : OF_V1) {
            before.put(tenant, organisation(tenant).snapshot());
            join(tenant, Map.of("harvest_api_key", organisation(tenant).apiKey()));
        }
        for (String tenant : OF_V1) {
            assertOnlyScoresAreWritten(tenant, before.get(tenant));
            List<Call> calls = stack.greenhouse().calls().of(tenant);
            assertThat(calls).allMatch(call -> call.path().startsWith("/v1/") && call.status() == 200);
            assertThat(calls.stream().filter(call -> call.path().equals("/v1/candidates")))
                    .as("fifty candidates a call")
                    .hasSizeLessThanOrEqualTo(12);
        }
    }

    private static void join(String tenant, Map<String, String> secret) {
        stack.addTenant(tenant, secret);
        within(120).until(() -> operator.tenant(tenant).statusCode() == 200);
        operator.giveModel(tenant, tenant);
    }

    /** After the end of the last run. */
    private static void assertOnlyScoresAreWritten(String tenant, JsonNode before) {
        int eligible = ExpectedScores.of(tenant).scores().size();
        Difference difference = new Difference(ExpectedScores.of(tenant).scores(), PointsCustomer.SCORE_FIELD);
        within(120)
                .untilAsserted(() -> assertThat(difference.right(organisation(tenant)))
                        .as(tenant)
                        .isEqualTo(eligible));
        within(120)
                .untilAsserted(
                        () -> assertThat(ends(tenant)).as(tenant).isNotEmpty().doesNotContainNull());
        assertThat(difference.faults(before, organisation(tenant))).as(tenant).isEmpty();
        Writes writes = Writes.into(stack.greenhouse(), tenant);
        assertThat(writes.count()).as(tenant).isEqualTo(eligible);
        assertThat(writes.properties()).containsExactly("custom_fields");
    }

    private static List<String> ends(String tenant) {
        return operator.get("/api/tenants/" + tenant + "/runs").path("items.endedAt");
    }

    private static void assertScoresHaveReasons() {
        List<String> features = operator.get("/api/tenants/" + OF_V3 + "/scores?status=WRITTEN&limit=500")
                .path("items.reasons.flatten().feature");
        assertThat(features)
                .hasSizeGreaterThan(2 * ExpectedScores.of(OF_V3).scores().size());
        String manifest = Operator.text(OF_V3 + ".json");
        assertThat(features).allMatch(feature -> manifest.contains('"' + feature + '"'));
    }

    private static Organisation organisation(String name) {
        return stack.greenhouse().organisation(name);
    }
}
