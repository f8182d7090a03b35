package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.model.Serving;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Position;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.sync.run.Run;
import com.rocketmat.sync.run.RunLog;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The next step, given the database and the calls left in the rate window. */
@QuarkusTest
class PlannerQuarkusTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String VERSION = "a".repeat(64);
    /** The planner does not need its version. */
    private static final Optional<Serving> SERVING = Optional.of(new Serving(null, List.of()));

    SandboxDatabase database;

    @Inject
    Planner planner;

    @Inject
    Positions positions;

    @Inject
    RunLog runs;

    @Inject
    WantedApplications wanted;

    @Inject
    Scores scores;

    private final TenantId tenant = new TenantId("planner-" + UUID.randomUUID());
    private OpenRun run;

    @BeforeEach
    void oneScoreWaits() {
        NewScore score = NewScore.of(7, 70, new BigDecimal("71"), List.of());
        run = runs.recordPart(
                tenant, runs.startNext(tenant, position(), NOON), new Scored(VERSION, List.of(score), Map.of()), false);
    }

    @Test
    void aNewPageIsScoredThoughTheRateWindowIsScarce() {
        LoadedPage page = page(false);

        assertThat(next(true, Progress.within(run, page))).isEqualTo(new Step.ScorePage(run, page));
    }

    @Test
    void oncePartOfAPageIsScoredWritesComeFirstIfTheRateWindowIsScarce() {
        assertThat(next(true, Progress.within(run, page(true)))).isEqualTo(new Step.Write(run, false));
    }

    @Test
    void waitingScoresAreWrittenBeforeTheNextPageIsRead() {
        assertThat(next(false, Progress.of(run))).isEqualTo(new Step.Write(run, false));
    }

    /** Otherwise the blocked tenant would seem healthy until its rate window is scarce. */
    @Test
    void duringASweepWaitingScoresAreWrittenFirstThoughTheTenantIsBlocked() {
        SliceContext blocked = slice(false, true, Map.of());

        assertThat(planner.next(blocked, Progress.of(run), Set.of())).isEqualTo(new Step.Write(run, false));
    }

    @Test
    void theNextPageIsReadWhileTheOnlyWaitingScoreIsInFlight() {
        SliceContext slice = slice(false);

        assertThat(planner.next(slice, Progress.of(run), Set.of(7L))).isEqualTo(new Step.ReadPage(run));
    }

    /** An erasure deletes waiting scores whose writes may be in flight. */
    @Test
    void aSweepThatRenewsScoresDoesNotEndWhileAWriteIsInFlight() {
        OpenRun read = readWhole(run);
        allIsWritten();
        SliceContext slice = slice(false, Map.of("rescore", "on-new-model"));

        assertThat(planner.next(slice, Progress.of(read), Set.of(7L))).isEqualTo(new Step.Write(read, true));
    }

    /** The next page could still show another version's score, so that the waiting one would stay. */
    @Test
    void aSweepThatRenewsScoresReadsNoPageWhileAWriteIsInFlight() {
        SliceContext slice = slice(false, Map.of("rescore", "on-new-model"));

        assertThat(planner.next(slice, Progress.of(run), Set.of(7L))).isEqualTo(new Step.Write(run, false));
    }

    @Test
    void namedApplicationsAreReadBeforeWaitingScoresAreWritten() {
        wanted.want(tenant, List.of(8L, 9L), Map.of());

        assertThat(next(false, Progress.of(run)))
                .isEqualTo(new Step.ReadIds(run, wanted.next(tenant, HarvestSession.MOST_IDS)));
    }

    @Test
    void waitingScoresComeBeforeNamedApplicationsIfTheRateWindowIsScarce() {
        wanted.want(tenant, List.of(8L), Map.of());

        assertThat(next(true, Progress.of(run))).isEqualTo(new Step.Write(run, false));
    }

    /** By the next slice, another window may be due. */
    @Test
    void afterAWindowBesideASweepTheSweepContinuesInTheSameSlice() {
        OpenRun window = runs.startNext(tenant, positions.position(tenant), NOON.plusSeconds(60));
        assertThat(run.sweep()).isTrue();
        assertThat(window.besideSweep()).isTrue();

        OpenRun read = readWhole(window);
        allIsWritten();

        assertThat(next(false, Progress.of(read)))
                .isInstanceOfSatisfying(
                        Step.ReadPage.class, step -> assertThat(step.run().id()).isEqualTo(run.id()));
        assertThat(positions.position(tenant).open())
                .get()
                .extracting(OpenRun::besideSweep)
                .isEqualTo(false);
    }

    @Test
    void theNextWindowDoesNotEndASweepThatOnlyWaitsForWrites() {
        readWhole(run);
        database.execute(
                "UPDATE run SET started_at = now() - interval '1 day' WHERE tenant_id = '%s'".formatted(tenant));

        assertThat(first())
                .isInstanceOfSatisfying(
                        Step.ReadPage.class,
                        step -> assertThat(step.run().besideSweep()).isTrue());
    }

    @Test
    void aPageIsScoredToItsEndBeforeNamedApplicationsAreRead() {
        wanted.want(tenant, List.of(8L), Map.of());
        LoadedPage page = page(true);

        assertThat(next(false, Progress.within(run, page))).isEqualTo(new Step.ScorePage(run, page));
    }

    @Test
    void betweenTwoWindowsNamedApplicationsAreReadWithoutAWindow() {
        windowIsRead();
        wanted.want(tenant, List.of(8L), Map.of());

        assertThat(first()).isInstanceOfSatisfying(Step.ReadIds.class, step -> {
            assertThat(step.run().named()).isTrue();
            assertThat(step.wanted()).extracting(Wanted::applicationId).containsExactly(8L);
        });
    }

    @Test
    void readingNamedApplicationsDoesNotPostponeTheNextWindow() {
        windowIsRead();
        Instant due = positions.due(tenant, settings().schedule());
        OpenRun apart = runs.startNamed(tenant, NOON);

        assertThat(next(false, Progress.of(apart))).isEqualTo(new Step.End(new SliceOutcome.Due(due)));
        assertThat(positions.due(tenant, settings().schedule())).isEqualTo(due);
    }

    /** Greenhouse may refuse them for long. */
    @Test
    void aDueWindowDoesNotWaitForTheWritesOfNamedApplications() {
        windowIsRead();
        NewScore score = NewScore.of(8, 80, new BigDecimal("81"), List.of());
        OpenRun apart = runs.recordPart(
                tenant, runs.startNamed(tenant, NOON), new Scored(VERSION, List.of(score), Map.of()), false);
        Position before = positions.position(tenant);
        assertThat(planner.first(slice(false), before)).isEqualTo(new Step.Write(apart, false));
        database.execute("UPDATE run SET ended_at = now() - interval '1 day' WHERE tenant_id = '%s' AND id <> %d"
                .formatted(tenant.value(), apart.id().getAsLong()));

        Step first = planner.first(slice(false, true, Map.of()), before);

        assertThat(first)
                .isInstanceOfSatisfying(
                        Step.ReadPage.class,
                        step -> assertThat(step.run().kind()).isEqualTo(Run.Kind.WINDOW));
        assertThat(positions.position(tenant).open())
                .get()
                .extracting(OpenRun::named)
                .isEqualTo(false);
    }

    /** A replica's clock may have run ahead. */
    @Test
    void aRunThatEndedInTheFutureDoesNotPostponeTheNextWindow() {
        windowIsRead();
        database.execute(
                "UPDATE run SET ended_at = now() + interval '6 hours' WHERE tenant_id = '%s'".formatted(tenant));

        assertThat(positions.due(tenant, settings().schedule())).isBefore(Instant.now());
    }

    /** The local clock was ahead when the run was opened. */
    @Test
    void theEndOfAWindowIsNoLaterThanTheAnswer() {
        Instant answered = NOON.minusSeconds(60);
        Instant earlier = answered.minusSeconds(60);

        OpenRun part =
                runs.recordPart(tenant, run.with(run.reading().noLaterThan(answered)), Scored.nothing(VERSION), false);
        OpenRun page = runs.recordPage(
                tenant,
                run.with(run.reading().noLaterThan(earlier)),
                Scored.nothing(VERSION),
                false,
                new RunLog.NextPage(Optional.of("http://next"), Set.of("id")));

        assertThat(part.reading().to()).isEqualTo(answered);
        assertThat(page.reading().to()).isEqualTo(earlier);
    }

    @Test
    void namedApplicationsAreReadWithAnOpenWindow() {
        wanted.want(tenant, List.of(8L), Map.of());

        assertThat(first())
                .isInstanceOfSatisfying(
                        Step.ReadIds.class, step -> assertThat(step.run()).isEqualTo(run));
    }

    private OpenRun readWhole(OpenRun window) {
        return runs.recordPage(
                tenant, window, Scored.nothing(VERSION), false, new RunLog.NextPage(Optional.empty(), Set.of("id")));
    }

    private void windowIsRead() {
        OpenRun read = readWhole(run);
        allIsWritten();
        runs.over(tenant, read);
    }

    private void allIsWritten() {
        scores.settle(
                tenant,
                "rocketmat",
                scores.waiting(tenant, Set.of(), 50).stream()
                        .map(waiting -> new Scores.Settled(waiting, ScoreState.WRITTEN, null))
                        .toList(),
                () -> {});
    }

    @Test
    void aWriteThatMustShowFirstIsAwaited() {
        assertThat(next(false, Progress.paused(run, Optional.of(NOON))))
                .isEqualTo(new Step.End(new SliceOutcome.Wait(NOON)));
    }

    private Step first() {
        return planner.first(slice(false), position());
    }

    private Position position() {
        return positions.position(tenant, settings(), Optional.of(VERSION));
    }

    private Step next(boolean scarce, Progress progress) {
        return planner.next(slice(scarce), progress, Set.of());
    }

    private static LoadedPage page(boolean begun) {
        return new LoadedPage(
                null,
                Optional.of(new RunLog.NextPage(Optional.empty(), Set.of("id"))),
                List.of(),
                List.of(),
                List.of(),
                begun);
    }

    private SliceContext slice(boolean scarce) {
        return slice(scarce, Map.of());
    }

    private SliceContext slice(boolean scarce, Map<String, String> settings) {
        return slice(scarce, false, settings);
    }

    private SliceContext slice(boolean scarce, boolean blocked, Map<String, String> settings) {
        HarvestSession session = StandIn.of(HarvestSession.class, (_, method, _) -> switch (method.getName()) {
            case "scarce" -> scarce;
            case "now" -> NOON;
            default -> throw new IllegalStateException("a planner makes no calls: " + method);
        });
        return new SliceContext(
                settings(settings), session, null, null, SERVING, blocked, () -> true, () -> true, () -> true);
    }

    private TenantSettings settings() {
        return settings(Map.of());
    }

    private TenantSettings settings(Map<String, String> more) {
        Map<String, String> secret = new HashMap<>(more);
        secret.putAll(Map.of("harvest_client_id", "an-id", "harvest_client_secret", "a-secret"));
        return ((Outcome.Valid) TenantSecret.parse(tenant, secret)).settings();
    }
}
