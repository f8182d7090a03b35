package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.privacy.Objections;
import com.rocketmat.privacy.Objections.Source;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.score.write.SecondLook;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.state.TenantOrphaned;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Candidates who are erased, object or are merged while their score is written, or before the write is recorded. */
@QuarkusTest
class WritesInFlightQuarkusTest extends RightsByHand {

    private static final Duration LATE = Duration.ofHours(1);

    @Inject
    Event<TenantOrphaned> orphans;

    @Inject
    Event<TenantChange> changes;

    @Inject
    SecondLook secondLook;

    private void idaAppliesWithNotice() {
        rig.customer.field(NOTICE_FIELD, "notice", "short_text");
        idaApplies();
        field(application, "notice", TextNode.valueOf("two months"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWriteDuringAnAnonymisationIsEmptiedWithTheFieldsItSentBack(boolean answered) {
        running();
        idaAppliesWithNotice();
        duringItsWrite(() -> greenhouse.anonymise(candidate, NAME_AND_FIELDS));
        if (!answered) {
            rig.on(patchOf(application)).answer(new Fault.ApplyThenStatus(502));
        }
        rig.want(application);

        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice"))
                .as("sent back by our PATCH")
                .isNull();
        assertNotStored(application);
        assertThat(withheld.among(rig.tenant, List.of(candidate))).containsExactly(candidate);
    }

    /** A later change of an anonymised candidate does not mean that the customer entered the fields that were sent back. */
    @ParameterizedTest
    @CsvSource({"false, 503", "true, 503", "false, 405", "true, 405"})
    void aFieldThatCannotBeEmptiedIsEmptiedByTheNextSecondLook(boolean anonymised, int status) {
        running();
        idaAppliesWithNotice();
        duringItsWrite(() -> anonymiseOrErase(anonymised));
        rig.on(patchOf(application)).after(1).answer(new Fault.Status(status, "{}"));
        rig.want(application);
        rig.slice();
        assertThat(rig.carried(application)).isEqualTo(6);

        rig.clock.pass(Duration.ofMinutes(1));
        greenhouse.change("candidates", candidate, row -> row.put("title", "Keeper"));
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice")).isEqualTo(anonymised ? null : "two months");
        assertThat(orphaned()).as("looked at").isFalse();
    }

    @Test
    void anAnonymisedCandidatesScoreIsEmptiedThoughAnotherFieldIsHidden() {
        running();
        idaAppliesWithNotice();
        greenhouse.change("custom_fields", NOTICE_FIELD, row -> row.put("private", true));
        duringItsWrite(() -> {
            greenhouse.anonymise(candidate, NAME_AND_FIELDS);
            rig.before(Match.get("/v3/candidates"), () -> rig.greenhouse.switches().privateFields = false);
        });
        rig.want(application);

        rig.untilDone();

        assertThat(rig.patches())
                .filteredOn(call -> call.path().endsWith("/" + application))
                .as("written, and emptied")
                .hasSize(2);
        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void aWriteDuringAnObjectionIsEmptiedAndOtherFieldsStay() {
        running();
        idaAppliesWithNotice();
        duringItsWrite(() -> objections.object(rig.tenant, candidate));
        rig.want(application);

        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice")).isEqualTo("two months");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWriteThatListsShowLateIsEmptiedOnceTheyShowIt(boolean anonymised) {
        running();
        idaApplies();
        duringItsWrite(() -> {
            anonymiseOrErase(anonymised);
            listsAreLate();
        });
        rig.want(application);
        assertThat(rig.slice())
                .as("the second look does not wait for the next window")
                .isEqualTo(new SliceOutcome.Due(rig.clock.instant().plus(Duration.ofMinutes(1))));
        assertThat(rig.carried(application)).isEqualTo(6);

        rig.clock.pass(LATE);
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(orphaned()).as("looked at").isFalse();
    }

    @Test
    void aScoreThatListsShowLateIsEmptiedOnceTheyShowIt() {
        running();
        idaApplies();
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

    private void anonymiseOrErase(boolean anonymise) {
        if (anonymise) {
            greenhouse.anonymise(candidate, NAME_AND_FIELDS);
        } else {
            erase(candidate);
        }
    }

    private void listsAreLate() {
        rig.greenhouse.switches().readAfterWriteLag = LATE;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileATenantIsPausedOrInADryRunNothingIsEmptied(boolean dryRun) {
        running();
        idaApplies();
        duringItsWrite(() -> {
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
        assertThat(orphaned()).isTrue();
        changes.fire(new TenantChange.Stopped(rig.tenant));
        rig.slice();
        assertThat(secondLook.outstanding(rig.tenant))
                .as("another replica does not even read the last writes")
                .isFalse();
        assertThat(orphaned()).isTrue();

        rig.change(Map.of());
        rig.registered.states().resume(rig.tenant);
        rig.untilDone();
        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void aWriteDuringAMergeIntoACandidateWhoObjectsIsEmptied() {
        running();
        loser = greenhouse.addCandidate("Ida", "Bell");
        winner = greenhouse.addCandidate("Ida", "Bell");
        objections.object(rig.tenant, winner);
        application = apply(loser, 5);
        duringItsWrite(() -> merge(loser, winner));
        rig.want(application);

        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void theLastWritesOfADeadReplicaGetASecondLook() {
        running();
        idaIsScored();
        greenhouse.anonymise(candidate, Set.of("full_name"));
        rig.untilDone();
        assertThat(rig.carried(application)).as("without a second look").isEqualTo(6);

        orphans.fire(new TenantOrphaned(rig.tenant, true));
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertNotStored(application);
        rig.greenhouse.calls().clear();
        rig.run();
        assertThat(rig.greenhouse.calls().where(call -> call.path().startsWith("/v3/candidates")))
                .as("once")
                .isEmpty();
    }

    @Test
    void aSecondLookThatRunsOutOfCallsIsMadeByTheNextReplica() {
        running();
        idaApplies();
        anonymisedDuringItsWriteAndNoCallIsLeft();
        rig.slice();
        assertThat(rig.carried(application)).isEqualTo(6);

        // another replica knows no writes of this one
        changes.fire(new TenantChange.Stopped(rig.tenant));
        rig.clock.pass(Duration.ofSeconds(31));
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertNotStored(application);
        assertThat(orphaned()).as("looked at").isFalse();
    }

    @Test
    void aSecondLookThatRunsOutOfCallsStillEmptiesTheFieldsThatWereSentBack() {
        running();
        idaAppliesWithNotice();
        anonymisedDuringItsWriteAndNoCallIsLeft();
        rig.slice();
        assertThat(orphaned()).isTrue();

        rig.clock.pass(Duration.ofSeconds(31));
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(greenhouse.score(application, "notice"))
                .as("sent back by our PATCH")
                .isNull();
        assertThat(orphaned()).isFalse();
    }

    private void anonymisedDuringItsWriteAndNoCallIsLeft() {
        duringItsWrite(() -> {
            greenhouse.anonymise(candidate, NAME_AND_FIELDS);
            rig.on(Match.get("/v3/candidates")).answer(new Fault.RateLimited(30));
        });
        rig.want(application);
    }

    /** The candidate is read before waiting scores are written, and the stored scores are erased. */
    @Test
    void anUnrecordedWriteOfADeadReplicaGetsASecondLookThoughItsScoreIsErased() {
        optingOut("candidate");
        idaIsScored();
        isNotRecorded(application);
        greenhouse.anonymise(candidate, Set.of("full_name"));

        orphans.fire(new TenantOrphaned(rig.tenant, true));
        rig.run(application);

        assertThat(rig.customer.score(application)).isNull();
        assertNotStored(application);
    }

    @Test
    void anUnrecordedWriteOfADeadReplicaGetsASecondLookOnceFound() {
        running();
        idaIsScored();
        isNotRecorded(application);
        greenhouse.anonymise(candidate, Set.of("full_name"));

        rig.run();

        assertThat(rig.customer.score(application)).isNull();
        assertNotStored(application);
    }

    @Test
    void anUnrecordedWriteOfADeadReplicaIsEmptiedOnceAfterAnObjection() {
        running();
        idaIsScored();
        isNotRecorded(application);

        objections.object(rig.tenant, candidate);
        rig.untilDone();
        assertThat(rig.customer.score(application)).isNull();

        rig.enter(application, 6);
        rig.run(application);
        assertThat(rig.carried(application)).as("by hand").isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCandidateWhoIsMergedIntoAnErasedOneIsErasedThoughListsStillShowTheFormer(boolean objecting) {
        optingOut("application");
        theLoserIsScoredAndTheWinnerErased();
        field(application, OPT_OUT, BooleanNode.valueOf(objecting));

        merges.merge(rig.tenant, loser, winner);
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertNotStored(application);
    }

    @Test
    void inADryRunACandidateWhoIsMergedIntoAnErasedOneIsErasedThoughTheFieldIsNotEmpty() {
        running();
        theLoserIsScoredAndTheWinnerErased();
        rig.change(Map.of("mode", "dry-run"));
        execute("UPDATE tenant SET state = 'DRY_RUN' WHERE tenant_id = '%s'");

        merge(loser, winner);
        rig.untilDone();

        assertNotStored(application);
        assertThat(waiting()).isZero();
        assertThat(rig.carried(application)).isEqualTo(6);
    }

    @Test
    void scoresOfACandidateWhoIsMergedIntoAnErasedOneAreKeptUntilTheFieldIsEmpty() {
        running();
        theLoserIsScoredAndTheWinnerErased();
        rig.on(patchOf(application)).always().answer(new Fault.Status(422, "{\"message\":\"Unprocessable Content\"}"));

        merge(loser, winner);
        rig.untilDone();
        assertThat(rig.scores()).extracting(Row::applicationId).contains(application);

        rig.greenhouse.faults().clear();
        again();
        assertThat(rig.customer.score(application)).isNull();
        assertNotStored(application);
    }

    @Test
    void aFieldsObjectionSurvivesAMergeIntoACandidateWhoseFieldSaysNo() {
        optingOut("candidate");
        theLoserIsScored();
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

    @Test
    void aScoreKeepsItsCandidateUntilTheirMergeIsNoticed() {
        running();
        theLoserIsScored();
        greenhouse.mergeCandidates(winner, loser);
        isEmptiedByHand(application);
        rig.activate(rig.upload(10));
        sweep();
        assertThat(rig.carried(application)).isEqualTo(15);
        assertThat(candidates(application)).containsExactly(loser);

        duringItsWrite(() -> objections.object(rig.tenant, winner));
        isEmptiedByHand(application);
        rig.activate(rig.upload(20));
        sweep();
        assertThat(rig.customer.score(application)).as("after the second look").isNull();
    }
}
