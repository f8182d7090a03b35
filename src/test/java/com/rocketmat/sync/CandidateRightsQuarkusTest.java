package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.session.Budgets;
import com.rocketmat.privacy.Merges;
import com.rocketmat.privacy.Objections;
import com.rocketmat.privacy.Objections.Source;
import com.rocketmat.privacy.Withheld;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.sandbox.greenhouse.ReadSwitches.HiddenFields;
import com.rocketmat.sandbox.greenhouse.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.Switches.NonAdminReads;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.state.TenantOrphaned;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStatus;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Erased and objecting candidates are not scored by any way, and a score of ours in Greenhouse is emptied. */
@QuarkusTest
class CandidateRightsQuarkusTest {

    private static final Set<String> NAME_AND_FIELDS = Set.of("full_name", "custom_application_fields");
    private static final String OPT_OUT = "no_scores";
    private static final String NO_FIELD = "";
    private static final long OPT_OUT_FIELD = 4_440_000_009L;
    private static final long NOTICE_FIELD = 4_440_000_008L;
    private static final Duration LATE = Duration.ofHours(1);

    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    Budgets budgets;

    @Inject
    Objections objections;

    @Inject
    Withheld withheld;

    @Inject
    Merges merges;

    @Inject
    Event<TenantOrphaned> orphans;

    @Inject
    Event<TenantChange> changes;

    private RunByHand rig;
    private Organisation greenhouse;
    private long job;

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whoObjectsIsNotScoredByAWindowByIdsOrByANewModel() {
        running(Map.of("rescore", "on-new-model"));
        long candidate = greenhouse.addCandidate("Ida", "Bell");
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
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
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
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
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
    void whereGreenhouseForbidsToEmptyAnyFieldTheTenantIsBlockedAndSaysSo() {
        running(Map.of());
        List<Long> candidates = IntStream.range(0, 12)
                .mapToObj(_ -> greenhouse.addCandidate("Ida", "Bell"))
                .toList();
        candidates.forEach(candidate -> apply(candidate, 5));
        rig.run();
        rig.greenhouse.faults().on(Match.patch("/v3/applications")).always().answer(new Fault.Status(403, "{}"));
        rig.greenhouse.calls().clear();

        candidates.forEach(candidate -> objections.object(rig.tenant, candidate));
        rig.slice();

        assertThat(status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(status().reason()).contains("harvest:applications:update");
        assertThat(rig.greenhouse.calls().where(call -> call.method().equals("PATCH")))
                .hasSize(10);
    }

    @Test
    void aTokenEndpointThatIsAwayWhileAFieldIsEmptiedIsNoReasonToRest() {
        running(Map.of());
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

        assertThat(status().reason()).isNull();
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
    @ValueSource(ints = {503, 403})
    void aFieldThatGreenhouseDoesNotEmptyDelaysNoOtherAndIsTriedForAsLongAsItTakes(int status) {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        rig.greenhouse.calls().clear();
        rig.greenhouse
                .faults()
                .on(Match.patch("/v3/applications/" + application))
                .always()
                .answer(new Fault.Status(status, "{}"));
        objections.object(rig.tenant, candidate);
        rig.customer.with(520);
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

    /** As after a pause. */
    private void again() {
        execute("UPDATE wanted_application SET wanted_at = now() WHERE tenant_id = '%s'".formatted(rig.tenant));
        rig.untilDone();
    }

    private long waiting() {
        return count("SELECT count(*) FROM wanted_application WHERE tenant_id = '%s'".formatted(rig.tenant));
    }

    @Test
    void aScoreThatCannotBeEmptiedAsTheApplicationIsSaysSoAndIsEmptiedOnceItCan() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scoredBesideAnArchivedField(candidate);

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        again();
        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(rig.scores())
                .filteredOn(row -> row.applicationId() == application)
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.state()).isEqualTo("WRITTEN");
                    assertThat(row.reason())
                            .startsWith("the field cannot be emptied: ")
                            .endsWith("; empty it by hand");
                });
        assertThat(count("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'REFUSED'"
                        .formatted(rig.tenant)))
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
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scoredBesideAnArchivedField(candidate);
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
    }

    /** Its score cannot be emptied without loss to that field. */
    private long scoredBesideAnArchivedField(long candidate) {
        rig.customer.field(NOTICE_FIELD, "notice", "short_text");
        long application = scored(candidate);
        field(application, "notice", TextNode.valueOf("two months"));
        greenhouse.archiveField("notice");
        return application;
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "dry-run"})
    void aScoreOfAnApplicationThatIsNotShownIsEmptiedOnceItIs(String mode) {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
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

    private int tries(long application) {
        return rig.greenhouse
                .calls()
                .where(call -> call.method().equals("PATCH") && call.path().endsWith("/" + application))
                .size();
    }

    @Test
    void overV1AScoreOfOursIsEmptiedOnceToo() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
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
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = leftAlone(candidate);

        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.run();

        assertThat(rig.carried(application)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anObjectionOfAnUnknownApplicationIsTakenBackByASweepOfItsOwn(boolean anotherIsKnown) {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        if (anotherIsKnown) {
            greenhouse.reject(scored(candidate));
        }
        long application = leftAlone(candidate);
        noWindowHas(application);

        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.untilDone();

        assertThat(rig.carried(application)).isEqualTo(6);
    }

    @Test
    void anApplicationThatCameMeanwhileIsFoundOnceTheFieldOfAnotherSaysNo() {
        optingOut("application");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
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
        long application = apply(candidate, 5);
        rig.run();
        assertThat(rig.customer.score(application)).isNull();
        return application;
    }

    @Test
    void theFieldOfAnApplicationIsAnObjectionUntilItSaysNo() {
        optingOut("application");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
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
        long candidate = greenhouse.addCandidate("Ida", "Bell");
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
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
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
        assertThat(count(
                        "SELECT count(*) FROM decision JOIN candidate_key USING (tenant_id, alias) WHERE tenant_id = '%s' AND kind = 'WITHHELD' AND application_id = %d"
                                .formatted(rig.tenant, withYes)))
                .isEqualTo(1);
    }

    @Test
    void theFieldOfACandidateIsSeenByTheNextSweepAndSoIsItsEnd() {
        optingOut("candidate");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        rig.run();
        assertThat(rig.carried(application)).isEqualTo(6);

        objects(candidate, true);
        long later = apply(candidate, 7);
        sweep();
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.customer.score(later)).isNull();

        objects(candidate, false);
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
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
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
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
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
        assertThat(rig.registered.states().standing(rig.tenant).reason())
                .startsWith("opt_out_field: ")
                .contains("'no_scores'");
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
        assertThat(rig.registered.states().standing(rig.tenant).reason())
                .isEqualTo("opt_out_field: the custom field 'no_scores' is no yes/no field");
    }

    @Test
    void whoIsFoundWithoutANameIsErasedAndNeverScoredAgain() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        rig.run();

        execute("UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d"
                .formatted(rig.tenant, application));
        greenhouse.anonymise(candidate, NAME_AND_FIELDS);
        sweep();

        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
        assertThat(withheld.among(rig.tenant, List.of(candidate))).containsExactly(candidate);
        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void aWriteInFlightForACandidateWhoIsMadeAnonymousIsLookedAtAgainAndEmptied() {
        running(Map.of());
        rig.customer.field(NOTICE_FIELD, "notice", "short_text");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        field(application, "notice", TextNode.valueOf("two months"));
        rig.greenhouse
                .faults()
                .before(
                        Match.patch("/v3/applications/" + application),
                        () -> greenhouse.anonymise(candidate, NAME_AND_FIELDS));
        rig.want(application);

        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice"))
                .as("sent back by our PATCH")
                .isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
        assertThat(withheld.among(rig.tenant, List.of(candidate))).containsExactly(candidate);
    }

    @Test
    void aWriteInFlightForACandidateWhoObjectsMeanwhileIsTakenBackAndTheOtherFieldsStay() {
        running(Map.of());
        rig.customer.field(NOTICE_FIELD, "notice", "short_text");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        field(application, "notice", TextNode.valueOf("two months"));
        rig.greenhouse
                .faults()
                .before(Match.patch("/v3/applications/" + application), () -> objections.object(rig.tenant, candidate));
        rig.want(application);

        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice")).isEqualTo("two months");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWriteInFlightThatListsDoNotShowYetIsTakenBackOnceTheyDo(boolean anonymised) {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        rig.greenhouse.faults().before(Match.patch("/v3/applications/" + application), () -> {
            if (anonymised) {
                greenhouse.anonymise(candidate, NAME_AND_FIELDS);
            } else {
                erase(candidate);
            }
            listsAreLate();
        });
        rig.want(application);
        assertThat(rig.slice())
                .as("looked at soon, whenever the next window is due")
                .isEqualTo(new SliceOutcome.AsBefore(rig.clock.instant().plus(Duration.ofMinutes(1))));
        assertThat(rig.carried(application)).isEqualTo(6);

        rig.clock.pass(LATE);
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(orphaned()).as("looked at").isZero();
    }

    /** Once it was rejected, no sweep would find it. */
    @Test
    void aScoreThatAListDoesNotShowYetIsEmptiedOnceItDoes() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        listsAreLate();
        rig.run(application);
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(6);

        rig.clock.pass(LATE);
        again();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
    }

    /** An empty field may be a person's doing, and is not read for ever. */
    @Test
    void aFieldThatStaysEmptyAfterOurWriteIsReadNoMoreOnceAnyListWouldShowIt() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        field(application, PointsCustomer.SCORE_FIELD, NullNode.instance);
        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(waiting()).isOne();

        isEmptiedByHand(application);
        again();

        assertThat(waiting()).isZero();
    }

    private void listsAreLate() {
        rig.greenhouse.switches().readAfterWriteLag = LATE;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onceATenantIsPausedOrInADryRunNothingIsTakenBackUntilItIsLive(boolean dryRun) {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        rig.greenhouse.faults().before(Match.patch("/v3/applications/" + application), () -> {
            objections.object(rig.tenant, candidate);
            if (dryRun) {
                rig.change(Map.of("mode", "dry-run"));
            } else {
                rig.registered.states().pause(rig.tenant);
            }
            rig.clock.pass(Duration.ofSeconds(2));
        });
        rig.want(application);
        rig.greenhouse.calls().clear();

        rig.slice();
        rig.slice();
        assertThat(rig.patches()).hasSize(1);
        assertThat(rig.carried(application)).isEqualTo(6);
        assertThat(orphaned()).isEqualTo(1);

        rig.change(Map.of());
        rig.registered.states().resume(rig.tenant, Mode.LIVE);
        rig.untilDone();
        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void aWriteInFlightForACandidateWhoIsMergedIntoOneWhoObjectsIsTakenBack() {
        running(Map.of());
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        objections.object(rig.tenant, winner);
        long application = apply(loser, 5);
        rig.greenhouse.faults().before(Match.patch("/v3/applications/" + application), () -> merge(loser, winner));
        rig.want(application);

        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void theLastWritesOfADeadReplicaAreLookedAtAgain() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        greenhouse.anonymise(candidate, Set.of("full_name"));
        rig.untilDone();
        assertThat(rig.carried(application)).as("it is not looked at").isEqualTo(6);

        orphans.fire(new TenantOrphaned(rig.tenant, true));
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
        assertThat(withheld.among(rig.tenant, List.of(candidate))).containsExactly(candidate);
        rig.greenhouse.calls().clear();
        rig.run();
        assertThat(rig.greenhouse.calls().where(call -> call.path().startsWith("/v3/candidates")))
                .as("once")
                .isEmpty();
    }

    @Test
    void whatIsNotLookedAtForLackOfCallsIsLookedAtByTheReplicaThatRunsTheTenantNext() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        anonymousDuringTheWriteAndNoCallIsLeft(candidate, application);
        rig.slice();
        assertThat(rig.carried(application)).isEqualTo(6);

        forgetWhatWasWritten();
        rig.clock.pass(Duration.ofSeconds(31));
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
        assertThat(orphaned()).as("looked at").isZero();
    }

    @Test
    void theReplicaThatWroteStillKnowsWhatElseItSentOnceItHasCallsAgain() {
        running(Map.of());
        rig.customer.field(NOTICE_FIELD, "notice", "short_text");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        field(application, "notice", TextNode.valueOf("two months"));
        anonymousDuringTheWriteAndNoCallIsLeft(candidate, application);
        rig.slice();
        assertThat(orphaned()).isEqualTo(1);

        rig.clock.pass(Duration.ofSeconds(31));
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice"))
                .as("sent back by our PATCH")
                .isNull();
        assertThat(orphaned()).isZero();
    }

    private void anonymousDuringTheWriteAndNoCallIsLeft(long candidate, long application) {
        rig.greenhouse.faults().before(Match.patch("/v3/applications/" + application), () -> {
            greenhouse.anonymise(candidate, NAME_AND_FIELDS);
            rig.greenhouse.faults().on(Match.get("/v3/candidates")).answer(new Fault.RateLimited(30));
        });
        rig.want(application);
    }

    /** As another replica, which has written nothing. */
    private void forgetWhatWasWritten() {
        changes.fire(new TenantChange.Stopped(rig.tenant));
    }

    private long orphaned() {
        return count("SELECT count(*) FROM sync_position WHERE orphaned AND tenant_id = '%s'".formatted(rig.tenant));
    }

    /** The candidate is read before waiting scores are written, and what is stored is erased. */
    @Test
    void aWriteThatADeadReplicaDidNotRecordIsLookedAtThoughItsScoreIsErasedFirst() {
        optingOut("candidate");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        isNotRecorded(application);
        greenhouse.anonymise(candidate, Set.of("full_name"));

        orphans.fire(new TenantOrphaned(rig.tenant, true));
        rig.run(application);

        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    @Test
    void aWriteThatADeadReplicaDidNotRecordIsLookedAtWhereItIsFound() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        isNotRecorded(application);
        greenhouse.anonymise(candidate, Set.of("full_name"));

        rig.run();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    @Test
    void aWriteThatADeadReplicaDidNotRecordIsEmptiedForOneWhoObjectsButOnlyOnce() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        isNotRecorded(application);

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.customer.score(application)).isNull();

        field(application, PointsCustomer.SCORE_FIELD, IntNode.valueOf(6));
        rig.run(application);
        assertThat(rig.carried(application)).as("by hand").isEqualTo(6);
    }

    @Test
    void whoIsMergedIntoAnErasedPersonIsErasedOnceTheFieldIsEmpty() {
        running(Map.of());
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(loser);
        erase(winner);
        // the application does not run this tenant, and says so
        execute("UPDATE tenant SET state = 'ACTIVE' WHERE tenant_id = '%s'".formatted(rig.tenant));

        merge(loser, winner);
        assertThat(rig.scores()).extracting(Row::applicationId).contains(application);
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    /** Which may say, as the loser's, that they object. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoIsMergedIntoAnErasedPersonIsErasedThoughTheListShowsTheLoserStill(boolean objecting) {
        optingOut("application");
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(loser);
        erase(winner);
        execute("UPDATE tenant SET state = 'ACTIVE' WHERE tenant_id = '%s'".formatted(rig.tenant));
        field(application, OPT_OUT, BooleanNode.valueOf(objecting));

        merges.merge(rig.tenant, loser, winner);
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    @Test
    void inADryRunWhoIsMergedIntoAnErasedPersonIsErasedThoughTheFieldIsNotEmpty() {
        running(Map.of());
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(loser);
        erase(winner);
        rig.change(Map.of("mode", "dry-run"));
        execute("UPDATE tenant SET state = 'DRY_RUN' WHERE tenant_id = '%s'".formatted(rig.tenant));

        merge(loser, winner);
        rig.untilDone();

        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
        assertThat(waiting()).isZero();
        assertThat(rig.carried(application)).isEqualTo(6);
    }

    @Test
    void whatTellsOursApartIsKeptOfOneWhoIsMergedIntoAnErasedPersonWhileTheFieldCannotBeEmptied() {
        running(Map.of());
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(loser);
        erase(winner);
        execute("UPDATE tenant SET state = 'ACTIVE' WHERE tenant_id = '%s'".formatted(rig.tenant));
        rig.greenhouse
                .faults()
                .on(Match.patch("/v3/applications/" + application))
                .always()
                .answer(new Fault.Status(422, "{\"message\":\"Unprocessable Content\"}"));

        merge(loser, winner);
        rig.untilDone();
        assertThat(rig.scores()).extracting(Row::applicationId).contains(application);

        rig.greenhouse.faults().clear();
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    @Test
    void whatTheirOwnFieldSaidHoldsForOneWithAnotherWhoNeverSaidSo() {
        optingOut("candidate");
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(loser);
        objects(loser, true);
        objects(winner, false);
        sweep();
        assertThat(rig.customer.score(application)).isNull();

        merge(loser, winner);
        rig.untilDone();
        sweep();
        assertThat(objections.of(rig.tenant, winner)).singleElement().satisfies(objection -> {
            assertThat(objection.source()).isEqualTo(Source.FIELD);
            assertThat(objection.field()).isNull();
        });
        assertThat(objections.of(rig.tenant, loser)).isEmpty();
        assertThat(rig.customer.score(application)).isNull();

        objects(winner, true);
        sweep();
        assertThat(objections.of(rig.tenant, winner))
                .extracting(Objections.Objection::field)
                .containsExactly(OPT_OUT);
        objects(winner, false);
        sweep();
        assertThat(objections.of(rig.tenant, winner)).isEmpty();
        assertThat(rig.carried(application)).isEqualTo(6);
    }

    /** No event tells of the merge, and the comparison is weeks away. */
    @Test
    void whoObjectsIsNotScoredAsTheOneWithWhomGreenhouseMergesThemEither() {
        running(Map.of());
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(loser);
        objections.object(rig.tenant, loser);
        rig.untilDone();
        assertThat(rig.customer.score(application)).isNull();

        greenhouse.mergeCandidates(winner, loser);
        sweep();
        rig.run(application);
        assertThat(rig.customer.score(application)).isNull();

        compare();
        assertThat(objections.of(rig.tenant, winner)).hasSize(1);
        assertThat(objections.of(rig.tenant, loser)).isEmpty();
    }

    @Test
    void aScoreOfOneWhoIsMergedStaysTheirsUntilThatIsNoticed() {
        running(Map.of());
        long loser = greenhouse.addCandidate("Ida", "Bell");
        long winner = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(loser);
        greenhouse.mergeCandidates(winner, loser);
        isEmptiedByHand(application);
        rig.activate(rig.upload(10));
        sweep();
        assertThat(rig.carried(application)).isEqualTo(15);
        assertThat(candidates(application)).containsExactly(loser);

        rig.greenhouse
                .faults()
                .before(Match.patch("/v3/applications/" + application), () -> objections.object(rig.tenant, winner));
        isEmptiedByHand(application);
        rig.activate(rig.upload(20));
        sweep();
        assertThat(rig.customer.score(application)).as("looked at again").isNull();
    }

    /** An hour after it was written, so that it is scored again. */
    private void isEmptiedByHand(long application) {
        execute(
                "UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d AND state = 'WRITTEN'"
                        .formatted(rig.tenant, application));
        field(application, PointsCustomer.SCORE_FIELD, NullNode.instance);
    }

    @Test
    void aSweepStoresNothingOfApplicationsOfThoseWhoWereErased() {
        optingOut("candidate");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        erase(candidate);
        rig.greenhouse.calls().clear();

        sweep();

        assertThat(rig.greenhouse.calls().where(call -> call.query().contains(String.valueOf(application))))
                .as("wanted by its id")
                .isEmpty();
        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void whatGreenhouseHasDeletedMergedOrMadeAnonymousIsFoundByComparison() {
        running(Map.of());
        long deleted = greenhouse.addCandidate("Ida", "Bell");
        long merged = greenhouse.addCandidate("Ira", "Bell");
        long winner = greenhouse.addCandidate("Ira", "Bell");
        long anonymous = greenhouse.addCandidate("Ines", "Bell");
        long first = apply(deleted, 5);
        long second = apply(merged, 6);
        long third = apply(anonymous, 7);
        rig.run();
        greenhouse.deleteCandidate(deleted);
        greenhouse.mergeCandidates(winner, merged);
        greenhouse.anonymise(anonymous, Set.of("full_name"));
        rig.greenhouse.calls().clear();

        compare();

        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(first, third);
        assertThat(candidates(second)).containsExactly(winner);
        assertThat(withheld.among(rig.tenant, List.of(deleted, anonymous))).contains(anonymous);
        assertThat(rig.greenhouse.calls().where(call -> call.path().startsWith("/v3")))
                .as("one list of applications, one of candidates")
                .hasSize(2);
    }

    @Test
    void candidatesWhoObjectAreComparedTooSinceTheyMayHaveNoScore() {
        running(Map.of());
        long deleted = greenhouse.addCandidate("Ida", "Bell");
        long anonymous = greenhouse.addCandidate("Ines", "Bell");
        long unchanged = greenhouse.addCandidate("Ira", "Bell");
        List<Long> all = List.of(deleted, anonymous, unchanged);
        all.forEach(candidate -> objections.object(rig.tenant, candidate));
        greenhouse.deleteCandidate(deleted);
        greenhouse.anonymise(anonymous, Set.of("full_name"));
        rig.greenhouse.calls().clear();

        compare();

        assertThat(all.stream()
                        .filter(candidate ->
                                !objections.of(rig.tenant, candidate).isEmpty()))
                .containsExactly(unchanged);
        assertThat(withheld.among(rig.tenant, all))
                .as("their objections hold")
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(rig.greenhouse.calls().where(call -> call.path().startsWith("/v3")))
                .as("one list of applications, one of candidates")
                .hasSize(2);
    }

    @Test
    void aPrivateCandidateWhoseStubHasNoIdIsNotTakenForDeleted() {
        running(Map.of());
        long objecting = greenhouse.addCandidate("Ira", "Bell");
        objections.object(rig.tenant, objecting);
        greenhouse.makePrivate(objecting);
        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.STUB_WITHOUT_ID;

        compare();

        assertThat(objections.of(rig.tenant, objecting)).hasSize(1);
    }

    @Test
    void aWaitingScoreIsNotGoneWhileGreenhouseShowsNoApplicationsAtAll() {
        running(Map.of());
        long application = scored(greenhouse.addCandidate("Ida", "Bell"));
        isNotRecorded(application);
        showsNoApplications();

        rig.request();
        assertBlockedAndUnchanged(() -> rig.slice());

        rig.untilDone();
        assertThat(rig.scores()).extracting(Row::state).containsOnly("WRITTEN");
    }

    @Test
    void noScoreIsPassedOverByANewModelWhileGreenhouseShowsNoApplicationsAtAll() {
        running(Map.of("rescore", "on-new-model"));
        long application = scored(greenhouse.addCandidate("Ida", "Bell"));
        rig.activate(rig.upload(10));
        showsNoApplications();

        assertBlockedAndUnchanged(() -> {
            for (int slices = 0; slices < 5 && status().state() != TenantState.BLOCKED; slices++) {
                rig.slice();
            }
        });

        rig.untilDone();
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(15);
    }

    @Test
    void aSweepThatFindsNoApplicationsAtAllThoughSomeAreKnownIsNotOver() {
        running(Map.of());
        rig.clock.pass(Duration.ofHours(25));
        showsNoApplications();

        rig.request();
        assertBlockedAndUnchanged(() -> rig.slice());

        long application = apply(greenhouse.addCandidate("Ida", "Bell"), 5);
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(6);
    }

    private void showsNoApplications() {
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/applications"))
                .always()
                .answer(new Fault.Status(200, "[]", Map.of("Content-Type", "application/json")));
    }

    private void assertBlockedAndUnchanged(Runnable slices) {
        List<Row> before = rig.scores();
        slices.run();
        assertThat(rig.scores()).isEqualTo(before);
        assertThat(status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(status().reason()).contains("shows no applications");
        rig.greenhouse.faults().clear();
    }

    /** Whether a user who is no Site Admin any more gets refusals or empty lists is not documented. */
    @Test
    void nothingIsErasedWhileGreenhouseShowsNoApplicationsAtAll() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        long objecting = greenhouse.addCandidate("Ira", "Bell");
        objections.object(rig.tenant, objecting);
        List<Row> before = rig.scores();
        rig.greenhouse.switches().nonAdminReads = NonAdminReads.EMPTY;
        siteAdmin(false);

        compare();

        assertThat(rig.scores())
                .isEqualTo(before)
                .extracting(Row::applicationId)
                .contains(application);
        assertThat(keys(candidate)).isEqualTo(1);
        assertThat(objections.of(rig.tenant, objecting)).hasSize(1);
        TenantStatus status = status();
        assertThat(status.state()).isEqualTo(TenantState.BLOCKED);
        assertThat(status.reason()).contains("shows no applications");
        assertThat(status.remedy()).contains("Site Admin");

        siteAdmin(true);
        rig.untilDone();
        assertThat(status().state()).isEqualTo(TenantState.ACTIVE);
        assertThat(rig.scores()).isEqualTo(before);
    }

    @Test
    void aUserWhoIsNoSiteAdminAnyMoreIsNotToldToCreateTheFieldThatIsThere() {
        running(Map.of());
        scored(greenhouse.addCandidate("Ida", "Bell"));
        rig.greenhouse.switches().nonAdminReads = NonAdminReads.EMPTY;
        siteAdmin(false);
        compare();

        for (int hours = 0; hours < 3; hours++) {
            rig.clock.pass(Duration.ofHours(1));
            rig.request();
            rig.slice();
            assertThat(status().reason()).contains("shows no applications");
            assertThat(status().remedy()).contains("Site Admin");
        }

        siteAdmin(true);
        rig.slice();
        assertThat(status().state()).isEqualTo(TenantState.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = PrivateCandidates.class,
            names = {"STUB", "STUB_WITHOUT_ID", "STUB_BY_FIELDS"})
    void anApplicationThatIsHiddenWithItsPrivateCandidateIsNotTakenForDeleted(PrivateCandidates shown) {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        rig.greenhouse.switches().reads.privateCandidates = shown;
        rig.greenhouse.switches().reads.applicationsOfHidden = false;
        greenhouse.makePrivate(candidate);

        compare();
        assertThat(keys(candidate)).isEqualTo(1);

        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.SHOWN;
        compare();
        assertThat(keys(candidate)).isEqualTo(1);
        greenhouse.deleteApplication(application);
        compare();
        assertThat(keys(candidate)).isZero();
    }

    @Test
    void anApplicationThatIsHiddenWithItsConfidentialJobIsNotTakenForDeleted() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        job = greenhouse.addJob("Chief");
        long application = scored(candidate);
        rig.greenhouse.switches().reads.applicationsOfHidden = false;
        greenhouse.makeConfidential(job);

        compare();
        assertThat(keys(candidate)).isEqualTo(1);

        rig.greenhouse.switches().reads.confidentialJobs = true;
        compare();
        assertThat(keys(candidate)).isEqualTo(1);
        greenhouse.deleteApplication(application);
        compare();
        assertThat(keys(candidate)).isZero();
    }

    /** As where the tenant keeps no decisions, which have the job too. */
    @Test
    void theJobOfAnApplicationThatIsHiddenIsKnownWithoutTheDecisionLog() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        job = greenhouse.addJob("Chief");
        long application = scored(candidate);
        execute("DELETE FROM candidate_key WHERE tenant_id = '%s' AND candidate_id = %d"
                .formatted(rig.tenant, candidate));
        rig.greenhouse.switches().reads.applicationsOfHidden = false;
        greenhouse.makeConfidential(job);

        compare();
        assertThat(rig.scores()).extracting(Row::applicationId).contains(application);

        rig.greenhouse.switches().reads.confidentialJobs = true;
        compare();
        greenhouse.deleteApplication(application);
        compare();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    /** A v1 key sees all: closed jobs are missing from its list of open ones, and private candidates are marked by us. */
    @Test
    void overV1NothingIsHiddenAndADeletedApplicationIsDeleted() {
        running(Map.of());
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        scored(greenhouse.addCandidate("Ben", "Cole"));
        rig.change(Map.of("harvest_api_key", greenhouse.apiKey()));
        greenhouse.makePrivate(candidate);
        // over v1 an application at a time
        compare();
        compare();
        assertThat(keys(candidate)).isEqualTo(1);

        greenhouse.deleteApplication(application);
        compare();
        compare();
        assertThat(keys(candidate)).isZero();
    }

    @Test
    void nothingIsErasedWhileGreenhouseShowsNoCandidatesAtAll() {
        running(Map.of());
        long objecting = greenhouse.addCandidate("Ira", "Bell");
        objections.object(rig.tenant, objecting);
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/candidates"))
                .always()
                .answer(new Fault.Status(200, "[]", Map.of("Content-Type", "application/json")));

        compare();

        assertThat(objections.of(rig.tenant, objecting)).hasSize(1);
        assertThat(status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(status().reason()).contains("shows no candidates");
    }

    @Test
    void anEmptyOrganisationOfWhichNothingIsStoredIsNotBlocked() {
        rig = new RunByHand(vault, Map.of());
        rig.activate(rig.upload(1));
        rig.run();

        compare();

        assertThat(status().state()).isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void aComparisonTakesNoMoreThanItsShareWhereRowsAreAbsentToo() {
        running(Map.of());
        rig.customer.ids().forEach(greenhouse::deleteApplication);
        apply(greenhouse.addCandidate("Ida", "Bell"), 5);
        rig.clock.runs();
        Instant begun = rig.clock.instant();
        int before = reads();

        compare();

        int calls = reads() - before;
        assertThat(calls).isGreaterThan(2);
        RateWindow window = budgets.load(rig.tenant).orElseThrow();
        Instant next = Instant.ofEpochSecond(
                count("SELECT extract(epoch FROM next_at)::bigint FROM reconciliation WHERE tenant_id = '%s'"
                        .formatted(rig.tenant)));
        assertThat(Duration.between(begun, next).plusSeconds(1))
                .isGreaterThan(
                        window.length().multipliedBy(calls).multipliedBy(20).dividedBy(window.limit()));
    }

    private int reads() {
        return rig.greenhouse
                .calls()
                .where(call -> call.path().matches("/v3/(applications|candidates|jobs)"))
                .size();
    }

    /** No window or sweep shows it any more, and no event tells. */
    @ParameterizedTest
    @CsvSource({"application, false", "candidate, false", "application, true", "candidate, true"})
    void whatIsSaidOnceTheApplicationIsRejectedIsFoundByComparison(String carrier, boolean overV1) {
        optingOut(carrier);
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = scored(candidate);
        if (overV1) {
            rig.change(Map.of("harvest_api_key", greenhouse.apiKey(), "opt_out_field", OPT_OUT));
        }
        greenhouse.reject(application);
        says(carrier, application, candidate, true);
        sweep();
        assertThat(rig.carried(application)).as("no sweep sees it").isEqualTo(6);

        compare();
        // over v1 the round goes on in some seconds
        execute("UPDATE reconciliation SET next_at = now() + interval '1 day' WHERE tenant_id = '%s'"
                .formatted(rig.tenant));
        rig.untilDone();
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        assertThat(rig.customer.score(application)).isNull();

        rig.greenhouse.calls().clear();
        compareFromTheFirst();
        assertThat(rig.greenhouse.calls().where(call -> call.path().matches("/v[13]/(applications|candidates).*")))
                .as("applications, and candidates")
                .hasSize(2);
        says(carrier, application, candidate, false);
        compareFromTheFirst();
        assertThat(objections.of(rig.tenant, candidate)).isEmpty();
    }

    private void compareFromTheFirst() {
        execute("UPDATE reconciliation SET below = NULL WHERE tenant_id = '%s'".formatted(rig.tenant));
        compare();
    }

    private void says(String carrier, long application, long candidate, boolean yes) {
        if (carrier.equals("candidate")) {
            objects(candidate, yes);
        } else {
            field(application, OPT_OUT, BooleanNode.valueOf(yes));
        }
    }

    private void compare() {
        // whether there is more to compare is asked of the planner's clock and of the database's
        rig.clock.runs();
        execute("UPDATE reconciliation SET next_at = '2020-01-01' WHERE tenant_id = '%s'".formatted(rig.tenant));
        rig.slice();
    }

    private void siteAdmin(boolean is) {
        greenhouse.change("users", greenhouse.userId(), user -> user.put("site_admin", is));
    }

    private TenantStatus status() {
        return rig.registered.states().standing(rig.tenant);
    }

    /** An application of the candidate that carries its score. */
    private long scored(long candidate) {
        long application = apply(candidate, 5);
        rig.run(application);
        return application;
    }

    /** As if its replica had died before it recorded the answer. */
    private void isNotRecorded(long application) {
        execute("UPDATE score SET state = 'PENDING', written_at = NULL WHERE tenant_id = '%s' AND application_id = %d"
                .formatted(rig.tenant, application));
    }

    private void merge(long loser, long winner) {
        greenhouse.mergeCandidates(winner, loser);
        merges.merge(rig.tenant, loser, winner);
    }

    private void erase(long candidate) {
        assertThat(rig.operator
                        .delete("/api/tenants/%s/candidates/%d".formatted(rig.tenant, candidate))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void candidatesWhoAreOnlyInTheDecisionLogAreComparedToo() {
        running(Map.of());
        long deleted = greenhouse.addCandidate("Ida", "Bell");
        objections.object(rig.tenant, deleted);
        objections.withdraw(rig.tenant, deleted, NO_FIELD);
        long scored = greenhouse.addCandidate("Ira", "Bell");
        long application = scored(scored);
        execute("DELETE FROM score WHERE tenant_id = '%s' AND application_id = %d".formatted(rig.tenant, application));
        greenhouse.deleteCandidate(deleted);
        greenhouse.deleteCandidate(scored);
        assertThat(keys(deleted) + keys(scored)).isEqualTo(2);

        compare();

        assertThat(keys(deleted) + keys(scored)).isZero();
    }

    /** Rejected before it was scored, so that no other table knows it. */
    @Test
    void anApplicationThatObjectsIsComparedTooAndWhatItSaidOutlivesIt() {
        optingOut("application");
        long candidate = greenhouse.addCandidate("Ida", "Bell");
        long application = apply(candidate, 5);
        field(application, OPT_OUT, BooleanNode.TRUE);
        rig.run();
        greenhouse.deleteApplication(application);

        compare();

        assertThat(count("SELECT count(*) FROM objection WHERE application_id = " + application))
                .isZero();
        assertThat(objections.of(rig.tenant, candidate)).hasSize(1);
        long next = apply(candidate, 7);
        field(next, OPT_OUT, BooleanNode.FALSE);
        rig.run();
        assertThat(rig.customer.score(next)).as("it said no of itself alone").isNull();
        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.untilDone();
        assertThat(rig.carried(next)).isEqualTo(8);
    }

    private long keys(long candidate) {
        return count("SELECT count(*) FROM candidate_key WHERE tenant_id = '%s' AND candidate_id = %d"
                .formatted(rig.tenant, candidate));
    }

    private long count(String query) {
        return database.count(query);
    }

    private List<Long> candidates(long application) {
        return database
                .column("SELECT DISTINCT candidate_id FROM score WHERE tenant_id = '%s' AND application_id = %d"
                        .formatted(rig.tenant, application))
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private void execute(String sql) {
        assertThat(database.execute(sql)).isEqualTo(1);
    }

    /** A model that adds one point, and three scored applications of another candidate. */
    private void optingOut(String carrier) {
        rig = new RunByHand(vault, Map.of("opt_out_field", OPT_OUT));
        greenhouse = rig.customer.organisation();
        if (carrier.equals("candidate")) {
            greenhouse.addCandidateField(OPT_OUT_FIELD, OPT_OUT, "yes_no");
        } else {
            greenhouse.addField(OPT_OUT_FIELD, OPT_OUT, "yes_no");
        }
        activated();
    }

    private void running(Map<String, String> settings) {
        rig = new RunByHand(vault, settings);
        greenhouse = rig.customer.organisation();
        activated();
    }

    private void activated() {
        rig.customer.with(3);
        job = greenhouse
                .application(rig.customer.ids().getFirst())
                .path("job_id")
                .longValue();
        rig.activate(rig.upload(1));
        rig.untilDone();
    }

    private long apply(long candidate, double points) {
        Map<String, JsonNode> fields = new HashMap<>();
        fields.put("points", DoubleNode.valueOf(points));
        return greenhouse.addApplication(candidate, job, fields);
    }

    private void field(long application, String key, JsonNode value) {
        greenhouse.setCustomField(application, key, value);
    }

    private void objects(long candidate, boolean yes) {
        greenhouse.setCandidateField(candidate, OPT_OUT, yes);
    }

    /** As a day later. */
    private void sweep() {
        rig.clock.pass(Duration.ofHours(25));
        rig.run();
    }
}
