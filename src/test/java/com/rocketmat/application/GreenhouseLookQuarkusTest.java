package com.rocketmat.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.rocketmat.application.ApplicationReport.Look;
import com.rocketmat.application.ApplicationReport.Shown;
import com.rocketmat.application.LookedAt.Api;
import com.rocketmat.model.Graph;
import com.rocketmat.privacy.Erasures;
import com.rocketmat.privacy.Objections;
import com.rocketmat.privacy.words.Verdict;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.score.LeftAlone;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each reason to leave an application alone: a look reports what a run does. */
@QuarkusTest
class GreenhouseLookQuarkusTest {

    private static final String FIELD = PointsCustomer.SCORE_FIELD;
    private static final String OPT_OUT = "no_score";

    private LookedAt tenant;

    @AfterEach
    void stop() {
        tenant.close();
    }

    @ParameterizedTest
    @EnumSource(Api.class)
    void anApplicationWithoutObstacleIsScoredNext(Api api) {
        tenant = new LookedAt(api);
        long application = tenant.customer.apply(37);

        Look look = tenant.look(application);

        assertThat(look.verdict()).isEqualTo(Verdict.SCORED_NEXT);
        assertThat(look.reasons()).isEmpty();
        assertThat(look.shown())
                .extracting(Shown::status, Shown::jobStatus, Shown::field, Shown::value)
                .containsExactly("in_process", "open", FIELD, null);
        assertThat(tenant.calls()).hasSize(3);
        tenant.run();
        assertThat(tenant.customer.score(application)).isNotNull();
    }

    @Test
    void anOwnScoreIsDistinguishedFromAnotherValue() {
        tenant = new LookedAt(Api.V3);
        long own = tenant.customer.apply(37);
        long foreign = tenant.customer.apply(38);
        tenant.organisation().setCustomField(foreign, FIELD, IntNode.valueOf(99));
        tenant.run();

        assertThat(tenant.reasons(own)).containsExactly(LeftAlone.HAS_SCORE);
        assertThat(tenant.look(own).shown().value()).startsWith("37");
        assertThat(tenant.reasons(foreign)).containsExactly(LeftAlone.HAS_VALUE);
        tenant.organisation().setCustomField(own, FIELD, IntNode.valueOf(5));
        assertThat(tenant.reasons(own)).as("overridden by a person").containsExactly(LeftAlone.HAS_VALUE);
        tenant.organisation().setCustomField(own, FIELD, NullNode.instance);
        assertThat(tenant.reasons(own)).as("emptied a moment ago").containsExactly(LeftAlone.WRITTEN_LATELY);
    }

    @Test
    void aRoundedValueIsAPersonsIfTheFieldHasShownDecimals() {
        tenant = new LookedAt(Api.V3);
        long application = tenant.customer.apply(37.25);
        tenant.run();
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.HAS_SCORE);

        tenant.organisation().setCustomField(application, FIELD, IntNode.valueOf(37));

        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.HAS_VALUE);
    }

    @Test
    void applicationsThatAreClosedOldOrOfAnotherJobAreLeftAlone() {
        tenant = new LookedAt(Api.V3);
        long rejected = tenant.customer.apply(1);
        tenant.organisation().reject(rejected);
        long plain = tenant.customer.apply(2);
        tenant.run();
        long other = tenant.customer.apply(3);

        assertThat(tenant.reasons(rejected)).containsExactly(LeftAlone.NOT_IN_PROCESS);
        assertThat(tenant.reasons(999_999_999L)).containsExactly(LeftAlone.ABSENT);
        assertThat(tenant.look(999_999_999L).shown()).isNull();
        assertThat(tenant.customer.score(rejected)).isNull();
        assertThat(tenant.customer.score(plain)).isNotNull();
        tenant.set(Map.of("jobs", "1"));
        assertThat(tenant.reasons(other)).containsExactly(LeftAlone.OTHER_JOB);
        tenant.set(Map.of("applications_since", "2100-01-01"));
        assertThat(tenant.reasons(other)).containsExactly(LeftAlone.TOO_OLD);
        tenant.run();
        assertThat(tenant.customer.score(other)).isNull();
    }

    @Test
    void prospectsAndApplicationsWithoutJobAreLeftAlone() {
        tenant = new LookedAt(Api.V3);
        long application = tenant.customer.apply(1);
        long ordinary = tenant.ordinary();
        long candidate = tenant.look(application).shown().candidateId();
        long prospect = tenant.organisation().addProspect(candidate);
        tenant.organisation().setCustomField(prospect, "points", IntNode.valueOf(5));

        assertThat(tenant.reasons(prospect)).contains(LeftAlone.PROSPECT);
        tenant.organisation().change("applications", application, row -> row.putNull("job_id"));
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.WITHOUT_JOB);
        assertRunScoresOnly(ordinary, application);
        assertThat(tenant.customer.score(prospect)).isNull();
    }

    @ParameterizedTest
    @EnumSource(Api.class)
    void theJobMustBeOpenAndVisible(Api api) {
        tenant = new LookedAt(api);
        long application = tenant.customer.apply(1);
        long ordinary = tenant.ordinary();
        long job = tenant.look(application).shown().jobId();

        tenant.organisation().closeJob(job);
        assertThat(tenant.reasons(application))
                .as("v1 shows only open jobs")
                .containsExactly(api == Api.V3 ? LeftAlone.JOB_NOT_OPEN : LeftAlone.JOB_NOT_SHOWN);
        assertRunScoresOnly(ordinary, application);
    }

    @Test
    void aConfidentialJobIsNotShown() {
        tenant = new LookedAt(Api.V3);
        long application = tenant.customer.apply(1);
        long ordinary = tenant.ordinary();
        tenant.organisation().makeConfidential(tenant.look(application).shown().jobId());

        assertThat(tenant.reasons(application)).isNotEmpty().isSubsetOf(LeftAlone.JOB_NOT_SHOWN, LeftAlone.ABSENT);
        assertRunScoresOnly(ordinary, application);
    }

    @Test
    void theCandidateMustBeVisibleAndNotAnonymised() {
        tenant = new LookedAt(Api.V3);
        long application = tenant.customer.apply(1);
        long ordinary = tenant.ordinary();
        long candidate = tenant.look(application).shown().candidateId();

        tenant.organisation().makePrivate(candidate);
        assertThat(tenant.reasons(application))
                .isNotEmpty()
                .isSubsetOf(LeftAlone.CANDIDATE_NOT_SHOWN, LeftAlone.ABSENT);
        assertRunScoresOnly(ordinary, application);
        tenant.organisation().change("candidates", candidate, row -> row.put("private", false));
        tenant.organisation().anonymise(candidate, Set.of("full_name"));
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.ANONYMISED);
    }

    @Test
    void aCandidateWhoObjectsIsLeftAlone() {
        tenant = new LookedAt(Api.V3);
        tenant.customer.field(4_410_999_500L, OPT_OUT, "yes_no");
        long application = tenant.customer.apply(1);
        long candidate = tenant.look(application).shown().candidateId();

        tenant.organisation().setCustomField(application, OPT_OUT, BooleanNode.TRUE);
        assertThat(tenant.look(application).verdict())
                .as("the field is not configured")
                .isEqualTo(Verdict.SCORED_NEXT);
        tenant.set(Map.of("opt_out_field", OPT_OUT));
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.OPTED_OUT);
        tenant.run();
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.OPTED_OUT, LeftAlone.OBJECTS);
        tenant.organisation().setCustomField(application, OPT_OUT, BooleanNode.FALSE);
        assertThat(tenant.look(application).verdict()).as("withdrawn").isEqualTo(Verdict.SCORED_NEXT);
        tenant.set(Map.of());
        LookedAt.bean(Objections.class).object(tenant.tenant, candidate);
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.OBJECTS);
        LookedAt.bean(Erasures.class).eraseDeleted(tenant.tenant, candidate, List.of(application));
        assertThat(tenant.look(application).reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.reason()).isEqualTo(LeftAlone.ERASED);
            assertThat(reason.remedy()).contains("anonymisation in Greenhouse is not taken back");
        });
    }

    @Test
    void aScoreThatIsNotWrittenHasItsReason() {
        tenant = new LookedAt(Api.V3);
        tenant.set(Map.of("mode", "dry-run"));
        long application = tenant.customer.apply(1);
        long unscorable = tenant.customer.applyWithoutPoints();

        assertThat(tenant.look(application).verdict()).isEqualTo(Verdict.SCORED_IN_TRIAL);
        tenant.run();
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.SCORED_DRY);
        assertThat(tenant.reasons(unscorable)).containsExactly(LeftAlone.REFUSED_LATELY);

        tenant.greenhouse.faults().on(Match.patch("/v3")).always().answer(new Fault.Status(503, "{}"));
        tenant.set(Map.of("mode", "live"));
        tenant.run();
        assertThat(tenant.reasons(application)).contains(LeftAlone.WAITS);
    }

    @Test
    void aScoreOfAnEarlierVersionIsReplacedIfConfigured() {
        tenant = new LookedAt(Api.V3);
        long application = tenant.customer.apply(1);
        tenant.run();
        Surroundings.api().giveModel(tenant.tenant.value(), Graph.plus(1).toBytes(), PointsCustomer.MANIFEST);

        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.HAS_SCORE);
        tenant.set(Map.of("rescore", "on-new-model"));
        assertThat(tenant.look(application).verdict()).isEqualTo(Verdict.SCORED_AGAIN);
    }

    @Test
    void aScoreOfAnEarlierVersionStaysWhileTheNewOneWaitsOrIsRefused() {
        tenant = new LookedAt(Api.V3);
        tenant.set(Map.of("rescore", "on-new-model"));
        long application = tenant.customer.apply(1);
        tenant.run();
        Surroundings.api().giveModel(tenant.tenant.value(), Graph.plus(1).toBytes(), PointsCustomer.MANIFEST);

        tenant.greenhouse.faults().on(Match.patch("/v3")).always().answer(new Fault.Status(503, "{}"));
        tenant.run();
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.WAITS);
        tenant.greenhouse.faults().clear();
        tenant.greenhouse.faults().on(Match.patch("/v3")).always().answer(new Fault.Status(422, "{}"));
        tenant.run();
        assertThat(tenant.look(application).verdict()).isEqualTo(Verdict.LEFT_ALONE);
        assertThat(tenant.reasons(application)).containsExactly(LeftAlone.REFUSED_LATELY);
    }

    @Test
    void aFailedCallToGreenhouseIsReported() {
        tenant = new LookedAt(Api.V3);
        long application = tenant.customer.apply(1);

        tenant.greenhouse.faults().on(Match.get("/v3")).answer(new Fault.Status(503, "{}"));
        tenant.greenhouse.faults().on(Match.get("/v3")).always().answer(new Fault.Status(503, "{}"));
        assertNotSeen(application, LeftAlone.GREENHOUSE_AWAY);
        tenant.greenhouse.faults().clear();
        tenant.organisation().scopes(Set.of("harvest:jobs:list"));
        assertNotSeen(application, LeftAlone.GREENHOUSE_REFUSES);
    }

    @ParameterizedTest
    @EnumSource(Api.class)
    void aUsedUpRateWindowIsReported(Api api) {
        tenant = new LookedAt(api);
        long application = tenant.customer.apply(1);
        tenant.organisation().rateLimit(1);
        tenant.organisation().v1RateLimit(1);

        tenant.look(application);
        assertNotSeen(application, LeftAlone.BUDGET_USED_UP);
    }

    private void assertRunScoresOnly(long scored, long other) {
        tenant.run();
        assertThat(tenant.customer.score(scored)).isNotNull();
        assertThat(tenant.customer.score(other)).isNull();
    }

    private void assertNotSeen(long application, LeftAlone why) {
        Look look = tenant.look(application);
        assertThat(look.verdict()).isEqualTo(Verdict.NOT_SEEN);
        assertThat(look.shown()).isNull();
        assertThat(look.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.reason()).isEqualTo(why);
            assertThat(reason.detail()).isNotBlank();
        });
    }
}
