package com.rocketmat.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.write.ScoreWriter;
import com.rocketmat.sync.run.SyncPosition.Stage;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RunsQuarkusTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String VERSION = "a".repeat(64);

    SandboxDatabase database;

    @Inject
    RunLog runs;

    @Inject
    Positions positions;

    @Inject
    RunRequests requests;

    @Inject
    Scores scores;

    @Inject
    Decisions decisions;

    @Inject
    TenantUnit unit;

    private final TenantId tenant = new TenantId("runs-" + UUID.randomUUID());
    private final TenantId other = new TenantId("runs-" + UUID.randomUUID());

    @Test
    void theWatermarkMovesOnlyOnceTheWindowIsReadCompletely() {
        OpenRun run = runs.start(tenant, NOON);
        record(run, Optional.of("http://next"), score(1));
        assertThat(positions.position(tenant).open()).get().satisfies(open -> {
            assertThat(open.reading().nextPage()).contains("http://next");
            assertThat(open.readWhole()).isFalse();
        });
        runs.end(tenant, run);
        assertThat(runs.start(tenant, NOON.plusSeconds(60)).reading().from())
                .as("the window was not complete")
                .isEmpty();
    }

    /** One statement moves the position, as {@link Watermark} defines, however Greenhouse's clock behaves. */
    @Test
    void anEmptyWindowIsLoggedOnlyAtItsEnd() {
        completeWindow(NOON);
        SplittableRandom random = new SplittableRandom(7);
        for (int windows = 2; windows <= 60; windows++) {
            Watermark before = positions.position(tenant).watermark();
            Instant now = NOON.plusSeconds(random.nextLong(0, 86_000));
            OpenRun run = emptyWindow(now, now.minusSeconds(random.nextLong(-20_000, 20_000)));
            assertThat(positions.position(tenant).open()).isEmpty();

            assertThat(runs.over(tenant, run)).as("nothing more to do").isTrue();

            assertThat(positions.position(tenant))
                    .isEqualTo(new Position(
                            Optional.empty(),
                            before.after(run.reading()),
                            false,
                            0,
                            false,
                            Optional.empty(),
                            Optional.empty(),
                            Stage.LIVE,
                            Optional.empty(),
                            false,
                            false));
            assertThat(runs.page(tenant, Long.MAX_VALUE, 100))
                    .hasSize(windows)
                    .first()
                    .satisfies(logged -> {
                        assertThat(logged.reading()).isEqualTo(run.reading());
                        assertThat(logged.startedAt).isEqualTo(run.startedAt());
                        assertThat(logged.endedAt).isNotNull();
                        assertThat(logged.trigger).isEqualTo("schedule");
                    });
        }
    }

    @Test
    void aRequestDuringAnEmptyWindowRemains() {
        completeWindow(NOON);
        positions.failed(tenant);
        OpenRun run = emptyWindow(NOON.plusSeconds(900));
        requests.request(tenant, "operator");

        assertThat(runs.over(tenant, run)).isFalse();

        assertThat(requests.requested(tenant)).isTrue();
        assertThat(positions.failed(tenant))
                .as("the window that was read resets the count")
                .isEqualTo(1);
    }

    /** The named applications may be in no window yet. */
    @Test
    void aLoggedRunOfNamedApplicationsMovesNoPosition() {
        completeWindow(NOON);
        Watermark before = positions.position(tenant).watermark();

        runs.log(tenant, runs.startNamed(tenant, NOON.plusSeconds(900)));

        assertThat(positions.position(tenant).open())
                .hasValueSatisfying(open -> assertThat(open.named()).isTrue());
        assertThat(positions.position(tenant).watermark()).isEqualTo(before);
    }

    /** A version that is activated later continues the window. */
    @Test
    void aRunOfNamedApplicationsIsNotLoggedBesideAnOpenWindow() {
        OpenRun window = runs.start(tenant, NOON);

        runs.log(tenant, runs.startNamed(tenant, NOON));

        assertThat(positions.position(tenant).open()).contains(window);
    }

    @Test
    void aTenantHasAtMostAnOpenSweepAndAnOpenWindowWhichComesFirst() {
        OpenRun sweep = runs.start(tenant, NOON);
        OpenRun window = runs.start(tenant, NOON.plusSeconds(900));
        assertThat(sweep.reading()).isEqualTo(Reading.of(Optional.empty(), NOON));
        assertThat(window.reading().from()).contains(NOON.minus(Duration.ofHours(1)));
        assertThat(positions.position(tenant).open()).get().satisfies(open -> {
            assertThat(open.id()).isEqualTo(window.id());
            assertThat(open.besideSweep()).isTrue();
        });
        assertThatThrownBy(() -> runs.start(tenant, NOON)).isInstanceOf(RuntimeException.class);
        assertThat(runs.start(other, NOON)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void requestsForASweepDuringOneLeadToOneMore(int minutesBehind) {
        Instant now = Instant.now().minus(Duration.ofMinutes(minutesBehind));
        OpenRun sweep = runs.start(tenant, now);
        record(sweep, Optional.of("http://next"), score(1));
        unit.run(tenant, () -> requests.sweep(tenant));
        unit.run(tenant, () -> requests.sweep(tenant));
        OpenRun rest = positions.position(tenant).open().orElseThrow();
        assertThat(rest.id()).isEqualTo(sweep.id());
        record(rest, Optional.empty());
        runs.end(tenant, rest);

        assertThat(completeWindow(now.plusSeconds(60)).sweep()).isTrue();
        assertThat(completeWindow(now.plusSeconds(120)).sweep()).isFalse();
    }

    /** It may have passed the applications of a candidate who objected until now. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRequestForASweepBeforeAScheduledOneHasScoredAnythingLeadsToOneMore(boolean scored) {
        Instant now = Instant.now();
        OpenRun sweep = runs.startNext(tenant, positions.position(tenant), now);
        unit.run(tenant, () -> requests.sweep(tenant));
        OpenRun read = scored ? record(sweep, Optional.empty(), score(1)) : record(sweep, Optional.empty());
        runs.over(tenant, read);

        assertThat(completeWindow(now.plusSeconds(60)).sweep()).isTrue();
    }

    @Test
    void aRequestForASweepDuringTheLastPageOfOneLeadsToOneMore() {
        Instant now = Instant.now();
        OpenRun sweep = runs.start(tenant, now);
        requestASweepBefore(() -> record(sweep, Optional.empty(), score(1)));
        runs.end(tenant, sweep);

        assertThat(completeWindow(now.plusSeconds(60)).sweep()).isTrue();
        assertThat(completeWindow(now.plusSeconds(120)).sweep()).isFalse();
    }

    /** A page may contain a withdrawn objection. */
    @Test
    void aRequestForASweepInTheTransactionOfAPageRemains() {
        OpenRun sweep = runs.start(tenant, NOON);

        unit.run(tenant, () -> {
            requests.sweep(tenant);
            record(sweep, Optional.empty(), score(1));
        });

        assertThat(requests.requested(tenant)).isTrue();
    }

    @Test
    void aRequestForASweepDoesNotDeadlockWithTheRecordingOfWrites() {
        OpenRun sweep = runs.start(tenant, NOON);
        runs.recordPart(tenant, sweep, made(List.of(score(1))), false);
        positions.failed(tenant);

        requestASweepBefore(() -> scores.settle(
                tenant,
                "rocketmat",
                scores.waiting(tenant, Set.of(), 1).stream()
                        .map(waiting -> new Scores.Settled(waiting, ScoreState.WRITTEN, null))
                        .toList(),
                () -> runs.wrote(tenant, sweep, new ScoreWriter.Batch(1, 0, 0))));

        assertThat(scores.anyWaiting(tenant)).isFalse();
        assertThat(positions.failed(tenant)).isEqualTo(1);
    }

    @Test
    void aRequestIsNotHeldUpByASliceThatFailsAtThatMoment() {
        positions.failed(tenant);
        List<CompletableFuture<Integer>> failed = new ArrayList<>();

        unit.run(tenant, () -> {
            requests.request(tenant, "operator");
            SyncPosition.flush();
            failed.add(CompletableFuture.supplyAsync(() -> positions.failed(tenant)));
            awaitPositionLock();
        });

        assertThat(failed.getFirst().join()).isEqualTo(1);
    }

    private void awaitPositionLock() {
        await().until(() -> database.count("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND query LIKE '%sync_position%'")
                == 1);
    }

    /** As a withdrawn objection does, which is then logged; slices lock the head of the log too. */
    private void requestASweepBefore(Runnable slice) {
        List<CompletableFuture<Void>> recorded = new ArrayList<>();
        unit.run(tenant, () -> {
            requests.sweep(tenant);
            recorded.add(CompletableFuture.runAsync(slice));
            awaitPositionLock();
            decisions.record(
                    tenant, List.of(Fact.about(new Subject(70L, null), DecisionKind.OBJECTION_WITHDRAWN, null)));
        });
        recorded.getFirst().join();
    }

    @Test
    void scoresAndPositionCommitTogetherOrNotAtAll() {
        OpenRun run = runs.start(tenant, NOON);
        OpenRun stale = new OpenRun(
                OptionalLong.of(run.id().orElseThrow() + 1_000_000),
                run.startedAt(),
                run.reading(),
                Run.Kind.WINDOW,
                false,
                Set.of());
        assertThatThrownBy(() -> record(stale, Optional.empty(), score(1))).isInstanceOf(IllegalStateException.class);
        assertThat(scores.waiting(tenant, Set.of(), 10)).isEmpty();

        runs.trouble(tenant, "unavailable");
        record(run, Optional.empty(), score(1), score(2));
        assertThat(scores.waiting(tenant, Set.of(), 10))
                .extracting(Waiting::applicationId)
                .containsExactly(2L, 1L);
        assertThat(counted("discovered", "scored", "failed")).isEqualTo("2 2 0 true");
        assertThat(positions.position(tenant).open()).get().matches(OpenRun::readWhole);
    }

    @Test
    void scoresOfATenantAreNotThoseOfAnother() {
        OpenRun run = runs.start(tenant, NOON);
        record(run, Optional.empty(), score(7));
        assertThat(scores.anyWaiting(other)).isFalse();
        assertThat(scores.leftAlone(other, VERSION, List.of(7L), false, Instant.EPOCH, Instant.EPOCH))
                .isEmpty();
        assertThat(scores.leftAlone(tenant, VERSION, List.of(7L, 8L), false, Instant.EPOCH, Instant.EPOCH))
                .isEqualTo(Map.of(7L, LeftAlone.WAITS));
        assertThat(scores.leftAlone(tenant, "b".repeat(64), List.of(7L), false, Instant.EPOCH, Instant.EPOCH))
                .isEmpty();
        assertThat(scores.backlog(Set.of(tenant, other)))
                .containsEntry(tenant, 1L)
                .doesNotContainKey(other);
    }

    @Test
    void aDryRunRecordsAndLeavesNothingToWrite() {
        OpenRun run = runs.start(tenant, NOON);
        runs.recordPage(tenant, run, made(List.of(score(7))), true, next(Optional.empty()));
        assertThat(scores.anyWaiting(tenant)).isFalse();
        assertThat(scores.leftAlone(tenant, VERSION, List.of(7L), true, Instant.EPOCH, Instant.EPOCH))
                .isEqualTo(Map.of(7L, LeftAlone.SCORED_DRY));
        assertThat(scores.leftAlone(tenant, VERSION, List.of(7L), false, Instant.EPOCH, Instant.EPOCH))
                .as("live, it is to be written")
                .isEmpty();
    }

    @Test
    void onlyTheLatestModelsScoreOfAnApplicationWaits() {
        String next = "b".repeat(64);
        OpenRun run = runs.start(tenant, NOON);
        runs.recordPart(tenant, run, made(List.of(score(7), score(8))), false);
        runs.recordPart(tenant, run, new Scored(next, List.of(score(7)), Map.of()), false);

        assertThat(scores.waiting(tenant, Set.of(), 10))
                .extracting(Waiting::applicationId, Waiting::modelVersion)
                .containsExactly(tuple(8L, VERSION), tuple(7L, next));
    }

    @Test
    void anApplicationThatTheModelCannotScoreIsRefusedWithTheReason() {
        OpenRun run = runs.start(tenant, NOON);
        record(run, Optional.empty(), NewScore.refused(7, 70, "no degree"));
        assertThat(scores.anyWaiting(tenant)).isFalse();
        assertThat(database.column("SELECT state || ' ' || reason FROM score WHERE tenant_id = '" + tenant + "'"))
                .containsExactly("REFUSED no degree");
        assertThat(counted("discovered", "scored", "failed")).isEqualTo("1 0 1 true");
    }

    @Test
    void anExpiredCursorStartsTheWindowAgain() {
        OpenRun run = runs.start(tenant, NOON);
        record(run, Optional.of("http://next"));
        runs.restart(tenant, run);
        assertThat(positions.position(tenant).open()).get().satisfies(open -> {
            assertThat(open.reading().nextPage()).isEmpty();
            assertThat(open.reading().to()).isEqualTo(NOON);
        });
    }

    @Test
    void aRequestIsFulfilledByOneRunWhoseLogNamesItsTrigger() {
        requests.request(tenant, "operator");
        assertThat(requests.requested(tenant)).isTrue();
        assertThat(requests.requested()).contains(tenant);
        OpenRun run = runs.start(tenant, NOON);
        assertThat(requests.requested(tenant)).isFalse();
        assertThat(database.column("SELECT triggered_by FROM run WHERE tenant_id = '" + tenant + "'"))
                .containsExactly("operator");
        requests.request(tenant, "changed secret");
        runs.trouble(tenant, "unavailable");
        runs.wrote(tenant, run, new ScoreWriter.Batch(3, 2, 1));
        runs.end(tenant, run);
        assertThat(requests.requested(tenant))
                .as("requested during the run, and kept")
                .isTrue();
        assertThat(requests.decline(tenant, () -> true)).isTrue();
        assertThat(requests.requested(tenant)).isFalse();
        assertThat(counted("written", "left_alone", "failed")).isEqualTo("3 2 1 true");
    }

    @Test
    void concurrentRequestsForTheFirstRunSucceed() throws Exception {
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (int round = 0; round < 5; round++) {
                TenantId asked = new TenantId("runs-" + UUID.randomUUID());
                List<Callable<Void>> callers = Collections.nCopies(12, () -> {
                    requests.request(asked, "operator");
                    return null;
                });
                for (Future<Void> answer : threads.invokeAll(callers)) {
                    answer.get();
                }
                assertThat(requests.requested(asked)).isTrue();
            }
        }
    }

    /** Another replica's slice may record writes while new settings restart the sweep. */
    @Test
    void concurrentChangesOfARunAreKept() {
        runs.start(tenant, NOON);

        unit.run(tenant, () -> {
            Run sweep = Run.openSweep(tenant).orElseThrow();
            database.administer("UPDATE run SET written = 3, next_page = 'next' WHERE tenant_id = '" + tenant + "'");
            sweep.readWhole = true;
        });

        assertThat(database.column(
                        "SELECT written || ' ' || next_page || ' ' || read_whole FROM run WHERE tenant_id = '" + tenant
                                + "'"))
                .containsExactly("3 next true");
    }

    @Test
    void theFirstRunOfANewTenantDoesNotCountAsRequested() {
        requests.request(tenant, RunRequests.NEW_TENANT);
        assertThat(requests.requested()).doesNotContain(tenant);
        assertThat(requests.requested(tenant)).isTrue();
        requests.request(tenant, "operator");
        assertThat(requests.requested()).contains(tenant);
    }

    /** Otherwise it would be made due every few seconds, without a pause. */
    @Test
    void aRequestIsNotListedWhileTheTenantBacksOff() {
        requests.request(tenant, "operator");
        positions.failed(tenant);
        assertThat(requests.requested()).doesNotContain(tenant);
        assertThat(requests.requested(tenant)).isTrue();

        positions.succeeded(tenant);
        assertThat(requests.requested()).contains(tenant);
    }

    @Test
    void aRequestThatArrivesWhileAnotherIsDeclinedIsKept() throws Exception {
        requests.request(tenant, "operator");
        List<CompletableFuture<Void>> wishes = new ArrayList<>();

        requests.decline(tenant, () -> {
            var wish = CompletableFuture.runAsync(() -> requests.request(tenant, "operator"));
            wishes.add(wish);
            assertThatThrownBy(() -> wish.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            return true;
        });

        wishes.getFirst().get(10, TimeUnit.SECONDS);
        assertThat(requests.requested(tenant)).isTrue();
        assertThat(requests.decline(tenant, () -> false)).isFalse();
        assertThat(requests.requested(tenant))
                .as("there is no longer a reason to decline")
                .isTrue();
    }

    @Test
    void consecutiveFailuresAreCountedUntilASliceMakesProgress() {
        assertThat(positions.failed(tenant)).isEqualTo(1);
        assertThat(positions.failed(tenant)).isEqualTo(2);
        positions.succeeded(tenant);
        assertThat(positions.failed(tenant)).isEqualTo(1);

        OpenRun run = runs.start(tenant, NOON);
        runs.recordPart(tenant, run, made(List.of(score(1))), false);
        assertThat(positions.failed(tenant)).as("after some were scored").isEqualTo(1);
        runs.over(tenant, run);
        assertThat(positions.failed(tenant)).as("after the run").isEqualTo(1);
    }

    @Test
    void aRequestResetsTheCountOfFailures() {
        positions.failed(tenant);
        positions.failed(tenant);
        requests.request(tenant, "operator");

        assertThat(positions.failed(tenant)).as("of the current slice").isEqualTo(1);
    }

    /** Columns of the only run, and whether it has no error. */
    private String counted(String... columns) {
        return database.column("SELECT concat_ws(' ', %s, (error IS NULL)::text) FROM run WHERE tenant_id = '%s'"
                        .formatted(String.join(", ", columns), tenant))
                .getFirst();
    }

    private OpenRun emptyWindow(Instant now) {
        return emptyWindow(now, now);
    }

    private OpenRun emptyWindow(Instant now, Instant read) {
        OpenRun run = runs.startNext(tenant, positions.position(tenant), now);
        return record(run.with(run.reading().noLaterThan(read)), Optional.empty());
    }

    private OpenRun completeWindow(Instant now) {
        OpenRun run = runs.start(tenant, now);
        record(run, Optional.empty());
        runs.end(tenant, run);
        return run;
    }

    private static Scored made(List<NewScore> scores) {
        return new Scored(VERSION, scores, Map.of());
    }

    private OpenRun record(OpenRun run, Optional<String> nextPage, NewScore... scores) {
        return runs.recordPage(tenant, run, made(List.of(scores)), false, next(nextPage));
    }

    private static RunLog.NextPage next(Optional<String> page) {
        return new RunLog.NextPage(page, Set.of("id"));
    }

    private static NewScore score(long application) {
        return NewScore.of(application, 10 * application, new BigDecimal("71"), List.of());
    }
}
