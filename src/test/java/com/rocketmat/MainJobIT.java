package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.customer.Difference;
import com.rocketmat.sandbox.customer.ExpectedScores;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches.CustomFieldWrites;
import com.rocketmat.sandbox.greenhouse.switches.Switches.LastPageLink;
import com.rocketmat.sandbox.greenhouse.switches.Switches.PatchAnswer;
import com.rocketmat.sandbox.greenhouse.switches.Switches.TokenExpiry;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Three customers, each with a model from another library, from the Vault secret to the score in Greenhouse. */
@Execution(ExecutionMode.CONCURRENT)
class MainJobIT {

    private static final List<String> TENANTS = List.of("aurora", "borealis", "cygnus");
    private static final String SCORE_FIELD = "rocketmat";
    private static final Duration TWO_RATE_WINDOWS = Duration.ofSeconds(75);
    /** The paths that {@code HarvestApi} and {@code TokenApi} may call. */
    private static final Pattern OWN_CALLS = Pattern.compile("POST /token"
            + "|GET /v3/(applications|candidates|jobs|candidate_employments|candidate_educations|custom_fields|custom_field_options)"
            + "|PATCH /v3/applications/\\d+");

    @Test
    @Tag("nightly")
    void everyEligibleApplicationGetsItsScoreWhereGreenhouseMergesCustomFields() {
        List<Organisation> organisations = load();
        try (SandboxStack stack = SandboxStack.start(Path.of("target"), organisations)) {
            stack.greenhouse().switches().customFieldWrites = CustomFieldWrites.MERGE;
            run(stack);
            assertThat(refusedForTheRateAfterTheFirstWindow(stack.greenhouse())).isEmpty();
        }
    }

    @Test
    void everyEligibleApplicationGetsItsScoreWhereGreenhouseReplacesCustomFieldsAndAnswersAsDocumented() {
        List<Organisation> organisations = load();
        organisations.forEach(organisation -> organisation.rateLimit(1_000));
        try (SandboxStack stack = SandboxStack.start(Path.of("target"), organisations)) {
            stack.greenhouse().switches().customFieldWrites = CustomFieldWrites.REPLACE;
            stack.greenhouse().switches().patchAnswer = PatchAnswer.NO_CONTENT;
            stack.greenhouse().switches().lastPageLink = LastPageLink.ABSENT;
            stack.greenhouse().switches().tokenExpiry = TokenExpiry.EXPIRES_IN;
            run(stack);
            assertThat(stack.greenhouse().calls().where(call -> call.status() == 429))
                    .isEmpty();
        }
    }

    private static List<Organisation> load() {
        return TENANTS.stream().map(Organisation::load).toList();
    }

    private static void run(SandboxStack stack) {
        GreenhouseSimulator greenhouse = stack.greenhouse();
        Map<String, JsonNode> before = new TreeMap<>();
        TENANTS.forEach(
                tenant -> before.put(tenant, greenhouse.organisation(tenant).snapshot()));
        TENANTS.forEach(tenant -> stack.addTenant(tenant, Map.of()));
        try (ApplicationProcess application = stack.startApplication(Map.of())) {
            Operator operator = stack.operator(application);
            TENANTS.forEach(tenant -> operator.giveModel(tenant, tenant));
            TENANTS.forEach(tenant -> await("scores of " + tenant)
                    .atMost(TWO_RATE_WINDOWS)
                    .untilAsserted(() -> assertThat(right(greenhouse, tenant)).isEqualTo(eligible(tenant))));
            TENANTS.forEach(tenant -> awaitRuns(operator, tenant, 1));
            assertOnlyScoresWereWritten(greenhouse, before);
            TENANTS.forEach(tenant -> assertScoresHaveReasons(operator, tenant));

            TENANTS.forEach(tenant -> assertAnotherRunWritesNothing(greenhouse, operator, tenant));
            assertOnlyScoresWereWritten(greenhouse, before);
            assertThat(application.terminate()).as("exit status").isIn(0, 143);
        }
    }

    private static void assertOnlyScoresWereWritten(GreenhouseSimulator greenhouse, Map<String, JsonNode> before) {
        for (String tenant : TENANTS) {
            Difference difference = new Difference(ExpectedScores.of(tenant).scores(), SCORE_FIELD);
            assertThat(difference.faults(before.get(tenant), greenhouse.organisation(tenant)))
                    .as(tenant)
                    .isEmpty();
            Writes writes = Writes.into(greenhouse, tenant);
            assertThat(writes.properties()).containsExactly("custom_fields");
            assertThat(writes.values(SCORE_FIELD))
                    .as("applications of %s that were written", tenant)
                    .hasSize(eligible(tenant));
        }
        assertThat(greenhouse.calls().all())
                .extracting(call -> call.method() + " " + call.path())
                .allMatch(OWN_CALLS.asMatchPredicate());
    }

    private static void assertScoresHaveReasons(Operator operator, String tenant) {
        List<String> features = operator.get("/api/tenants/" + tenant + "/scores?status=WRITTEN&limit=500")
                .path("items.reasons.flatten().feature");
        assertThat(features).as(tenant).hasSizeGreaterThan(2 * eligible(tenant));
        String manifest = Operator.text(tenant + ".json");
        assertThat(features).allMatch(feature -> manifest.contains('"' + feature + '"'));
    }

    private static void assertAnotherRunWritesNothing(
            GreenhouseSimulator greenhouse, Operator operator, String tenant) {
        int writes = Writes.into(greenhouse, tenant).count();
        operator.post("/api/tenants/" + tenant + "/runs").then().statusCode(202);
        awaitRuns(operator, tenant, 2);
        assertThat(Writes.into(greenhouse, tenant).count()).isEqualTo(writes);
    }

    private static void awaitRuns(Operator operator, String tenant, int runs) {
        await("run %d of %s".formatted(runs, tenant)).atMost(TWO_RATE_WINDOWS).untilAsserted(() -> {
            List<String> ends = operator.get("/api/tenants/" + tenant + "/runs").path("items.endedAt");
            assertThat(ends).hasSizeGreaterThanOrEqualTo(runs).doesNotContainNull();
        });
    }

    private static long right(GreenhouseSimulator greenhouse, String tenant) {
        return new Difference(ExpectedScores.of(tenant).scores(), SCORE_FIELD).right(greenhouse.organisation(tenant));
    }

    private static int eligible(String tenant) {
        return ExpectedScores.of(tenant).scores().size();
    }

    private static List<Call> refusedForTheRateAfterTheFirstWindow(GreenhouseSimulator greenhouse) {
        Instant first = greenhouse.calls().all().getFirst().at();
        Instant edge = Instant.ofEpochSecond((first.getEpochSecond() / 30 + 1) * 30);
        return greenhouse
                .calls()
                .where(call -> call.status() == 429 && !call.at().isBefore(edge));
    }
}
