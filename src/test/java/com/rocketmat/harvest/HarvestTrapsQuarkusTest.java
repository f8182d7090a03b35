package com.rocketmat.harvest;

import static com.rocketmat.harvest.HarvestFixture.failure;
import static com.rocketmat.harvest.HarvestFixture.v3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Known traps of Harvest v3, each by its name, with every possible answer to undocumented behaviour. */
@QuarkusTest
class HarvestTrapsQuarkusTest {

    private static final Set<String> ID = Set.of("id");

    GreenhouseSimulator greenhouse;

    @Inject
    HarvestSessions sessions;

    private Organisation organisation;

    @BeforeEach
    void start() {
        organisation = greenhouse.organisation("traps");
        organisation.rateLimit(10_000);
        greenhouse.faults().unused();
        greenhouse.calls().clear();
    }

    @AfterEach
    void restore() {
        organisation.allScopes();
        greenhouse.switches().tokenExpiry = Switches.TokenExpiry.EXPIRES_AT;
        greenhouse.switches().revokeOnMint = false;
        greenhouse.switches().reads.ignoredFilters = Set.of();
        assertThat(greenhouse.faults().unused()).isEmpty();
        greenhouse.switches().reads.privateCandidates = PrivateCandidates.STUB;
    }

    @ParameterizedTest
    @EnumSource(Switches.TokenExpiry.class)
    void aTokenIsReusedWithExpiresAtExpiresInOrNeither(Switches.TokenExpiry expiry) {
        greenhouse.switches().tokenExpiry = expiry;
        HarvestSession session = session();

        session.jobs(List.of(1L), ID);
        session.jobs(List.of(1L), ID);

        assertThat(mints()).isEqualTo(1);
    }

    @Test
    @Tag("failure-token-revoked")
    void ifTokensRevokeEachOtherATrainingLeavesTheTokenEndpointToRuns() {
        organisation = greenhouse.organisation("traps-of-siblings");
        organisation.rateLimit(10_000);
        greenhouse.switches().revokeOnMint = true;
        HarvestSession training = session();
        HarvestSession runs = session();

        int rests = 0;
        for (int turn = 0; turn < 60; turn++) {
            if (training.hiringOutcomes().flatMap(HiringOutcomes::restUntil).isPresent()) {
                rests++;
            } else {
                training.jobs(List.of(1L), ID);
            }
            assertThat(runs.jobs(List.of(1L), ID)).isEmpty();
        }

        assertThat(rests).isPositive();
    }

    @Test
    void aMalformedClientIdIsNotKeptAlthoughTheAnswerEchoesIt() {
        HarvestException refused = catchThrowableOfType(
                HarvestException.class,
                () -> sessions.session(v3(organisation, Map.of("harvest_client_id", "no-suffix-of-digits-")))
                        .jobs(List.of(1L), ID));

        assertThat(refused.failure()).isInstanceOf(Unauthorised.class);
        assertThat(refused).hasMessageNotContaining("suffix");
        assertThat(refused.getCause()).isNull();
    }

    @Test
    void withoutAUserNoSubIsSent() {
        Map<String, String> secret = organisation.secret(Map.of());
        secret.remove("harvest_user_id");
        sessions.session(TestTenants.settings(new TenantId("without-user"), secret))
                .jobs(List.of(1L), ID);

        assertThat(greenhouse.calls().to("/token"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).doesNotContain("sub"));
    }

    @Test
    @Tag("failure-403-scope-lost")
    void aRemovedScopeTakesEffectAtOnceAndAnAddedOneWithTheNextToken() {
        HarvestSession session = session();
        session.jobs(List.of(1L), ID);

        organisation.scopes(Set.of("harvest:applications:list"));
        assertThat(failure(() -> session.jobs(List.of(1L), ID))).isEqualTo(new Forbidden("harvest:jobs:list"));

        organisation.allScopes();
        assertThat(session.jobs(List.of(1L), ID)).isEmpty();
        assertThat(mints()).isEqualTo(2);
    }

    @Test
    void fieldsAreFilteredAgainBecauseA200DoesNotProveTheFilter() {
        definition(7, "candidate", "rocketmat", true);
        definition(8, "application", "old_score", false);
        greenhouse.switches().reads.ignoredFilters = Set.of("field_type", "active");

        assertThat(session().customFields("application"))
                .filteredOn(field -> Set.of("rocketmat", "old_score").contains(field.nameKey()))
                .extracting(CustomField::nameKey, CustomField::fieldType, CustomField::valueType)
                .containsExactly(tuple("rocketmat", "application", "number"));
    }

    private void definition(long id, String fieldType, String key, boolean active) {
        organisation.add(
                "custom_fields",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", 4_440_777_000L + id)
                        .put("field_type", fieldType)
                        .put("name", "Same key")
                        .put("name_key", key)
                        .put("value_type", "short_text")
                        .put("active", active));
    }

    @Test
    void rowsThatWereNotRequestedAreAFailure() {
        addARowToEachList();
        HarvestSession session = session();
        Map<String, Supplier<List<?>>> calls =
                requestsForUnknownIds(session, session.hiringOutcomes().orElseThrow());
        assertThat(calls).allSatisfy((_, call) -> assertThat(call.get()).isEmpty());

        greenhouse.switches().reads.ignoredFilters = Set.of("ids", "candidate_ids", "application_ids");

        assertThat(calls)
                .allSatisfy((_, call) -> assertThat(failure(call::get))
                        .isInstanceOf(Unavailable.class)
                        .asString()
                        .contains("not asked for"));
    }

    private static Map<String, Supplier<List<?>>> requestsForUnknownIds(
            HarvestSession session, HiringOutcomes decisions) {
        List<Long> one = List.of(1L);
        List<Candidate> candidates = List.of(candidate(1));
        Set<String> ofCandidates = Set.of("id", "candidate_id");
        return Map.ofEntries(
                entry("applications", () -> session.applications(one, ID)),
                entry("candidates", () -> session.candidates(one, ID)),
                entry("jobs", () -> session.jobs(one, ID)),
                entry("options", () -> session.options(one)),
                entry("offices", () -> session.offices(List.of(jobIn(1)), ID)),
                entry("employments", () -> session.employments(candidates, ofCandidates)),
                entry("educations", () -> session.educations(candidates, ofCandidates)),
                entry("resumes", () -> session.resumes(List.of(applicationOf(1)), Set.of("id", "application_id"))),
                entry("applications of candidates", () -> decisions.applications(one, ofCandidates)),
                entry("stages", () -> decisions.stages(one)),
                entry("stages of jobs", () -> decisions.jobStages(one)),
                entry("rejections", () -> decisions.rejections(one)),
                entry("reasons", () -> decisions.reasons(one)));
    }

    private void addARowToEachList() {
        long rejected =
                organisation.addApplication(organisation.addCandidate("Ana", "Prova"), organisation.addJob("Analyst"));
        organisation.addResume(rejected, "cv.pdf", new byte[0]);
        organisation.reject(rejected, organisation.addRejectionReason("Too far", "away", "They rejected us"));
        long candidate = organisation.addCandidate("Ana", "Prova");
        JsonNodeFactory json = JsonNodeFactory.instance;
        organisation.add(
                "candidate_employments", json.objectNode().put("id", candidate).put("candidate_id", candidate));
        organisation.add(
                "candidate_educations", json.objectNode().put("id", candidate).put("candidate_id", candidate));
        organisation.add("offices", json.objectNode().put("id", candidate).put("name", "North"));
        organisation.add(
                "custom_field_options", json.objectNode().put("id", candidate).put("name", "North"));
    }

    private static Job jobIn(long office) {
        return new Job(1, null, null, null, null, List.of(office), null, null);
    }

    private static Application applicationOf(long id) {
        return new Application(id, null, null, 1, null, null, false, null, null, null, null, null, null, null);
    }

    @ParameterizedTest
    @EnumSource(
            value = PrivateCandidates.class,
            names = {"STUB", "STUB_WITHOUT_ID", "STUB_BY_FIELDS", "ABSENT"})
    void aPrivateCandidateIsAStubOrAbsent(PrivateCandidates shown) {
        greenhouse.switches().reads.privateCandidates = shown;
        long person = organisation.addCandidate("Ana", "Prova");
        organisation.makePrivate(person);

        assertThat(session().candidates(List.of(person), Set.of("id", "first_name")))
                .allMatch(Candidate::stub)
                .hasSize(shown == PrivateCandidates.ABSENT ? 0 : 1);
    }

    private int mints() {
        return greenhouse.calls().count("POST", "/token");
    }

    private static Candidate candidate(long id) {
        return new Candidate(id, null, null, null, null, null, null, null, null, null);
    }

    private HarvestSession session() {
        return v3(sessions, organisation);
    }
}
