package com.rocketmat.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import com.rocketmat.privacy.Objections.Objection;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Scores;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No row of an erased candidate remains, and none comes back. */
@QuarkusTest
class ErasuresQuarkusTest {

    private static final String FIELD = "no_scores";
    private static final String VERSION = "c".repeat(64);
    private static final String SCORE_LOCK =
            "SELECT 1 FROM score WHERE tenant_id = ?1 AND application_id = 11 AND state = 'WRITTEN' FOR UPDATE";
    private static final String POSITION_LOCK = "SELECT 1 FROM sync_position WHERE tenant_id = ?1 FOR UPDATE";
    private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05Z");
    private static final long ANN = 6_120_034_001L;
    private static final long BEN = 6_120_034_002L;

    SandboxDatabase database;

    @Inject
    Erasures erasures;

    @Inject
    Objections objections;

    @Inject
    Merges merges;

    @Inject
    Withheld withheld;

    @Inject
    CandidateDigests digests;

    @Inject
    Scores scores;

    @Inject
    Decisions decisions;

    @Inject
    TenantUnit unit;

    @Inject
    Sql sql;

    private final TenantId tenant = new TenantId("rights-" + UUID.randomUUID());
    private PrivateRows rows;

    @BeforeEach
    void rowsOfTwoCandidates() {
        rows = new PrivateRows(database, tenant);
        rows.known();
        rows.score(11, ANN, VERSION, "WRITTEN");
        rows.score(11, ANN, "d".repeat(64), "SHADOW");
        rows.score(12, ANN, VERSION, "PENDING");
        rows.score(21, BEN, VERSION, "PENDING");
    }

    @Test
    void aDigestDependsOnTheCandidateAndTheTenant() {
        TenantId another = new TenantId("rights-" + UUID.randomUUID());
        new PrivateRows(database, another).known();
        assertThat(digests.of(tenant, ANN)).isEqualTo(digests.of(tenant, ANN)).matches("[0-9a-f]{64}");
        assertThat(digests.of(tenant, ANN))
                .isNotEqualTo(digests.of(tenant, BEN))
                .isNotEqualTo(digests.of(another, ANN));
    }

    @Test
    void noDigestKeyIsCreatedForAnUnknownTenant() {
        TenantId purged = new TenantId("rights-" + UUID.randomUUID());
        assertThatThrownBy(() -> digests.of(purged, ANN)).hasMessageContaining("no tenant");
        assertThatThrownBy(() -> withheld.shareLock(purged, Set.of(ANN))).hasMessageContaining("no tenant");
        assertThatThrownBy(() -> erasures.eraseForOperator(purged, ANN)).hasMessageContaining("no tenant");
        assertThat(rows.column("SELECT tenant_id FROM digest_key WHERE tenant_id = '%s'".formatted(purged)))
                .isEmpty();
    }

    /** Computed with OpenSSL. A release that computes another digest forgets who was erased. */
    @Test
    void aDigestIsTheSameInEveryRelease() {
        rows.run("INSERT INTO digest_key (tenant_id, key) VALUES ('%s', '\\x%s')".formatted(tenant, "07".repeat(32)));

        assertThat(digests.of(tenant, ANN))
                .isEqualTo("7b416b0f0a3773c914387bef7d591f403219355748bd74b13cb8f5dd4568127c");
    }

    @Test
    void anErasureDeletesEverythingAboutTheCandidateAndNoOther() {
        recordField(Map.of(ANN, Objections.OWN), Map.of());
        // a merge that has reached only one table
        rows.score(13, BEN + 5, VERSION, "WRITTEN");

        erasures.eraseDeleted(tenant, ANN, List.of(13L));

        assertThat(rows.scores()).containsExactly("21 %d PENDING".formatted(BEN));
        assertThat(rows.objections()).isEmpty();
        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)));
        assertThat(withheld.among(tenant, Set.of(ANN, BEN))).containsExactly(ANN);
    }

    @Test
    void textsInOtherRowsNoLongerNameAnErasedApplication() {
        rows.run("UPDATE tenant SET state = 'BLOCKED', reason = 'see application 11' WHERE tenant_id = '%s'"
                .formatted(tenant));
        rows.run(
                "INSERT INTO run (tenant_id, started_at, triggered_by, window_to, error) VALUES ('%s', now(), 'schedule', now(), 'application 11, not 111')"
                        .formatted(tenant));
        rows.run(
                "INSERT INTO write_proof (tenant_id, score_field, first_application_id, examined_application_id, examined_since, damage) VALUES ('%s', 'f', 12, 11, now(), 'of 12')"
                        .formatted(tenant));

        erasures.eraseApplication(tenant, 11);
        erasures.eraseDeleted(tenant, ANN, Set.of());

        assertThat(rows.values("reason", "tenant")).containsExactly("see application (erased)");
        assertThat(rows.values("error", "run")).containsExactly("application (erased), not 111");
        assertThat(rows.values(
                        "(first_application_id, examined_application_id, examined_since, damage)::text", "write_proof"))
                .containsExactly("(,,,\"of (erased)\")");
    }

    @Test
    void aComparisonWhosePositionNamesAnErasedCandidateBeginsAgain() {
        compareBelow(11);
        erasures.eraseDeleted(tenant, ANN, Set.of());
        assertThat(comparedBelow()).containsExactly((String) null);

        compareBelow(-BEN);
        merges.merge(tenant, BEN, BEN + 7);
        assertThat(comparedBelow()).containsExactly((String) null);

        compareBelow(-BEN - 7);
        erasures.eraseDeleted(tenant, BEN + 7, Set.of());
        assertThat(comparedBelow()).containsExactly((String) null);

        compareBelow(40);
        rows.score(41, ANN + 9, VERSION, "PENDING");
        erasures.eraseApplication(tenant, 41);
        assertThat(comparedBelow()).as("of another candidate").containsExactly("40");
    }

    private void recordField(Map<Long, Set<Long>> objecting, Map<Long, Set<Long>> notObjecting) {
        objections.recordField(tenant, FIELD, objecting, notObjecting);
    }

    private void compareBelow(long below) {
        rows.run(
                "INSERT INTO reconciliation (tenant_id, round_since, below, next_at) VALUES ('%s', now(), %d, now()) ON CONFLICT (tenant_id) DO UPDATE SET below = excluded.below"
                        .formatted(tenant, below));
    }

    private List<String> comparedBelow() {
        return rows.values("below", "reconciliation");
    }

    @Test
    void aWithdrawalRequestsASweepBecauseApplicationsMayHaveBeenMissed() {
        long neverScored = BEN + 1;
        objections.object(tenant, neverScored);
        objections.object(tenant, ANN);
        erasures.eraseForOperator(tenant, BEN);
        markSwept();

        objections.withdraw(tenant, neverScored + 1, FIELD);
        assertThat(sweepState()).as("no objection").containsExactly("swept, nothing requested");

        rows.run("DELETE FROM wanted_application WHERE tenant_id = '%s'".formatted(tenant));
        objections.withdraw(tenant, ANN, FIELD);
        assertThat(sweepState()).containsExactly("due, objection changed");
        assertThat(rows.values("application_id", "wanted_application"))
                .as("known applications are requested by id")
                .containsExactlyInAnyOrder("11", "12");

        markSwept();
        objections.withdraw(tenant, neverScored, FIELD);
        assertThat(sweepState()).containsExactly("due, objection changed");

        markSwept();
        objections.withdraw(tenant, BEN, FIELD);
        assertThat(sweepState()).as("an erasure is withdrawn").containsExactly("due, objection changed");

        recordField(Map.of(ANN, Objections.OWN, neverScored, Objections.OWN), Map.of());
        markSwept();
        recordField(Map.of(), Map.of(ANN, Objections.OWN));
        assertThat(sweepState())
                .as("by the field, although another candidate objects")
                .containsExactly("due, objection changed");
    }

    private void markSwept() {
        rows.run(
                "INSERT INTO sync_position (tenant_id, swept_at) VALUES ('%s', now()) ON CONFLICT (tenant_id) DO UPDATE SET swept_at = now(), requested_by = NULL"
                        .formatted(tenant));
    }

    private List<String> sweepState() {
        return rows.values(
                "CASE WHEN swept_at IS NULL THEN 'due' ELSE 'swept' END || ', ' || coalesce(requested_by, 'nothing requested')",
                "sync_position");
    }

    @Test
    void recordingTheFieldLocksNoScoreWhileItWaits() throws Exception {
        List<String> free = new ArrayList<>();
        runWhileOneWaits(
                () -> digests.lock(tenant),
                Executors.callable(() -> recordField(Map.of(ANN, Objections.OWN), Map.of())),
                () -> free.addAll(rows.column(
                        "SELECT application_id FROM score WHERE tenant_id = '%s' AND candidate_id = %d FOR UPDATE SKIP LOCKED"
                                .formatted(tenant, ANN))));
        assertThat(free).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {SCORE_LOCK, POSITION_LOCK})
    void aWithdrawalDoesNotLockTheLogWhileItWaitsForAnotherLock(String lock) throws Exception {
        cannotBeEmptied(ANN);
        objections.object(tenant, ANN);
        assertLogNotLockedWhileWaiting(lock, () -> objections.withdraw(tenant, ANN, FIELD));

        recordField(Map.of(ANN, Objections.OWN), Map.of());
        cannotBeEmptied(ANN);
        assertLogNotLockedWhileWaiting(lock, () -> recordField(Map.of(), Map.of(ANN, Objections.OWN)));
    }

    @ParameterizedTest
    @ValueSource(strings = {SCORE_LOCK, POSITION_LOCK})
    void anObjectionWithAWithdrawalDoesNotLockTheLogWhileItWaitsForAnotherLock(String lock) throws Exception {
        recordField(Map.of(ANN, Objections.OWN), Map.of());
        cannotBeEmptied(ANN);
        assertLogNotLockedWhileWaiting(
                lock, () -> recordField(Map.of(BEN, Objections.OWN), Map.of(ANN, Objections.OWN)));
    }

    @Test
    void aWithdrawalLocksRequestedApplicationsBeforeThePosition() throws Exception {
        markSwept();
        objections.object(tenant, ANN);
        rows.run(
                "INSERT INTO wanted_application (tenant_id, application_id, wanted_at) SELECT '%s', unnest(ARRAY[11, 12]), now() ON CONFLICT DO NOTHING"
                        .formatted(tenant));
        runWhileOneWaits(
                () -> lock(POSITION_LOCK),
                () -> objections.withdraw(tenant, ANN, FIELD),
                () -> assertThat(rows.column(
                                "SELECT application_id FROM wanted_application WHERE tenant_id = '%s' AND application_id = 11 FOR UPDATE SKIP LOCKED"
                                        .formatted(tenant)))
                        .isEmpty());
    }

    @Test
    void theOutcomeOfAWriteLocksTheLogLast() {
        objections.object(tenant, ANN);
        List<Settled> settled = scores.waiting(tenant, Set.of(), 1).stream()
                .map(Settled::withheld)
                .toList();
        List<String> free = new ArrayList<>();

        scores.settle(
                tenant,
                "rocketmat",
                settled,
                () -> free.addAll(
                        rows.column("SELECT number FROM decision_head WHERE tenant_id = '%s' FOR UPDATE SKIP LOCKED"
                                .formatted(tenant))));

        assertThat(free).hasSize(1);
    }

    /** A withdrawal has to remove this reason. */
    private void cannotBeEmptied(long candidate) {
        markSwept();
        rows.run(
                "UPDATE score SET reason = 'it cannot be emptied' WHERE tenant_id = '%s' AND candidate_id = %d AND state = 'WRITTEN'"
                        .formatted(tenant, candidate));
    }

    /** Otherwise it would deadlock with a slice, which takes this lock first and then the head of the log. */
    private void assertLogNotLockedWhileWaiting(String lock, Runnable call) throws Exception {
        runWhileOneWaits(
                () -> lock(lock),
                Executors.callable(call),
                () -> lock("SELECT 1 FROM decision_head WHERE tenant_id = ?1 FOR UPDATE NOWAIT"));
    }

    /** The call waits for a transaction that has done the first step and then does the last. */
    private <T> T runWhileOneWaits(Runnable firstStep, Callable<T> call, Runnable lastStep) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var transaction = threads.submit(() -> unit.run(tenant, () -> {
                firstStep.run();
                started.countDown();
                await(release);
                lastStep.run();
            }));
            await(started);
            var waiting = threads.submit(call);
            assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            release.countDown();
            transaction.get(10, TimeUnit.SECONDS);
            return waiting.get(10, TimeUnit.SECONDS);
        }
    }

    private void lock(String query) {
        assertThat(sql.list(query, Integer.class, tenant)).hasSize(1);
    }

    @Test
    void aWithdrawalThatWaitsForASliceSeesWhatTheSliceRecorded() throws Exception {
        objections.object(tenant, ANN);
        Set<Long> objecting = runWhileOneWaits(
                () -> recordField(Map.of(ANN, Set.of(13L)), Map.of()),
                () -> objections.withdraw(tenant, ANN, FIELD),
                () -> {});
        assertThat(objecting).containsExactly(13L);
        assertThat(rows.objections()).containsExactly(ANN + " API", ANN + " FIELD");
    }

    @Test
    void anErasureIsAuditedOnceByDigest() {
        long unknown = BEN + 1;
        erasures.eraseDeleted(tenant, ANN, Set.of());
        erasures.eraseDeleted(tenant, ANN, Set.of());
        erasures.eraseForOperator(tenant, unknown);
        erasures.eraseForOperator(tenant, unknown);

        assertThat(rows.column(
                        "SELECT details FROM audit_entry WHERE tenant_id = '%s' AND action = 'erasure' ORDER BY id"
                                .formatted(tenant)))
                .satisfiesExactly(
                        first -> assertThat(first).contains(digests.of(tenant, ANN), "\"rows\":\"3\""),
                        second -> assertThat(second).contains(digests.of(tenant, unknown), "\"rows\":\"0\""));
        assertThat(decided(DecisionKind.ERASED)).hasSize(2);
    }

    private List<String> decided(DecisionKind kind) {
        return rows.column("SELECT kind FROM decision WHERE tenant_id = '%s' AND kind = '%s'".formatted(tenant, kind));
    }

    /** Retention has deleted the scores, or there never was one. */
    @Test
    void anErasureWithoutScoreIsAuditedToo() {
        recordField(Map.of(BEN + 1, Set.of(77L)), Map.of());
        unit.run(
                tenant,
                () -> decisions.record(
                        tenant,
                        List.of(
                                Fact.about(new Subject(BEN + 2, 78L), DecisionKind.GONE, null),
                                Fact.about(new Subject(BEN + 2, 79L), DecisionKind.GONE, null))));

        erasures.eraseGone(tenant, BEN + 1);
        erasures.eraseGone(tenant, BEN + 1);
        erasures.eraseApplication(tenant, 78);
        erasures.eraseApplication(tenant, 78);

        assertThat(rows.column(
                        "SELECT details FROM audit_entry WHERE tenant_id = '%s' AND action = 'erasure' ORDER BY id"
                                .formatted(tenant)))
                .satisfiesExactly(
                        // an objection, and a key in the decision log
                        first -> assertThat(first).contains(digests.of(tenant, BEN + 1), "\"rows\":\"2\""),
                        second -> assertThat(second).contains(digests.of(tenant, BEN + 2), "\"rows\":\"1\""));
        assertThat(rows.values("application_id", "candidate_key"))
                .as("another application, which may still exist")
                .containsExactly("79");

        rows.run(
                "INSERT INTO run (tenant_id, started_at, triggered_by, window_to, error) VALUES ('%s', now(), 'schedule', now(), 'application 79')"
                        .formatted(tenant));
        erasures.eraseForOperator(tenant, BEN + 2);
        assertThat(rows.values("error", "run")).containsExactly("application (erased)");
    }

    /** Unlike an objection by API, which counts if the candidate applies again, one by field ends with the candidate. */
    @Test
    void aCandidateWhoNeedNotBeRememberedLeavesNothing() {
        recordField(Map.of(ANN, Objections.OWN), Map.of());

        erasures.eraseGone(tenant, ANN);

        assertThat(withheld.among(tenant, Set.of(ANN))).isEmpty();
        assertThat(rows.scores()).hasSize(1);
    }

    @Test
    void deletingTheLastApplicationErasesTheCandidate() {
        recordDecisions(12, 13);
        rows.run("DELETE FROM score WHERE tenant_id = '%s' AND application_id = 12".formatted(tenant));
        rows.score(13, ANN, VERSION, "PENDING");

        erasures.eraseApplication(tenant, 11);
        assertThat(rows.scores()).containsExactly("13 %d PENDING".formatted(ANN), "21 %d PENDING".formatted(BEN));

        erasures.eraseApplication(tenant, 13);
        assertThat(rows.values("application_id", "candidate_key"))
                .as("only the log knows it")
                .containsExactly("12");

        erasures.eraseApplication(tenant, 12);
        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)));
    }

    /** Decisions may be kept for a shorter time than scores. */
    @Test
    void aScoreOfAnotherApplicationKeepsTheCandidateEvenIfTheLogDoesNotKnowIt() {
        rows.score(22, BEN, VERSION, "PENDING");

        erasures.eraseApplication(tenant, 21);

        assertThat(rows.scores()).contains("22 %d PENDING".formatted(BEN));
    }

    private void recordDecisions(long... applications) {
        unit.run(
                tenant,
                () -> decisions.record(
                        tenant,
                        LongStream.of(applications)
                                .mapToObj(id -> Fact.about(new Subject(ANN, id), DecisionKind.GONE, null))
                                .toList()));
    }

    @Test
    void anObjectionByApiOutlivesScoresAndCandidate() {
        objections.object(tenant, ANN);
        erasures.eraseApplication(tenant, 11);
        erasures.eraseApplication(tenant, 12);
        assertThat(rows.objections()).containsExactly(ANN + " API");

        erasures.eraseGone(tenant, ANN);

        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)));
        assertThat(withheld.among(tenant, Set.of(ANN))).containsExactly(ANN);
        assertThat(objections.withdraw(tenant, ANN, FIELD)).isEmpty();
        assertThat(withheld.among(tenant, Set.of(ANN))).isEmpty();
    }

    @Test
    void aWithdrawalEndsAnErasureByApiButNotOneByGreenhouse() {
        erasures.eraseForOperator(tenant, ANN);
        erasures.eraseDeleted(tenant, BEN, Set.of());
        erasures.eraseForOperator(tenant, BEN);
        long anonymisedLater = BEN + 1;
        erasures.eraseForOperator(tenant, anonymisedLater);
        erasures.eraseDeleted(tenant, anonymisedLater, Set.of());
        assertThat(objections.object(tenant, ANN)).isFalse();
        assertThat(withheld.among(tenant, Set.of(ANN, BEN))).containsExactly(ANN, BEN);
        assertThat(rows.objections()).isEmpty();

        objections.withdraw(tenant, ANN, FIELD);
        for (long anonymised : new long[] {BEN, anonymisedLater}) {
            assertThatThrownBy(() -> objections.withdraw(tenant, anonymised, FIELD))
                    .hasMessageContaining("deleted or anonymised");
        }

        assertThat(withheld.among(tenant, Set.of(ANN, BEN, anonymisedLater))).containsExactly(BEN, anonymisedLater);
        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)));
    }

    @Test
    void anErasedCandidateIsErasedAgainWithTheLastScore() {
        erasures.eraseForOperator(tenant, ANN);
        rows.score(31, ANN, VERSION, "WRITTEN");
        recordDecisions(32);

        erasures.eraseApplication(tenant, 31);

        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)));
    }

    @Test
    void waitingScoresOfACandidateWhoObjectsAreSuperseded() {
        assertThat(objections.object(tenant, ANN)).isTrue();
        assertThat(objections.object(tenant, ANN)).isFalse();

        assertThat(rows.scores())
                .containsExactly(
                        "11 %d SHADOW".formatted(ANN),
                        "11 %d WRITTEN".formatted(ANN),
                        "12 %d SUPERSEDED".formatted(ANN),
                        "21 %d PENDING".formatted(BEN));
        assertThat(objections.count(tenant)).isEqualTo(1);
    }

    @Test
    void theFieldRecordsAndWithdrawsOnlyItsOwnObjections() {
        objections.object(tenant, BEN);

        recordField(Map.of(ANN, Objections.OWN, BEN, Set.of(21L)), Map.of());
        assertThat(rows.objections()).containsExactly(ANN + " FIELD", BEN + " API", BEN + " FIELD");
        assertThat(decided(DecisionKind.OBJECTED)).as("by each source").hasSize(3);

        recordField(Map.of(), Map.of(ANN, Objections.OWN, BEN, Objections.OWN));
        assertThat(rows.objections()).containsExactly(BEN + " API");
        assertThat(decided(DecisionKind.OBJECTION_WITHDRAWN)).hasSize(2);
    }

    /** A score that cannot be emptied must still go. */
    @Test
    void aNoInTheFieldIsOnlyLoggedWhileAnObjectionByApiStands() {
        objections.object(tenant, ANN);
        recordField(Map.of(ANN, Objections.OWN), Map.of());
        cannotBeEmptied(ANN);

        recordField(Map.of(), Map.of(ANN, Objections.OWN));

        assertThat(decided(DecisionKind.OBJECTION_WITHDRAWN)).hasSize(1);
        assertThat(sweepState()).containsExactly("swept, nothing requested");
        assertThat(rows.values("reason", "score")).contains("it cannot be emptied");
    }

    @Test
    void anApplicationWithdrawsOnlyItsOwnObjection() {
        recordField(Map.of(BEN, Set.of(21L)), Map.of(ANN, Set.of(11L)));
        recordField(Map.of(BEN, Set.of(22L)), Map.of(BEN, Set.of(23L)));
        assertThat(rows.objections()).hasSize(2);
        assertThat(decided(DecisionKind.OBJECTED)).as("once").hasSize(1);
        backdateObjection(21);
        assertThat(objections.of(tenant, BEN))
                .containsExactly(new Objection(BEN, Objections.Source.FIELD, LONG_AGO, FIELD, List.of(21L, 22L)));

        recordField(Map.of(), Map.of(BEN, Set.of(21L)));
        assertThat(objections.of(tenant, BEN)).hasSize(1);
        assertThat(decided(DecisionKind.OBJECTION_WITHDRAWN)).isEmpty();
        assertThat(objections.standsWithout(tenant, BEN, FIELD, Set.of(21L))).isTrue();
        assertThat(objections.standsWithout(tenant, BEN, FIELD, Set.of(22L))).isFalse();

        recordField(Map.of(), Map.of(BEN, Set.of(22L)));
        assertThat(objections.of(tenant, BEN)).isEmpty();
    }

    /** A new field may be empty for all candidates. */
    @Test
    void oneFieldDoesNotWithdrawTheObjectionsOfAnother() {
        recordField(Map.of(BEN, Set.of(21L)), Map.of());

        objections.recordField(tenant, "another", Map.of(), Map.of(BEN, Objections.OWN));
        objections.recordField(tenant, "another", Map.of(), Map.of(BEN, Set.of(21L)));
        assertThat(objections.of(tenant, BEN)).hasSize(1);
        assertThat(objections.standsWithout(tenant, BEN, "another", Objections.OWN))
                .isTrue();

        objections.recordField(tenant, "another", Map.of(BEN, Set.of(21L)), Map.of());
        objections.recordField(tenant, "another", Map.of(), Map.of(BEN, Set.of(21L)));
        assertThat(objections.of(tenant, BEN)).isEmpty();

        recordField(Map.of(BEN, Set.of(21L)), Map.of());
        assertThat(objections.withdraw(tenant, BEN, "another")).isEmpty();
        assertThat(objections.of(tenant, BEN)).isEmpty();
    }

    /** Until it is withdrawn by API or by the candidate's own field. */
    @Test
    void theObjectionOfADeletedApplicationStaysWithoutItsId() {
        recordField(Map.of(BEN, Set.of(22L), ANN, Set.of(11L)), Map.of());
        backdateObjection(22);
        erasures.eraseApplication(tenant, 22);

        assertThat(objections.of(tenant, BEN))
                .containsExactly(new Objection(BEN, Objections.Source.FIELD, LONG_AGO, FIELD, List.of()));
        assertThat(rows.values("application_id", "objection")).containsExactlyInAnyOrder("0", "11");

        recordField(Map.of(), Map.of(BEN, Set.of(21L)));
        assertThat(objections.of(tenant, BEN)).hasSize(1);
        objections.withdraw(tenant, BEN, FIELD);
        assertThat(objections.of(tenant, BEN)).isEmpty();
    }

    /** The candidate's other applications have no score because of the objection. */
    @Test
    void theObjectionOfTheOnlyScoredApplicationOutlivesIt() {
        recordField(Map.of(BEN, Set.of(21L)), Map.of());

        erasures.eraseApplication(tenant, 21);

        assertThat(withheld.among(tenant, Set.of(BEN))).containsExactly(BEN);
        assertThat(rows.scores()).noneMatch(row -> row.startsWith("21 "));
    }

    @Test
    void anErasureFindsObjectingApplicationsWithoutScore() {
        recordField(Map.of(BEN, Set.of(77L)), Map.of());
        compareBelow(77);
        assertThat(objections.withdraw(tenant, BEN, FIELD)).containsExactly(77L);

        erasures.eraseForOperator(tenant, BEN);

        assertThat(comparedBelow()).containsExactly((String) null);
        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(BEN)) || row.matches(".*\\b77\\b.*"));
    }

    @Test
    void noRowKeepsTheIdOfAMergedCandidate() {
        objections.object(tenant, ANN);

        merges.merge(tenant, ANN, BEN);
        merges.merge(tenant, ANN, BEN);

        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)));
        assertThat(rows.objections()).containsExactly(BEN + " API");
        assertThat(rows.scores()).hasSize(4).noneMatch(row -> row.contains("PENDING"));
    }

    /** The winner's field may be empty because the winner was never asked. */
    @Test
    void theFieldOfTheWinnerDoesNotWithdrawTheObjectionOfTheMergedCandidate() {
        recordField(Map.of(ANN, Objections.OWN), Map.of());

        merges.merge(tenant, ANN, BEN);
        recordField(Map.of(), Map.of(BEN, Objections.OWN));

        assertThat(rows.objections()).containsExactly(BEN + " FIELD");
    }

    @Test
    void anApplicationOfTheMergedCandidateMayWithdrawItsObjection() {
        recordField(Map.of(ANN, Set.of(11L)), Map.of());
        backdateObjection(11);

        merges.merge(tenant, ANN, BEN);

        assertThat(objections.of(tenant, BEN))
                .containsExactly(new Objection(BEN, Objections.Source.FIELD, LONG_AGO, FIELD, List.of(11L)));
        recordField(Map.of(), Map.of(BEN, Set.of(11L)));
        assertThat(objections.of(tenant, BEN)).isEmpty();
    }

    private void backdateObjection(long application) {
        rows.run("UPDATE objection SET objected_at = '%s' WHERE tenant_id = '%s' AND application_id = %d"
                .formatted(LONG_AGO, tenant, application));
    }

    /** Only the reason of a written score says that its field could not be emptied. */
    @Test
    void aWithdrawalRemovesTheReasonOfAWrittenScore() {
        rows.score(22, BEN, VERSION, "WRITTEN");
        objections.object(tenant, ANN);
        rows.run("UPDATE score SET reason = 'planted' WHERE tenant_id = '%s'".formatted(tenant));

        objections.withdraw(tenant, ANN, FIELD);

        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "11 WRITTEN",
                        "11 SHADOW planted",
                        "12 SUPERSEDED planted",
                        "21 PENDING planted",
                        "22 WRITTEN planted");
    }

    /** Application, state and reason of each score. */
    private List<String> reasons() {
        return rows.values("application_id || ' ' || state || coalesce(' ' || reason, '')", "score");
    }

    @Test
    void aMergeIntoAnErasedCandidateErasesAndAMergeOfAnErasedOneObjects() {
        erasures.eraseForOperator(tenant, ANN);
        objections.object(tenant, BEN);
        merges.merge(tenant, BEN, ANN);
        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(BEN)));
        assertThat(rows.scores()).isEmpty();

        long winner = BEN + 1;
        rows.score(31, winner, VERSION, "PENDING");
        merges.merge(tenant, ANN, winner);
        assertThat(rows.objections()).containsExactly(winner + " API");
        assertThat(rows.scores()).containsExactly("31 %d SUPERSEDED".formatted(winner));
    }

    /** No slice would have anything to empty, and one that does not see an application would keep its scores. */
    @ParameterizedTest
    @ValueSource(strings = {"NONE", "SHADOW"})
    void aCandidateWithoutScoreInAFieldMergedIntoAnErasedOneIsErasedAtOnce(String state) {
        slicesCanRun();
        rows.run("DELETE FROM score WHERE tenant_id = '%s' AND candidate_id = %d AND state <> '%s'"
                .formatted(tenant, ANN, state));
        recordDecisions(11);
        erasures.eraseForOperator(tenant, BEN);

        merges.merge(tenant, ANN, BEN);

        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)) || row.contains(String.valueOf(BEN)));
    }

    @Test
    void anErasedCandidateIsErasedAgainWithTheLastScoreInAField() {
        slicesCanRun();
        rows.run("UPDATE score SET state = 'SHADOW' WHERE tenant_id = '%s' AND application_id = 12".formatted(tenant));
        rows.score(13, ANN, VERSION, "PENDING");
        erasures.eraseForOperator(tenant, BEN);
        merges.merge(tenant, ANN, BEN);
        assertThat(reasons())
                .as("the field is emptied first")
                .containsExactlyInAnyOrder(
                        "11 WRITTEN", "11 SHADOW", "12 SHADOW", "13 SUPERSEDED the candidate was erased");

        erasures.eraseApplication(tenant, 13);
        erasures.eraseApplication(tenant, 11);

        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)) || row.contains(String.valueOf(BEN)));
    }

    /** What waits to be read decides about the rest. */
    @Test
    void withTheOnlyScoredApplicationTheLogForgetsACandidateWithAnotherOne() {
        objections.object(tenant, ANN);
        objections.withdraw(tenant, ANN, FIELD);
        for (String table : List.of("score", "candidate_key")) {
            rows.run("DELETE FROM %s WHERE tenant_id = '%s' AND application_id = 12".formatted(table, tenant));
        }
        rows.run("DELETE FROM wanted_application WHERE tenant_id = '%s'".formatted(tenant));
        rows.run(
                "INSERT INTO wanted_application (tenant_id, application_id, candidate_id, wanted_at) VALUES ('%s', 13, %d, now())"
                        .formatted(tenant, ANN));

        erasures.eraseApplication(tenant, 11);

        assertThat(rows.values("candidate_id", "candidate_key")).doesNotContain(String.valueOf(ANN));
        assertThat(rows.values("application_id", "wanted_application")).containsExactly("13");
    }

    private void slicesCanRun() {
        rows.run("UPDATE tenant SET state = 'ACTIVE' WHERE tenant_id = '%s'".formatted(tenant));
    }

    @Test
    void aMergeOfCandidatesWhoDoNotObjectWithholdsNoScore() {
        merges.merge(tenant, ANN, BEN);

        assertThat(rows.scores()).contains("12 %d PENDING".formatted(BEN), "21 %d PENDING".formatted(BEN));
    }

    @Test
    void anErasureWaitsForScoresBeingRecordedAndDeletesThem() throws Exception {
        runWhileOneWaits(
                () -> assertThat(withheld.among(tenant, Set.of(ANN))).isEmpty(),
                Executors.callable(() -> erasures.eraseForOperator(tenant, ANN)),
                () -> scores.record(tenant, VERSION, List.of(NewScore.of(14, ANN, BigDecimal.TEN, List.of())), false));
        assertThat(rows.scores()).containsExactly("21 %d PENDING".formatted(BEN));
    }

    /** Neither a score nor the log says whose it is. */
    @Test
    void anErasureBesideTheEndOfAnApplicationThatOnlyObjectsLeavesNoObjection() throws Exception {
        long neverScored = BEN + 1;
        recordField(Map.of(neverScored, Set.of(77L)), Map.of());

        runWhileOneWaits(
                () -> erasures.eraseApplication(tenant, 77),
                Executors.callable(() -> erasures.eraseForOperator(tenant, neverScored)),
                () -> {});

        assertThat(rows.objections()).isEmpty();
    }

    @Test
    void anObjectionThatWaitsForAPurgeLeavesNoRow() throws Exception {
        digests.of(tenant, ANN);
        assertThatThrownBy(() -> runWhileOneWaits(
                        () -> List.of("digest_key", "score", "tenant")
                                .forEach(table ->
                                        sql.update("DELETE FROM %s WHERE tenant_id = ?1".formatted(table), tenant)),
                        () -> objections.object(tenant, ANN),
                        () -> {}))
                .hasMessageContaining("no tenant");
        assertThat(rows.all()).isEmpty();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
