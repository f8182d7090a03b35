package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
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
import io.quarkus.test.junit.QuarkusTest;
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

/** Erased and objecting candidates are not scored by any way, and a score of ours in Greenhouse is emptied. */
@QuarkusTest
class CandidateRightsQuarkusTest extends RightsByHand {

    private static final String NO_FIELD = "";

    @Test
    void whoObjectsIsNotScoredByAWindowByIdsOrByANewModel() {
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void inADryRunNothingIsEmptiedUntilTheTenantIsLive(boolean rejected) {
        running();
        idaIsScored();
        rig.change(Map.of("mode", "dry-run"));
        rig.greenhouse.calls().clear();

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.patches()).isEmpty();
        assertThat(rig.carried(application)).isEqualTo(6);
        if (rejected) {
            greenhouse.reject(application);
        }

        rig.change(Map.of());
        if (rejected) {
            again();
        } else {
            sweep();
        }
        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
    }

    @Test
    void aScoreOfOursIsEmptiedOnceAndWhatAPersonEntersStays() {
        running();
        candidate = greenhouse.addCandidate("Ida", "Bell");
        long ours = apply(candidate, 5);
        long theirs = apply(candidate, 5);
        rig.run();
        field(theirs, PointsCustomer.SCORE_FIELD, IntNode.valueOf(77));

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.customer.score(ours)).isNull();
        assertThat(rig.carried(theirs)).isEqualTo(77);

        field(ours, PointsCustomer.SCORE_FIELD, IntNode.valueOf(6));
        rig.want(ours, theirs);
        sweep();
        assertThat(rig.carried(ours)).as("by hand").isEqualTo(6);
        assertThat(rig.carried(theirs)).isEqualTo(77);
    }

    @Test
    void reasonsOfOursAreEmptiedBesideAScoreThatAPersonEntered() {
        rig = new RunByHand(vault, Map.of("reasons_field", "why"));
        rig.customer.field(4_440_000_003L, "why", "short_text");
        greenhouse = rig.customer.organisation();
        rig.customer.with(3);
        job = rig.job(rig.customer.ids().getFirst());
        rig.activate(rig.upload(Graph.times(10), PointsCustomer.MANIFEST));
        rig.untilDone();
        idaIsScored();
        assertThat(greenhouse.score(application, "why")).isEqualTo("+50 application.custom[points]");
        field(application, PointsCustomer.SCORE_FIELD, IntNode.valueOf(77));

        objections.object(rig.tenant, candidate);
        rig.untilDone();

        assertThat(greenhouse.score(application, "why")).isNull();
        assertThat(rig.carried(application)).isEqualTo(77);
        assertThat(waiting()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"403, harvest:applications:update", "404, as if they did not exist"})
    void whereGreenhouseRefusesToEmptyAnyFieldTheTenantIsBlockedAndSaysSo(int status, String why) {
        running();
        List<Long> candidates = IntStream.range(0, 12)
                .mapToObj(_ -> greenhouse.addCandidate("Ida", "Bell"))
                .toList();
        candidates.forEach(candidate -> apply(candidate, 5));
        rig.run();
        rig.greenhouse
                .faults()
                .on(Match.patch("/v3/applications"))
                .after(1)
                .always()
                .answer(new Fault.Status(status, "{}"));
        rig.greenhouse.calls().clear();

        candidates.forEach(candidate -> objections.object(rig.tenant, candidate));
        rig.slice();

        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().reason()).contains(why);
        assertThat(rig.greenhouse.calls().where(call -> call.method().equals("PATCH")))
                .hasSize(11);
        assertThat(number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'CLEARED'"))
                .as("noted before the failure")
                .isOne();
    }

    @Test
    void aTokenEndpointThatIsAwayWhileAFieldIsEmptiedIsNoReasonToRest() {
        running();
        List<Long> candidates = IntStream.range(0, 3)
                .mapToObj(_ -> greenhouse.addCandidate("Ida", "Bell"))
                .toList();
        List<Long> applications =
                candidates.stream().map(candidate -> apply(candidate, 5)).toList();
        rig.run();
        Match patch = Match.patch("/v3/applications");
        rig.greenhouse
                .faults()
                .before(patch, () -> rig.greenhouse.faults().on(Match.token()).answer(Fault.serverError()));
        rig.greenhouse.faults().on(patch).answer(new Fault.RevokeToken());

        candidates.forEach(candidate -> objections.object(rig.tenant, candidate));
        rig.slice();

        assertThat(rig.status().reason()).isNull();
        assertThat(applications.stream().map(rig.customer::score).filter(Objects::isNull))
                .as("all but one")
                .hasSize(2);
        again();
        assertThat(applications)
                .allSatisfy(application ->
                        assertThat(rig.customer.score(application)).isNull());
    }

    /** Reads work, so that no several failures in a row make the tenant rest. */
    @ParameterizedTest
    @ValueSource(ints = {503, 403, 404})
    void aFieldThatGreenhouseDoesNotEmptyDelaysNoOtherAndIsTriedForAsLongAsItTakes(int status) {
        running();
        idaIsScored();
        rig.greenhouse.calls().clear();
        rig.greenhouse
                .faults()
                .on(Match.patch("/v3/applications/" + application))
                .always()
                .answer(new Fault.Status(status, "{}"));
        objections.object(rig.tenant, candidate);
        rig.customer.with(60);
        rig.request();

        rig.slice(() -> tries(application) > 20);
        assertThat(tries(application)).as("pauses between its tries").isEqualTo(1);
        rig.untilDone();
        assertThat(rig.customer.ids())
                .allSatisfy(id -> assertThat(rig.customer.score(id)).isNotNull());
        for (int tries = 1; tries < 6; tries++) {
            assertThat(tries(application)).isEqualTo(tries);
            again();
        }
        assertThat(tries(application)).isEqualTo(6);
        assertThat(rig.carried(application)).isEqualTo(6);

        greenhouse.reject(application);
        sweep();
        assertThat(rig.carried(application)).as("no sweep sees it").isEqualTo(6);
        rig.greenhouse.faults().clear();
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
    }

    @Test
    void aScoreThatCannotBeEmptiedAsTheApplicationIsSaysSoAndIsEmptiedOnceItCan() {
        running();
        rig.shadow(rig.upload(10));
        candidate = greenhouse.addCandidate("Ida", "Bell");
        application = scoredBesideAnArchivedField(candidate);

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        again();
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
        assertThat(number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'REFUSED'"))
                .as("told once")
                .isEqualTo(1);

        greenhouse.change("custom_fields", NOTICE_FIELD, row -> row.put("active", true));
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice")).isEqualTo("two months");
        assertThat(waiting()).isZero();
    }

    @Test
    void onceTheObjectionIsTakenBackAScoreThatCannotBeEmptiedNeedNotBe() {
        running();
        long another = scored(greenhouse.addCandidate("Ann", "Lee"));
        execute("UPDATE score SET reason = 'planted' WHERE tenant_id = '%s' AND application_id = %d", another);
        candidate = greenhouse.addCandidate("Ida", "Bell");
        application = scoredBesideAnArchivedField(candidate);
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.scores())
                .filteredOn(row -> row.applicationId() == application)
                .allMatch(row -> row.reason().contains("empty it by hand"));

        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.untilDone();

        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(rig.scores())
                .filteredOn(row -> row.applicationId() == application)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.state()).isEqualTo("WRITTEN");
                    assertThat(row.reason()).isNull();
                });
        assertThat(rig.row(another).reason())
                .as("another candidate's, whose field could not be emptied either")
                .isEqualTo("planted");
    }

    /** Its score cannot be emptied without loss to that field. */
    private long scoredBesideAnArchivedField(long candidate) {
        rig.customer.field(NOTICE_FIELD, "notice", "short_text");
        application = scored(candidate);
        field(application, "notice", TextNode.valueOf("two months"));
        greenhouse.archiveField("notice");
        return application;
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "dry-run"})
    void aScoreOfAnApplicationThatIsNotShownIsEmptiedOnceItIs(String mode) {
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
    void aScoreThatMayHaveArrivedBeforeItsApplicationWasHiddenIsEmptiedOnceThatShowsAgain() {
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
    void overV1AScoreOfOursIsEmptiedOnceToo() {
        running();
        candidate = greenhouse.addCandidate("Ida", "Bell");
        long ours = scored(candidate);
        rig.change(Map.of("harvest_api_key", greenhouse.apiKey()));

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.customer.score(ours)).isNull();

        rig.greenhouse.calls().clear();
        field(ours, PointsCustomer.SCORE_FIELD, IntNode.valueOf(6));
        sweep();
        assertThat(rig.carried(ours)).as("by hand").isEqualTo(6);
        assertThat(rig.patches()).isEmpty();
    }

    @Test
    void anObjectionThatIsTakenBackHoldsFromTheNextRun() {
        running();
        candidate = greenhouse.addCandidate("Ida", "Bell");
        application = leftAlone(candidate);

        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.run();

        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(number(
                        "SELECT count(DISTINCT number) FROM decision JOIN candidate_key USING (tenant_id, alias) WHERE tenant_id = '%s' AND kind = 'OBJECTION_WITHDRAWN' AND candidate_id = "
                                + candidate))
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anObjectionOfAnUnknownApplicationIsTakenBackByASweepOfItsOwn(boolean anotherIsKnown) {
        running();
        candidate = greenhouse.addCandidate("Ida", "Bell");
        if (anotherIsKnown) {
            greenhouse.reject(scored(candidate));
        }
        application = leftAlone(candidate);
        noWindowHas(application);

        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.untilDone();

        assertThat(rig.carried(application)).isEqualTo(6);
    }

    @Test
    void anApplicationThatCameMeanwhileIsFoundOnceTheFieldOfAnotherSaysNo() {
        optingOut("application");
        candidate = greenhouse.addCandidate("Ida", "Bell");
        long saying = scored(candidate);
        field(saying, OPT_OUT, BooleanNode.TRUE);
        rig.run(saying);
        long later = apply(candidate, 7);
        rig.run();
        noWindowHas(later);

        field(saying, OPT_OUT, BooleanNode.FALSE);
        rig.run(saying);

        assertThat(rig.carried(later)).isEqualTo(8);
    }

    private void noWindowHas(long application) {
        greenhouse.updatedLast(application, rig.clock.instant().minus(Duration.ofHours(3)));
    }

    /** An application of a candidate who objects. */
    private long leftAlone(long candidate) {
        objections.object(rig.tenant, candidate);
        application = apply(candidate, 5);
        rig.run();
        assertThat(rig.customer.score(application)).isNull();
        return application;
    }

    @Test
    void theFieldOfAnApplicationIsAnObjectionUntilItSaysNo() {
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

    /** The form of another job asks again, or has a default; the application that said Yes is not in the window. */
    @Test
    void theNoOfAnotherApplicationTakesNothingBack() {
        optingOut("application");
        candidate = greenhouse.addCandidate("Ida", "Bell");
        long first = apply(candidate, 5);
        field(first, OPT_OUT, BooleanNode.TRUE);
        rig.run();
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);

        rig.clock.pass(Duration.ofHours(2));
        long second = apply(candidate, 7);
        field(second, OPT_OUT, BooleanNode.FALSE);
        rig.run();

        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        assertThat(rig.customer.score(second)).isNull();
    }

    @Test
    void aFieldThatIsNewIsObeyedByWhatWaitsAndReadOfAllApplications() {
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

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFieldOfACandidateIsSeenByTheNextSweepAndSoIsItsEnd(boolean emptied) {
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

        if (emptied) {
            greenhouse.change(
                    "candidates",
                    candidate,
                    row -> row.withObject("/custom_fields/" + OPT_OUT).putNull("value"));
        } else {
            objects(candidate, false);
        }
        sweep();
        rig.run();
        assertThat(objections.of(rig.tenant, candidate)).isEmpty();
        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(rig.carried(later)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void aPrivateFieldThatTheUserNoLongerSeesTakesNoObjectionBack(HiddenFields hidden) {
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

    /** A candidate who objected is not scored because the field that says so is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"application", "candidate"})
    void aFieldThatIsArchivedTakesNoObjectionBackAndBlocksTheTenant(String carrier) {
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
        for (String table : List.of("applications", "candidates")) {
            greenhouse.change(
                    table,
                    table.equals("candidates") ? candidate : application,
                    row -> row.withObject("/custom_fields").remove(OPT_OUT));
        }
        rig.clock.pass(Duration.ofHours(25));
        rig.request();

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(rig.status().reason()).startsWith("opt_out_field: ").contains("'no_scores'");
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        assertThat(rig.customer.score(application)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "candidate"})
    void aFieldThatSaysNeitherYesNorNoBlocksTheTenant(String carrier) {
        optingOut(carrier);
        greenhouse.change("custom_fields", OPT_OUT_FIELD, row -> row.put("value_type", "single_select"));
        rig.clock.pass(Duration.ofHours(25));
        rig.request();

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(rig.status().reason()).isEqualTo("opt_out_field: the custom field 'no_scores' is no yes/no field");
    }

    @Test
    void whoIsFoundWithoutANameIsErasedAndNeverScoredAgain() {
        running();
        idaApplies();
        rig.run();

        execute(
                "UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d",
                application);
        greenhouse.anonymise(candidate, NAME_AND_FIELDS);
        sweep();

        assertNotStored(application);
        assertThat(withheld.among(rig.tenant, List.of(candidate))).containsExactly(candidate);
        assertThat(rig.customer.score(application)).isNull();
    }

    /** An empty field may be a person's doing, and is not read for ever. */
    @Test
    void aFieldThatStaysEmptyAfterOurWriteIsReadNoMoreOnceAnyListWouldShowIt() {
        running();
        idaIsScored();
        field(application, PointsCustomer.SCORE_FIELD, NullNode.instance);
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(waiting()).isOne();

        isEmptiedByHand(application);
        again();

        assertThat(waiting()).isZero();
        assertFoundEmpty();
    }

    @Test
    void aFieldThatWasEmptiedByAWriteOfOursWithoutAnAnswerIsFoundEmpty() {
        running();
        idaIsScored();
        execute(
                "UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d",
                application);
        rig.greenhouse
                .faults()
                .on(Match.patch("/v3/applications/" + application))
                .answer(new Fault.ApplyThenStatus(502));
        objections.object(rig.tenant, candidate);
        rig.untilDone();

        again();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
        assertFoundEmpty();
    }

    /** Where it is not shown, it may have its value. */
    @Test
    void aFieldThatIsNotShownIsNotTakenForAnEmptyOne() {
        running();
        idaIsScored();
        isEmptiedByHand(application);
        rig.greenhouse.switches().unsetFields = UnsetFields.ABSENT;
        objections.object(rig.tenant, candidate);
        rig.untilDone();

        assertThat(waiting()).isZero();
        assertThat(rig.row(application).state()).isEqualTo("WRITTEN");
    }

    /** Others see its value still. */
    @ParameterizedTest
    @EnumSource
    void aScoreThatTheUserNoLongerSeesIsEmptiedOnceItIsShownAgain(HiddenFields hidden) {
        running();
        greenhouse.rows("custom_fields").stream()
                .filter(field -> field.path("name_key").asText().equals(PointsCustomer.SCORE_FIELD))
                .forEach(field -> greenhouse.change(
                        "custom_fields", field.path("id").longValue(), row -> row.put("private", true)));
        idaIsScored();
        execute(
                "UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d",
                application);
        rig.greenhouse.switches().privateFields = false;
        rig.greenhouse.switches().reads.hiddenFields = hidden;
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.row(application).state()).isEqualTo("WRITTEN");

        rig.greenhouse.switches().privateFields = true;
        sweep();
        assertThat(rig.customer.score(application)).isNull();
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
    void aSweepStoresNothingOfApplicationsOfThoseWhoWereErased() {
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
