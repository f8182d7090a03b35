package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.model.Graph;
import com.rocketmat.privacy.Objections;
import com.rocketmat.privacy.Objections.Source;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.HiddenFields;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.switches.Switches.UnsetFields;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.tenant.state.TenantState;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Erased and objecting candidates are never scored, and our score in Greenhouse is emptied. */
@QuarkusTest
class CandidateRightsQuarkusTest extends RightsByHand {

    private static final String NO_FIELD = "";

    @Inject
    MeterRegistry metrics;

    @Test
    void anObjectionExcludesTheCandidateFromWindowsReadsByIdAndRescoring() {
        running(Map.of("rescore", "on-new-model"));
        candidate = greenhouse.addCandidate("Ida", "Bell");
        long scored = apply(candidate, 5);
        rig.run();
        assertThat(rig.carried(scored)).isEqualTo(6);

        objections.object(rig.tenant, candidate);
        long later = apply(candidate, 7);
        rig.run();
        rig.run(later, scored);
        rig.activate(rig.upload(10));
        rig.untilDone();

        assertThat(rig.customer.score(later)).isNull();
        assertThat(rig.customer.score(scored)).as("emptied").isNull();
        assertThat(rig.scores())
                .filteredOn(row -> row.applicationId() == scored || row.applicationId() == later)
                .extracting(Row::state)
                .containsOnly("SUPERSEDED");
    }

    @Test
    void inADryRunNothingIsEmptiedUntilTheTenantIsLive() {
        running();
        idaIsScored();
        rig.change(Map.of("mode", "dry-run"));
        rig.greenhouse.calls().clear();

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.patches()).isEmpty();
        assertThat(rig.carried(application)).isEqualTo(6);
        // so that no sweep finds it
        greenhouse.reject(application);

        rig.change(Map.of());
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "v1"})
    void ourScoreIsEmptiedOnceAndAPersonsValueStays(String version) {
        running();
        candidate = greenhouse.addCandidate("Ida", "Bell");
        long ours = apply(candidate, 5);
        long theirs = apply(candidate, 5);
        rig.run();
        rig.enter(theirs, 77);
        readsOver(version);

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.customer.score(ours)).isNull();
        assertThat(rig.carried(theirs)).isEqualTo(77);

        rig.greenhouse.calls().clear();
        rig.enter(ours, 6);
        rig.want(ours, theirs);
        sweep();
        assertThat(rig.carried(ours)).as("by hand").isEqualTo(6);
        assertThat(rig.carried(theirs)).isEqualTo(77);
        assertThat(rig.patches()).isEmpty();
    }

    @Test
    void ourReasonsAreEmptiedBesideAPersonsScore() {
        running();
        rig.change(Map.of("reasons_field", "why"));
        rig.customer.field(4_440_000_003L, "why", "short_text");
        rig.activate(rig.upload(Graph.times(10), PointsCustomer.MANIFEST));
        idaIsScored();
        assertThat(greenhouse.score(application, "why")).isEqualTo("+50 application.custom[points]");
        rig.enter(application, 77);

        objections.object(rig.tenant, candidate);
        rig.untilDone();

        assertThat(greenhouse.score(application, "why")).isNull();
        assertThat(rig.carried(application)).isEqualTo(77);
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"403, harvest:applications:update", "404, as if they did not exist", "405, a proxy before it"})
    void aGreenhouseThatRefusesToEmptyEveryFieldBlocksTheTenant(int status, String why) {
        running();
        List<Long> applications = scoredApplications(12);
        rig.on(Match.patch("/v3/applications")).after(1).always().answer(new Fault.Status(status, "{}"));
        rig.greenhouse.calls().clear();

        theirCandidatesObject(applications);
        rig.slice();

        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().reason()).contains(why);
        assertThat(rig.patches()).hasSize(11);
        assertThat(number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'CLEARED'"))
                .as("noted before the failure")
                .isOne();
    }

    @Test
    void aTokenEndpointThatFailsWhileAFieldIsEmptiedDoesNotPauseTheTenant() {
        running();
        List<Long> applications = scoredApplications(3);
        Match patch = Match.patch("/v3/applications");
        rig.before(patch, () -> rig.on(Match.token()).answer(Fault.serverError()));
        rig.on(patch).answer(new Fault.RevokeToken());

        theirCandidatesObject(applications);
        rig.slice();

        assertThat(rig.status().reason()).isNull();
        assertThat(applications.stream().map(rig.customer::score).filter(Objects::isNull))
                .as("all but one")
                .hasSize(2);
        again();
        assertThat(applications).allMatch(application -> rig.customer.score(application) == null);
    }

    private List<Long> scoredApplications(int count) {
        List<Long> applications = IntStream.range(0, count)
                .mapToObj(_ -> apply(greenhouse.addCandidate("Ida", "Bell"), 5))
                .toList();
        rig.run();
        return applications;
    }

    private void theirCandidatesObject(List<Long> applications) {
        applications.forEach(application -> objections.object(rig.tenant, rig.candidate(application)));
    }

    /** Reads succeed in between, so the tenant does not back off. */
    @ParameterizedTest
    @ValueSource(ints = {503, 403})
    void aFieldThatGreenhouseDoesNotEmptyDelaysNoWriteAndIsRetriedUntilItIsEmpty(int status) {
        running();
        idaIsScored();
        rig.greenhouse.calls().clear();
        rig.on(patchOf(application)).always().answer(new Fault.Status(status, "{}"));
        objections.object(rig.tenant, candidate);
        rig.customer.with(12);
        rig.request();

        rig.slice(() -> tries(application) > 20);
        assertThat(tries(application)).as("pauses between its tries").isEqualTo(1);
        rig.untilDone();
        assertThat(rig.customer.ids()).allMatch(id -> rig.customer.score(id) != null);
        for (int tries = 2; tries <= 6; tries++) {
            again();
            assertThat(tries(application)).isEqualTo(tries);
        }
        assertThat(rig.carried(application)).isEqualTo(6);
        sweep();
        assertThat(number("SELECT tries FROM wanted_application WHERE tenant_id = '%s'"))
                .as("the pauses stay long")
                .isEqualTo(tries(application));

        greenhouse.reject(application);
        sweep();
        assertThat(rig.carried(application)).as("no sweep sees it").isEqualTo(6);
        rig.greenhouse.faults().clear();
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
    }

    @Test
    void aScoreThatCannotBeEmptiedIsReportedAndEmptiedOncePossible() {
        running();
        rig.shadow(rig.upload(10));
        candidate = greenhouse.addCandidate("Ida", "Bell");
        application = scoredBesideAnArchivedField(candidate);

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        again();
        assertCannotBeEmptied();
        assertThat(number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'REFUSED'"))
                .as("told once")
                .isEqualTo(1);

        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(rig.scores())
                .filteredOn(
                        row -> row.applicationId() == application && row.state().equals("WRITTEN"))
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).isNull());

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertCannotBeEmptied();
        greenhouse.change("custom_fields", NOTICE_FIELD, row -> row.put("active", true));
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice")).isEqualTo("two months");
        assertThat(waiting()).isZero();
    }

    private void assertCannotBeEmptied() {
        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(rig.scores())
                .filteredOn(row -> row.applicationId() == application && row.reason() != null)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.state()).isEqualTo("WRITTEN");
                    assertThat(row.reason())
                            .startsWith("the field cannot be emptied: ")
                            .endsWith("; empty it by hand");
                });
    }

    /** Emptying its score would lose the value of that field. */
    private long scoredBesideAnArchivedField(long candidate) {
        rig.customer.field(NOTICE_FIELD, "notice", "short_text");
        application = scored(candidate);
        field(application, "notice", TextNode.valueOf("two months"));
        greenhouse.archiveField("notice");
        return application;
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "dry-run"})
    void aScoreOfAHiddenApplicationIsEmptiedOnceItIsShown(String mode) {
        running();
        idaIsScored();
        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.STUB;
        rig.greenhouse.switches().reads.applicationsOfHidden = false;
        greenhouse.makePrivate(candidate);

        rig.change(Map.of("mode", mode));
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(6);

        rig.change(Map.of());
        greenhouse.reject(application);
        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.SHOWN;
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
    }

    @Test
    void aScoreWhoseWriteWasNotRecordedBeforeItsApplicationWasHiddenIsEmptiedOnceItIsShown() {
        running();
        idaIsScored();
        isNotRecorded(application);
        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.STUB;
        rig.greenhouse.switches().reads.applicationsOfHidden = false;
        greenhouse.makePrivate(candidate);
        rig.run();
        assertThat(rig.row(application).state()).isEqualTo("GONE");

        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.SHOWN;
        objections.object(rig.tenant, candidate);
        sweep();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
    }

    private int tries(long application) {
        return rig.greenhouse
                .calls()
                .where(call -> call.method().equals("PATCH") && call.path().endsWith("/" + application))
                .size();
    }

    @Test
    void aScoreOfACandidateWhoObjectsMeanwhileIsNeitherStoredNorCounted() {
        running();
        idaApplies();
        rig.before(
                Match.get("/v3/candidates").query(String.valueOf(candidate)),
                () -> objections.object(rig.tenant, candidate));
        double before = scored();

        rig.run(application);

        assertNotStored(application);
        assertThat(scored()).isEqualTo(before);
    }

    private double scored() {
        return metrics.counter(Discovery.APPLICATIONS, "outcome", "scored").count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withdrawingAnObjectionRequestsASweepThatFindsUnknownApplications(boolean anotherIsKnown) {
        running();
        candidate = greenhouse.addCandidate("Ida", "Bell");
        if (anotherIsKnown) {
            greenhouse.reject(scored(candidate));
        }
        application = unscoredApplicationOf(candidate);
        isOlderThanTheNextWindow(application);

        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.untilDone();

        assertThat(rig.carried(application)).isEqualTo(6);
    }

    @Test
    void aSweepFindsApplicationsThatArrivedWhileTheFieldOfAnotherObjected() {
        optingOut("application");
        candidate = greenhouse.addCandidate("Ida", "Bell");
        long saying = scored(candidate);
        field(saying, OPT_OUT, BooleanNode.TRUE);
        rig.run(saying);
        long later = apply(candidate, 7);
        rig.run();
        isOlderThanTheNextWindow(later);

        field(saying, OPT_OUT, BooleanNode.FALSE);
        rig.run(saying);

        assertThat(rig.carried(later)).isEqualTo(8);
    }

    private void isOlderThanTheNextWindow(long application) {
        greenhouse.updatedLast(application, rig.clock.instant().minus(Duration.ofHours(3)));
    }

    private long unscoredApplicationOf(long candidate) {
        objections.object(rig.tenant, candidate);
        application = apply(candidate, 5);
        rig.run();
        assertThat(rig.customer.score(application)).isNull();
        return application;
    }

    @Test
    void theFieldOfAnApplicationObjectsUntilItSaysNo() {
        optingOut("application");
        idaApplies();
        rig.run();
        assertThat(rig.carried(application)).isEqualTo(6);

        field(application, OPT_OUT, BooleanNode.TRUE);
        rig.run(application);
        assertThat(objections.of(rig.tenant, candidate))
                .extracting(Objections.Objection::source)
                .containsExactly(Source.FIELD);
        assertThat(rig.customer.score(application)).isNull();

        field(application, OPT_OUT, BooleanNode.FALSE);
        rig.run();
        assertThat(objections.of(rig.tenant, candidate)).isEmpty();
        assertThat(rig.carried(application)).isEqualTo(6);
    }

    @Test
    void aNewOptOutFieldIsReadOfAllApplicationsAndStopsWaitingScores() {
        running(Map.of("mode", "dry-run"));
        greenhouse.addField(OPT_OUT_FIELD, OPT_OUT, "yes_no");
        idaApplies();
        long objecting = greenhouse.addCandidate("Ira", "Bell");
        long withYes = apply(objecting, 7);
        field(withYes, OPT_OUT, BooleanNode.TRUE);
        rig.run();
        rig.clock.pass(Duration.ofHours(3));

        rig.change(Map.of("opt_out_field", OPT_OUT));
        rig.untilDone();

        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(rig.greenhouse.calls().all())
                .filteredOn(call -> call.method().equals("PATCH"))
                .noneMatch(call -> call.path().endsWith("/" + withYes));
        assertThat(objections.of(rig.tenant, objecting)).hasSize(1);
        assertThat(number(
                        "SELECT count(*) FROM decision JOIN candidate_key USING (tenant_id, alias) WHERE tenant_id = '%s' AND kind = 'WITHHELD' AND application_id = %d"
                                .formatted(rig.tenant, withYes)))
                .isEqualTo(1);
    }

    @Test
    void theNextSweepSeesTheFieldOfACandidateAndItsWithdrawal() {
        optingOut("candidate");
        idaApplies();
        rig.run();
        assertThat(rig.carried(application)).isEqualTo(6);

        objects(candidate, true);
        long later = apply(candidate, 7);
        sweep();
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.customer.score(later)).isNull();

        greenhouse.change(
                "candidates",
                candidate,
                row -> row.withObject("/custom_fields/" + OPT_OUT).putNull("value"));
        sweep();
        rig.run();
        assertThat(objections.of(rig.tenant, candidate)).isEmpty();
        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(rig.carried(later)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void anOptOutFieldThatBecomesHiddenWithdrawsNoObjection(HiddenFields hidden) {
        optingOut("candidate");
        greenhouse.change("custom_fields", OPT_OUT_FIELD, row -> row.put("private", true));
        idaApplies();
        objects(candidate, true);
        rig.run();
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);

        rig.greenhouse.switches().privateFields = false;
        rig.greenhouse.switches().reads.hiddenFields = hidden;
        sweep();

        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        assertThat(rig.customer.score(application)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "candidate"})
    void anArchivedOptOutFieldWithdrawsNoObjectionAndBlocksTheTenant(String carrier) {
        optingOut(carrier);
        idaApplies();
        if (carrier.equals("application")) {
            field(application, OPT_OUT, BooleanNode.TRUE);
        } else {
            objects(candidate, true);
        }
        sweep();
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);

        greenhouse.change("custom_fields", OPT_OUT_FIELD, row -> row.put("active", false));
        Map.of("applications", application, "candidates", candidate)
                .forEach((table, id) -> greenhouse.change(
                        table, id, row -> row.withObject("/custom_fields").remove(OPT_OUT)));
        rig.clock.pass(Duration.ofHours(25));
        rig.request();

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(rig.status().reason()).startsWith("opt_out_field: ").contains("'no_scores'");
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void anAnonymisedCandidateIsErasedAndWithheld() {
        running();
        idaApplies();
        rig.run();

        wasWrittenAnHourAgo(application);
        greenhouse.anonymise(candidate, NAME_AND_FIELDS);
        sweep();

        assertNotStored(application);
        assertThat(withheld.among(rig.tenant, List.of(candidate))).containsExactly(candidate);
        assertThat(rig.customer.score(application)).isNull();
    }

    /** A person may have emptied it. */
    @ParameterizedTest
    @ValueSource(strings = {"v3", "v1"})
    void aFieldThatIsEmptyAfterOurWriteIsNoLongerReadOnceListsMustShowTheWrite(String version) {
        running();
        idaIsScored();
        readsOver(version);
        rig.empty(application);
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(waiting()).isOne();

        isEmptiedByHand(application);
        again();

        assertThat(waiting()).isZero();
        assertFoundEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3", "v1"})
    void aFieldThatAWriteWithoutAnAnswerHasEmptiedIsFoundEmpty(String version) {
        running();
        idaIsScored();
        readsOver(version);
        wasWrittenAnHourAgo(application);
        rig.on(Match.patch("/%s/applications/%d".formatted(version, application)))
                .answer(new Fault.ApplyThenStatus(502));
        objections.object(rig.tenant, candidate);
        rig.untilDone();

        again();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
        assertFoundEmpty();
    }

    /** It may still have its value. */
    @Test
    void aFieldThatIsNotShownIsNotTakenForEmpty() {
        running();
        idaIsScored();
        isEmptiedByHand(application);
        rig.greenhouse.switches().unsetFields = UnsetFields.ABSENT;
        objections.object(rig.tenant, candidate);
        rig.untilDone();

        assertThat(waiting()).isZero();
        assertThat(rig.row(application).state()).isEqualTo("WRITTEN");
    }

    /** Other users still see its value. */
    @ParameterizedTest
    @EnumSource
    void aScoreInAFieldThatBecameHiddenIsEmptiedOnceItIsShown(HiddenFields hidden) {
        running();
        greenhouse.rows("custom_fields").stream()
                .filter(field -> field.path("name_key").asText().equals(PointsCustomer.SCORE_FIELD))
                .forEach(field -> greenhouse.change(
                        "custom_fields", field.path("id").longValue(), row -> row.put("private", true)));
        idaIsScored();
        wasWrittenAnHourAgo(application);
        rig.greenhouse.switches().privateFields = false;
        rig.greenhouse.switches().reads.hiddenFields = hidden;
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.row(application).state()).isEqualTo("WRITTEN");

        rig.greenhouse.switches().privateFields = true;
        sweep();
        assertThat(rig.customer.score(application)).isNull();
    }

    private void readsOver(String version) {
        if (version.equals("v1")) {
            rig.change(Map.of("harvest_api_key", greenhouse.apiKey()));
        }
    }

    private void assertFoundEmpty() {
        assertThat(rig.row(application)).satisfies(row -> {
            assertThat(row.state()).isEqualTo("SUPERSEDED");
            assertThat(row.reason()).isEqualTo("the candidate is not to be scored, and the field was found empty");
        });
        assertThat(number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'CLEARED'"))
                .isEqualTo(1);
    }

    @Test
    void aSweepStoresNoApplicationOfAnErasedCandidate() {
        optingOut("candidate");
        idaApplies();
        erase(candidate);
        rig.greenhouse.calls().clear();

        sweep();

        assertThat(rig.greenhouse.calls().where(call -> call.query().contains(String.valueOf(application))))
                .as("wanted by its id")
                .isEmpty();
        assertThat(rig.customer.score(application)).isNull();
    }
}
