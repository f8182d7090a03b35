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
import com.rocketmat.tenant.state.TenantStatus;
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

/** What Greenhouse has deleted, merged, hidden or made anonymous, and what candidates say there, is found by comparison. */
@QuarkusTest
class ReconciliationQuarkusTest extends RightsByHand {

    private static final String NO_FIELD = "";

    @Inject
    Budgets budgets;

    /** No event tells of the merge, and the comparison is weeks away. */
    @Test
    void whoObjectsIsNotScoredAsTheOneWithWhomGreenhouseMergesThemEither() {
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
        assertThat(objections.of(rig.tenant, winner)).hasSize(1);
        assertThat(objections.of(rig.tenant, loser)).isEmpty();
    }

    @Test
    void whatGreenhouseHasDeletedMergedOrMadeAnonymousIsFoundByComparison() {
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

    /** The backup may be from the middle of a round, or have the next one weeks away. */
    @Test
    void afterARestoreTheGuidesStatementsMakeTheComparisonOfAllIdsDueWithinADay() throws IOException {
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
            database.execute("UPDATE kill_switch SET paused = false, paused_at = NULL, paused_by = NULL");
        }
        assertThat(
                        number(
                                "SELECT count(*) FROM reconciliation WHERE tenant_id = '%s' AND below IS NULL AND next_at < now() + interval '1 day'"))
                .isOne();
    }

    @Test
    void candidatesWhoObjectAreComparedTooSinceTheyMayHaveNoScore() {
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
        running();
        long objecting = greenhouse.addCandidate("Ira", "Bell");
        objections.object(rig.tenant, objecting);
        greenhouse.makePrivate(objecting);
        rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.STUB_WITHOUT_ID;

        compare();

        assertThat(objections.of(rig.tenant, objecting)).hasSize(1);
    }

    @Test
    void whatIsDeletedIsFoundBesideAPrivateCandidateWhoseStubHasNoId() {
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

        assertThat(objecting.stream()
                        .filter(candidate ->
                                objections.of(rig.tenant, candidate).isEmpty()))
                .containsExactlyInAnyOrderElementsOf(deleted);
        assertThat(stored()).isZero();
    }

    @Test
    void aWaitingScoreIsNotGoneWhileGreenhouseShowsNoApplicationsAtAll() {
        running();
        application = scored(greenhouse.addCandidate("Ida", "Bell"));
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
        application = scored(greenhouse.addCandidate("Ida", "Bell"));
        rig.activate(rig.upload(10));
        showsNoApplications();

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
    void aSweepThatFindsNoApplicationsAtAllThoughSomeAreKnownIsNotOver() {
        running();
        rig.clock.pass(Duration.ofHours(25));
        showsNoApplications();

        rig.request();
        assertBlockedAndUnchanged(() -> rig.slice());

        application = apply(greenhouse.addCandidate("Ida", "Bell"), 5);
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
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().reason()).contains("shows no applications");
        rig.greenhouse.faults().clear();
    }

    /** Whether a user who is no Site Admin any more gets refusals or empty lists is not documented. */
    @Test
    void nothingIsErasedWhileGreenhouseShowsNoApplicationsAtAll() {
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
        assertThat(keys(candidate)).isEqualTo(1);
        assertThat(objections.of(rig.tenant, objecting)).hasSize(1);
        TenantStatus status = rig.status();
        assertThat(status.state()).isEqualTo(TenantState.BLOCKED);
        assertThat(status.reason()).contains("shows no applications");
        assertThat(status.remedy()).contains("Site Admin");

        siteAdmin(true);
        rig.untilDone();
        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
        assertThat(rig.scores()).isEqualTo(before);
    }

    @Test
    void aUserWhoIsNoSiteAdminAnyMoreIsNotToldToCreateTheFieldThatIsThere() {
        running();
        scored(greenhouse.addCandidate("Ida", "Bell"));
        rig.greenhouse.switches().nonAdminReads = NonAdminReads.EMPTY;
        siteAdmin(false);
        compare();

        for (int hours = 0; hours < 3; hours++) {
            rig.clock.pass(Duration.ofHours(1));
            rig.request();
            rig.slice();
            assertThat(rig.status().reason()).contains("shows no applications");
            assertThat(rig.status().remedy()).contains("Site Admin");
        }

        siteAdmin(true);
        rig.slice();
        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
    }

    /** Nor are there applications: jobs show that the user is a Site Admin. */
    @Test
    void aNewCustomerWithoutAnyCustomFieldIsToldToCreateOne() {
        rig = new RunByHand(vault, Map.of());
        greenhouse = rig.customer.organisation();
        greenhouse.addJob("Analyst");
        greenhouse.archiveField("points");
        greenhouse.archiveField(PointsCustomer.SCORE_FIELD);
        rig.activate(rig.upload(1));

        rig.slice();

        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().reason()).contains("has no active application custom field");
    }

    @ParameterizedTest
    @EnumSource(
            value = PrivateCandidates.class,
            names = {"STUB", "STUB_WITHOUT_ID", "STUB_BY_FIELDS"})
    void anApplicationThatIsHiddenWithItsPrivateCandidateIsNotTakenForDeleted(PrivateCandidates shown) {
        running();
        idaIsScored();
        rig.greenhouse.switches().reads.privateCandidates = shown;
        greenhouse.makePrivate(candidate);

        assertKeptWhileHidden(() -> rig.greenhouse.switches().reads.privateCandidates = PrivateCandidates.SHOWN);
    }

    /** The job is known by the score, or by the decision log alone. */
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "candidate_key", "score"})
    void anApplicationThatIsHiddenWithItsConfidentialJobIsNotTakenForDeleted(String lost) {
        running();
        job = greenhouse.addJob("Chief");
        idaIsScored();
        if (!lost.equals("nothing")) {
            execute("DELETE FROM " + lost + " WHERE tenant_id = '%s' AND candidate_id = %d", candidate);
        }
        greenhouse.makeConfidential(job);

        assertKeptWhileHidden(() -> rig.greenhouse.switches().reads.confidentialJobs = true);
    }

    private void assertKeptWhileHidden(Runnable show) {
        long stored = stored();
        rig.greenhouse.switches().reads.applicationsOfHidden = false;
        compare();
        assertThat(stored()).isEqualTo(stored).isPositive();

        show.run();
        compare();
        assertThat(stored()).isEqualTo(stored);
        greenhouse.deleteApplication(application);
        compare();
        assertThat(stored()).isZero();
    }

    /** Of the candidate, in the log and beside it. */
    private long stored() {
        return keys(candidate)
                + rig.scores().stream()
                        .filter(row -> row.applicationId() == application)
                        .count();
    }

    /** Versions' rows name both jobs, and the former one was deleted since. */
    @Test
    void anApplicationThatWasMovedAndThenDeletedIsNotTakenForHiddenWithItsFormerJob() {
        running();
        application = scored(greenhouse.addCandidate("Ida", "Bell"));
        execute("""
                INSERT INTO score (tenant_id, application_id, candidate_id, model_version, state, value, reasons, scored_at, job_id)
                SELECT tenant_id, application_id, candidate_id, repeat('c', 64), 'SUPERSEDED', value, reasons,
                    scored_at - interval '1 day', job_id + 1000000 FROM score
                WHERE tenant_id = '%s' AND application_id = %d""", application);
        greenhouse.deleteApplication(application);

        compare();

        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(application);
    }

    /** A v1 key sees all: closed jobs are missing from its list of open ones, and private candidates are marked by us. */
    @Test
    void overV1NothingIsHiddenAndADeletedApplicationIsDeleted() {
        running();
        idaIsScored();
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
        running();
        long objecting = greenhouse.addCandidate("Ira", "Bell");
        objections.object(rig.tenant, objecting);
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/candidates"))
                .always()
                .answer(new Fault.Status(200, "[]", Map.of("Content-Type", "application/json")));

        compare();

        assertThat(objections.of(rig.tenant, objecting)).hasSize(1);
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().reason()).contains("shows no candidates");
    }

    @Test
    void anEmptyOrganisationOfWhichNothingIsStoredIsNotBlocked() {
        rig = new RunByHand(vault, Map.of());
        rig.activate(rig.upload(1));
        rig.run();

        compare();

        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void aComparisonTakesNoMoreThanItsShareWhereRowsAreAbsentToo() {
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

    /** No window or sweep shows it any more, and no event tells. */
    @ParameterizedTest
    @CsvSource({"application, false", "candidate, false", "application, true", "candidate, true"})
    void whatIsSaidOnceTheApplicationIsRejectedIsFoundByComparison(String carrier, boolean overV1) {
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
        // over v1 the round goes on in some seconds
        execute("UPDATE reconciliation SET next_at = now() + interval '1 day' WHERE tenant_id = '%s'");
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

    private void compare() {
        // whether there is more to compare is asked of the planner's clock and of the database's
        rig.clock.runs();
        execute("UPDATE reconciliation SET next_at = '2020-01-01' WHERE tenant_id = '%s'");
        rig.slice();
    }

    private void siteAdmin(boolean is) {
        greenhouse.change("users", greenhouse.userId(), user -> user.put("site_admin", is));
    }

    @Test
    void candidatesWhoAreOnlyInTheDecisionLogAreComparedToo() {
        running();
        long deleted = greenhouse.addCandidate("Ida", "Bell");
        objections.object(rig.tenant, deleted);
        objections.withdraw(rig.tenant, deleted, NO_FIELD);
        long scored = greenhouse.addCandidate("Ira", "Bell");
        application = scored(scored);
        execute("DELETE FROM score WHERE tenant_id = '%s' AND application_id = %d", application);
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
        idaApplies();
        field(application, OPT_OUT, BooleanNode.TRUE);
        rig.run();
        greenhouse.deleteApplication(application);

        compare();

        assertThat(number("SELECT count(*) FROM objection WHERE tenant_id = '%s' AND application_id = " + application))
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
        return number("SELECT count(*) FROM candidate_key WHERE tenant_id = '%s' AND candidate_id = %d"
                .formatted(rig.tenant, candidate));
    }
}
