package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.session.Budgets;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.switches.Switches.NonAdminReads;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.tenant.state.TenantState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The comparison with Greenhouse finds what was deleted, merged, hidden or anonymised there, and candidates' objections. */
@QuarkusTest
class ReconciliationQuarkusTest extends RightsByHand {

    private static final String NO_FIELD = "";

    @Inject
    Budgets budgets;

    /** Without a webhook for the merge, and before the comparison. */
    @Test
    void anObjectionHoldsForTheCandidateIntoWhomTheObjectorIsMerged() {
        running();
        theLoserIsScored();
        objections.object(rig.tenant, loser);
        rig.untilDone();
        assertThat(rig.customer.score(application)).isNull();

        greenhouse.mergeCandidates(winner, loser);
        sweep();
        rig.run(application);
        assertThat(rig.customer.score(application)).isNull();

        compare();
        assertThat(objects(winner)).isTrue();
        assertThat(objects(loser)).isFalse();
    }

    @Test
    void theComparisonFindsDeletedMergedAndAnonymisedCandidates() {
        running();
        long deleted = greenhouse.addCandidate("Ida", "Bell");
        long merged = greenhouse.addCandidate("Ira", "Bell");
        winner = greenhouse.addCandidate("Ira", "Bell");
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
    void aListThatIsOlderThanAMergeDoesNotTurnItBack() {
        optingOut("application");
        theLoserIsScored();
        merge(loser, winner);
        objections.object(rig.tenant, winner);
        rig.untilDone();
        greenhouse.change("applications", application, row -> row.put("candidate_id", loser));
        field(application, OPT_OUT, BooleanNode.TRUE);

        compare();

        assertThat(candidates(application)).containsExactly(winner);
        assertThat(objects(winner)).isTrue();
        assertThat(objects(loser)).isFalse();
    }

    /** The backup may be from the middle of a round, or long before the next one. */
    @Test
    void afterARestoreTheStatementsOfTheGuideMakeAFullComparisonDueWithinADay() throws IOException {
        running();
        apply(greenhouse.addCandidate("Ida", "Bell"), 5);
        rig.run();
        execute(
                "UPDATE reconciliation SET below = 1, round_since = now(), next_at = now() + interval '27 days' WHERE tenant_id = '%s'");
        String page = GuidePage.named("operations").text();
        String statements = page.substring(
                page.indexOf("SET rocketmat.tenant"), page.indexOf("```", page.indexOf("UPDATE reconciliation")));
        try {
            database.execute("RESET rocketmat.tenant; " + statements);

            assertThat(number("SELECT count(*) FROM kill_switch WHERE paused AND paused_by = 'restore'"))
                    .isOne();
        } finally {
            database.execute("UPDATE kill_switch SET paused = false");
        }
        assertThat(
                        number(
                                "SELECT count(*) FROM reconciliation WHERE tenant_id = '%s' AND below IS NULL AND next_at < now() + interval '1 day'"))
                .isOne();
    }

    @Test
    void candidatesWhoObjectAreComparedThoughTheyHaveNoScoreUnlessGreenhouseShowsNoCandidates() {
        running();
        long deleted = greenhouse.addCandidate("Ida", "Bell");
        long anonymous = greenhouse.addCandidate("Ines", "Bell");
        long unchanged = greenhouse.addCandidate("Ira", "Bell");
        List<Long> all = List.of(deleted, anonymous, unchanged);
        all.forEach(candidate -> objections.object(rig.tenant, candidate));
        greenhouse.deleteCandidate(deleted);
        greenhouse.anonymise(anonymous, Set.of("full_name"));
        rig.greenhouse.calls().clear();

        compare();

        assertThat(all).filteredOn(this::objects).containsExactly(unchanged);
        assertThat(withheld.among(rig.tenant, all))
                .as("their objections still apply")
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(rig.greenhouse.calls().where(call -> call.path().startsWith("/v3")))
                .as("one list of applications, one of candidates")
                .hasSize(2);

        showsNo("candidates");
        compareFromTheFirst();
        assertThat(objects(unchanged)).isTrue();
        assertBlockedSince("shows no candidates");
    }

    @Test
    void deletedCandidatesAreToldFromPrivateOnesWhoseStubsHaveNoId() {
        running();
        idaIsScored();
        List<Long> objecting = IntStream.range(0, 7)
                .mapToObj(_ -> greenhouse.addCandidate("Ira", "Bell"))
                .toList();
        objecting.forEach(candidate -> objections.object(rig.tenant, candidate));
        Set<Long> hidden = Set.of(objecting.get(1), objecting.get(6));
        hidden.forEach(greenhouse::makePrivate);
        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.STUB_WITHOUT_ID;
        Set<Long> deleted = Set.of(objecting.get(2), objecting.get(3), objecting.get(5));
        deleted.forEach(greenhouse::deleteCandidate);
        greenhouse.deleteApplication(application);

        compare();

        assertThat(objecting).filteredOn(id -> !objects(id)).containsExactlyInAnyOrderElementsOf(deleted);
        assertThat(stored()).isZero();
    }

    @Test
    void rescoringSkipsNoApplicationWhileGreenhouseShowsNone() {
        running(Map.of("rescore", "on-new-model"));
        application = scored(greenhouse.addCandidate("Ida", "Bell"));
        rig.activate(rig.upload(10));
        showsNo("applications");

        assertBlockedAndUnchanged(() -> {
            for (int slices = 0; slices < 5 && rig.status().state() != TenantState.BLOCKED; slices++) {
                rig.slice();
            }
        });

        rig.untilDone();
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(15);
    }

    @Test
    void aSweepIsNotCompleteAndAWaitingScoreIsKeptWhileGreenhouseShowsNoApplications() {
        running();
        rig.clock.pass(Duration.ofHours(25));
        showsNo("applications");

        rig.request();
        assertBlockedAndUnchanged(() -> rig.slice());

        application = apply(greenhouse.addCandidate("Ida", "Bell"), 5);
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(6);

        isNotRecorded(application);
        showsNo("applications");
        rig.request();
        assertBlockedAndUnchanged(() -> rig.slice());

        rig.untilDone();
        assertThat(rig.scores()).extracting(Row::state).containsOnly("WRITTEN");
    }

    private void showsNo(String resource) {
        rig.on(Match.get("/v3/" + resource))
                .always()
                .answer(new Fault.Status(200, "[]", Map.of("Content-Type", "application/json")));
    }

    private void assertBlockedAndUnchanged(Runnable slices) {
        List<Row> before = rig.scores();
        slices.run();
        assertThat(rig.scores()).isEqualTo(before);
        assertBlockedSince("shows no applications");
        rig.greenhouse.faults().clear();
    }

    /** Whether a user who loses the Site Admin role gets refusals or empty lists is not documented. */
    @Test
    void nothingIsErasedWhileGreenhouseShowsNoApplications() {
        running();
        idaIsScored();
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
        assertThat(logKeys(candidate)).isEqualTo(1);
        assertThat(objects(objecting)).isTrue();
        assertBlockedSince("shows no applications");
        for (int hours = 0; hours < 3; hours++) {
            rig.clock.pass(Duration.ofHours(1));
            rig.request();
            rig.slice();
            assertThat(rig.status().reason()).contains("shows no applications");
            assertThat(rig.status().remedy())
                    .as("not to create the score field")
                    .contains("Site Admin");
        }

        siteAdmin(true);
        rig.slice();
        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
        compare();
        assertThat(rig.scores()).isEqualTo(before);
    }

    /** There are no applications either; jobs show that the user is a Site Admin. */
    @Test
    void theRemedyForANewCustomerWithoutCustomFieldsIsToCreateOne() {
        rig = new RunByHand(Map.of());
        greenhouse = rig.customer.organisation();
        greenhouse.addJob("Analyst");
        greenhouse.archiveField("points");
        greenhouse.archiveField(PointsCustomer.SCORE_FIELD);
        rig.activate(rig.upload(1));

        rig.slice();

        assertBlockedSince("has no active application custom field");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SHOWN", "ABSENT"})
    void anApplicationOfAPrivateCandidateIsNotTakenForDeleted(PrivateCandidates shown) {
        running();
        idaIsScored();
        rig.greenhouse.switches().reads.privateCandidates = shown;
        greenhouse.makePrivate(candidate);

        assertKeptWhileHidden(() -> rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.SHOWN);
    }

    /** The job is known by the score, or by the decision log alone. */
    @ParameterizedTest
    @ValueSource(strings = {"candidate_key", "score"})
    void anApplicationOfAConfidentialJobIsNotTakenForDeleted(String lost) {
        running();
        job = greenhouse.addJob("Chief");
        idaIsScored();
        execute("DELETE FROM " + lost + " WHERE tenant_id = '%s' AND candidate_id = %d", candidate);
        greenhouse.makeConfidential(job);

        assertKeptWhileHidden(() -> rig.greenhouse.switches().reads.confidentialJobs = true);
    }

    private void assertKeptWhileHidden(Runnable show) {
        long stored = stored();
        rig.greenhouse.switches().reads.applicationsOfHidden = false;
        compareFromTheFirst();
        assertThat(stored()).isEqualTo(stored).isPositive();

        show.run();
        compareFromTheFirst();
        assertThat(stored()).isEqualTo(stored);
        greenhouse.deleteApplication(application);
        compareFromTheFirst();
        assertThat(stored()).isZero();
    }

    /** Rows of the candidate, in the decision log and of scores. */
    private long stored() {
        return logKeys(candidate)
                + rig.scores().stream()
                        .filter(row -> row.applicationId() == application)
                        .count();
    }

    /** The stored scores name both jobs, and the former one was deleted. */
    @Test
    void aMovedApplicationThatIsDeletedIsNotTakenForHiddenWithItsFormerJob() {
        running();
        application = scored(greenhouse.addCandidate("Ida", "Bell"));
        execute("""
            INSERT INTO score (tenant_id, application_id, candidate_id, model_version, state, value, reasons, scored_at, job_id)
            SELECT tenant_id, application_id, candidate_id, repeat('c', 64), 'SUPERSEDED', value, reasons,
                scored_at - interval '1 day', job_id + 1000000 FROM score
            WHERE tenant_id = '%s' AND application_id = %d\
            """, application);
        greenhouse.deleteApplication(application);

        compare();

        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    /** A v1 key sees everything. */
    @Test
    void overV1NothingIsHiddenAndADeletedApplicationIsDeleted() {
        running();
        idaIsScored();
        scored(greenhouse.addCandidate("Ben", "Cole"));
        rig.change(Map.of("harvest_api_key", greenhouse.apiKey()));
        greenhouse.makePrivate(candidate);
        // v1 reads one application per call
        compare();
        compare();
        assertThat(logKeys(candidate)).isEqualTo(1);

        greenhouse.deleteApplication(application);
        compareFromTheFirst();
        compare();
        assertThat(logKeys(candidate)).isZero();
    }

    @Test
    void anEmptyOrganisationWithoutStoredScoresIsNotBlocked() {
        rig = new RunByHand(Map.of());
        rig.activate(rig.upload(1));
        rig.run();

        compare();

        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void aComparisonKeepsToItsShareOfCallsThoughRowsAreMissing() {
        running();
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
                number("SELECT extract(epoch FROM next_at)::bigint FROM reconciliation WHERE tenant_id = '%s'"));
        assertThat(Duration.between(begun, next).plusSeconds(1))
                .isGreaterThan(
                        window.length().multipliedBy(calls).multipliedBy(20).dividedBy(window.limit()))
                .as("within the round")
                .isLessThan(Duration.ofMinutes(10));
    }

    private int reads() {
        return rig.greenhouse
                .calls()
                .where(call -> call.path().matches("/v3/(applications|candidates|jobs)"))
                .size();
    }

    /** No window or sweep shows it. */
    @ParameterizedTest
    @CsvSource({"application, false", "candidate, false", "application, true", "candidate, true"})
    void theComparisonFindsObjectionsInFieldsOfRejectedApplications(String carrier, boolean overV1) {
        optingOut(carrier);
        idaIsScored();
        if (overV1) {
            rig.change(Map.of("harvest_api_key", greenhouse.apiKey(), "opt_out_field", OPT_OUT));
        }
        greenhouse.reject(application);
        says(carrier, application, candidate, true);
        sweep();
        assertThat(rig.carried(application)).as("no sweep sees it").isEqualTo(6);

        compare();
        // over v1, the round continues a few seconds later
        execute("UPDATE reconciliation SET next_at = now() + interval '1 day' WHERE tenant_id = '%s'");
        rig.untilDone();
        assertThat(objects(candidate)).isTrue();
        assertThat(rig.customer.score(application)).isNull();

        rig.greenhouse.calls().clear();
        compareFromTheFirst();
        assertThat(rig.greenhouse.calls().where(call -> call.path().matches("/v[13]/(applications|candidates).*")))
                .as("applications, and candidates")
                .hasSize(2);
        says(carrier, application, candidate, false);
        compareFromTheFirst();
        assertThat(objects(candidate)).isFalse();
    }

    private void compareFromTheFirst() {
        execute("UPDATE reconciliation SET below = NULL WHERE tenant_id = '%s'");
        compare();
    }

    private void says(String carrier, long application, long candidate, boolean yes) {
        if (carrier.equals("candidate")) {
            objects(candidate, yes);
        } else {
            field(application, OPT_OUT, BooleanNode.valueOf(yes));
        }
    }

    private boolean objects(long candidate) {
        return !objections.of(rig.tenant, candidate).isEmpty();
    }

    private void compare() {
        // the planner's clock and the database's both have to agree that it is due
        rig.clock.runs();
        execute("UPDATE reconciliation SET next_at = '2020-01-01' WHERE tenant_id = '%s'");
        rig.slice();
    }

    private void assertBlockedSince(String reason) {
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().reason()).contains(reason);
    }

    private void siteAdmin(boolean is) {
        greenhouse.change("users", greenhouse.userId(), user -> user.put("site_admin", is));
    }

    @Test
    void candidatesWhoAreOnlyInTheDecisionLogAreCompared() {
        running();
        long deleted = greenhouse.addCandidate("Ida", "Bell");
        objections.object(rig.tenant, deleted);
        objections.withdraw(rig.tenant, deleted, NO_FIELD);
        long scored = greenhouse.addCandidate("Ira", "Bell");
        application = scored(scored);
        execute("DELETE FROM score WHERE tenant_id = '%s' AND application_id = %d", application);
        greenhouse.deleteCandidate(deleted);
        greenhouse.deleteCandidate(scored);
        assertThat(logKeys(deleted) + logKeys(scored)).isEqualTo(2);

        compare();

        assertThat(logKeys(deleted) + logKeys(scored)).isZero();
    }

    /** The application was never scored. */
    @Test
    void anObjectionInAFieldOutlivesItsDeletedApplication() {
        optingOut("application");
        idaApplies();
        field(application, OPT_OUT, BooleanNode.TRUE);
        rig.run();
        greenhouse.deleteApplication(application);

        compare();

        assertThat(number("SELECT count(*) FROM objection WHERE tenant_id = '%s' AND application_id = " + application))
                .isZero();
        assertThat(objects(candidate)).isTrue();
        long next = apply(candidate, 7);
        field(next, OPT_OUT, BooleanNode.FALSE);
        rig.run();
        assertThat(rig.customer.score(next))
                .as("its no does not withdraw the yes of another")
                .isNull();
        objections.withdraw(rig.tenant, candidate, NO_FIELD);
        rig.untilDone();
        assertThat(rig.carried(next)).isEqualTo(8);
    }

    private long logKeys(long candidate) {
        return number("SELECT count(*) FROM candidate_key WHERE tenant_id = '%s' AND candidate_id = %d"
                .formatted(rig.tenant, candidate));
    }
}
