package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.Switches.CustomFieldWrites;
import com.rocketmat.score.write.InFlight;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStatus;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs, in virtual time, against faults of Greenhouse, its clock and its lists. */
@QuarkusTest
class FailuresQuarkusTest extends ByHand {

    private static final int WINDOW = 30;

    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    @Tag("failure-clock-skew")
    void clockSkewCostsNoScoreAndNoRefusedCall(int minutes) {
        start(Duration.ofMinutes(minutes));
        rig.customer.organisation().rateLimit(40);
        rig.customer.with(60);
        rig.untilDone();
        rig.clock.pass(Duration.ofMinutes(20));
        rig.customer.apply(17);
        rig.run();

        assertAllWrittenOnce();
        assertThat(refusals()).as("windows end by Greenhouse's clock").isEmpty();
    }

    /** In v1, no token call tells the replica the time. */
    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    @Tag("failure-clock-skew")
    void aReplicaWithClockSkewContinuesOnceTheRateWindowOfAnotherIsOver(int minutes) {
        start(Duration.ZERO);
        rig.customer.organisation().v1RateLimit(20);
        rig.change(Map.of("harvest_api_key", rig.customer.organisation().apiKey()));
        rig.customer.with(60);
        Instant end = waitsUntil(rig.slice());
        rig.clock.pass(Duration.between(rig.clock.instant(), end).plusSeconds(6));
        rig.greenhouse.calls().clear();

        rig.sliceElsewhere(Duration.ofMinutes(minutes));
        if (minutes < 0) {
            // by its clock, the window has yet to begin
            rig.clock.pass(Duration.ofSeconds(72));
            rig.sliceElsewhere(Duration.ofMinutes(minutes));
        }

        assertThat(rig.patches()).isNotEmpty();
        assertThat(refusals()).isEmpty();
    }

    @Test
    @Tag("failure-429-retry-after")
    void aReplicaThatHasMadeNoCallYetObeysTheRetryAfterThatAnotherReceived() {
        start(Duration.ZERO);
        rig.change(Map.of("harvest_api_key", rig.customer.organisation().apiKey()));
        rig.customer.with(1);
        rig.on(Match.any().path("/v1")).answer(new Fault.Status(429, "{}", Map.of("Retry-After", "50")));
        Instant until = waitsUntil(rig.slice());
        rig.clock.pass(Duration.ofSeconds(20));
        rig.greenhouse.calls().clear();

        assertThat(waitsUntil(rig.sliceElsewhere(Duration.ZERO)))
                .isBetween(until.minusSeconds(2), until.plusSeconds(2));
        assertThat(rig.greenhouse.calls().all()).isEmpty();
    }

    @Test
    @Tag("failure-limit-shrinks")
    void aLoweredRateLimitIsObeyedAtOnce() {
        start(Duration.ZERO);
        rig.customer.organisation().rateLimit(60);
        rig.customer.with(200);
        rig.on(Match.patch("/v3"))
                .after(60)
                .happens(() -> rig.customer.organisation().rateLimit(25));

        rig.untilDone();

        assertAllWrittenOnce();
        assertThat(refusals()).as("writes in flight at the time").hasSizeLessThanOrEqualTo(InFlight.AT_ONCE);
        Map<Long, List<Call>> windows = rig
                .greenhouse
                .calls()
                .where(call -> call.path().startsWith("/v3"))
                .stream()
                .collect(Collectors.groupingBy(
                        call -> call.at().getEpochSecond() / WINDOW, TreeMap::new, Collectors.toList()));
        assertThat(windows).hasSizeGreaterThan(5);
        assertThat(windows.values().stream().skip(3)).allMatch(calls -> calls.size() <= 25);
    }

    @Test
    void aRunThatOnlyWaitsForItsWritesStaysOpenUntilTheNextWindowIsDue() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.untilDone();
        rig.customer.with(3);
        rig.on(Match.patch("/v3/applications")).answer(new Fault.RateLimited(30));

        rig.run();

        assertAllWrittenOnce();
        assertThat(rig.triggers()).containsExactly("operator", "first model");
    }

    @Test
    void aTenantThatDamagedAFieldStaysBlockedThoughNoScoreWaits() {
        start(Duration.ZERO, Map.of("write_mode", "merge"));
        rig.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        rig.customer.carrying("notice", "2 months").with(1);
        assertGetsBlocked();

        rig.request();
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(blocked()).isTrue();

        rig.change(Map.of("write_mode", "full"));
        rig.run();
        assertThat(blocked()).isFalse();
    }

    @Test
    void aTenantWhoseFirstScoreDoesNotShowStaysBlockedDuringTheNextAttempt() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.customer
                .ids()
                .forEach(id -> rig.customer
                        .organisation()
                        .updatedLast(id, rig.clock.instant().minus(Duration.ofHours(1))));
        rig.on(Match.patch("/v3/applications")).always().answer(new Fault.Status(200, "{}"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            rig.request();
            rig.slice();
            assertThat(rig.patches()).hasSize(attempt);
            assertThat(blocked()).isEqualTo(attempt == 2);
            database.administer(
                    "UPDATE write_proof SET first_sent_at = first_sent_at - interval '11 minutes' WHERE tenant_id = '%s'"
                            .formatted(rig.tenant));
            assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
            assertThat(blocked()).isTrue();
        }
    }

    @Test
    void aSliceThatIsDrainedBeforeItsFirstStepDoesNotUnblockTheTenant() {
        start(Duration.ZERO);
        rig.customer.with(1);
        rig.on(Match.get("/v3/applications")).always().answer(Fault.forbidden());
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);

        String ofTenant = " WHERE tenant_id = '%s'".formatted(rig.tenant);
        database.execute("UPDATE sync_position SET failures = 3" + ofTenant);

        assertThat(rig.slice(() -> true)).isInstanceOf(SliceOutcome.More.class);

        assertThat(blocked()).isTrue();
        assertThat(database.count("SELECT failures FROM sync_position" + ofTenant))
                .isEqualTo(3);
    }

    @Test
    void aTenantWhoseSlicesUseUpTheirRateWindowsIsUnblockedOnceItWritesAgain() {
        start(Duration.ZERO);
        rig.customer.with(200);
        rig.on(Match.patch("/v3/applications")).always().answer(Fault.forbidden());
        assertGetsBlocked();
        rig.greenhouse.faults().clear();
        rig.customer.organisation().rateLimit(60);

        rig.request();
        rig.slice();

        assertThat(rig.patches()).anyMatch(call -> call.status() == 200);
        assertThat(blocked()).isFalse();
    }

    @Test
    void aSliceWhoseTimeIsUpBeforeItsFirstStepDoesNotUnblockTheTenant() {
        start(Duration.ZERO);
        rig.customer.with(1);
        rig.on(Match.get("/v3/applications")).always().answer(Fault.forbidden());
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        rig.clock.pass(Duration.ofHours(1));
        rig.before(Match.get("/v3/custom_fields"), () -> rig.clock.pass(Duration.ofSeconds(31)));

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.More.class);

        assertThat(blocked()).isTrue();
    }

    private boolean blocked() {
        return rig.status().state() == TenantState.BLOCKED;
    }

    static List<Fault> repetitions() {
        return List.of(new Fault.RepeatPage(), new Fault.DuplicateRowOfPreviousPage());
    }

    @ParameterizedTest
    @MethodSource("repetitions")
    @Tag("failure-page-repeated")
    void aRepeatedPageOrRowIsScoredOnce(Fault fault) {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.onTwoPages();
        rig.on(Match.get("/v3/applications").query("cursor=")).answer(fault);

        assertScoredInADryRun(40);
    }

    @Test
    @Tag("failure-row-updated-while-paging")
    void aRowThatIsChangedWhileTheWindowIsReadIsNotLost() {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.with(1);
        rig.untilDone();
        rig.clock.pass(Duration.ofMinutes(10));
        rig.customer.onTwoPages();
        long oldest = rig.customer.ids().get(1);
        AtomicBoolean changed = new AtomicBoolean();
        rig.before(Match.get("/v3/applications").query("cursor="), () -> {
            rig.clock.pass(Duration.ofSeconds(2));
            rig.customer.organisation().change("applications", oldest, row -> row.put("needs_decision", false));
            changed.set(true);
        });
        rig.run();
        assertThat(changed).isTrue();
        rig.request();
        assertScoredInADryRun(41);
    }

    @Test
    @Tag("failure-patch-visible-later")
    void aWriteThatListsShowLateIsNotRepeated() {
        start(Duration.ZERO);
        rig.customer.with(20);
        rig.on(Match.patch("/v3")).always().answer(new Fault.VisibleLater(Duration.ofMinutes(3)));
        rig.untilDone();
        Instant written = rig.clock.instant();
        rig.run();

        assertThat(Duration.between(written, rig.clock.instant()))
                .as("the lists are read again before they show the writes")
                .isLessThan(Duration.ofMinutes(3));
        assertAllWrittenOnce();
    }

    @Test
    @Tag("failure-postgresql-failover")
    void connectionsLostDuringTransactionsLoseAndRepeatNoWrite() {
        start(Duration.ZERO);
        rig.customer.with(110);
        // the first while scores are recorded, the others while writes are; a sequence is not rolled back
        database.administer(
                "CREATE SEQUENCE changes",
                """
                CREATE FUNCTION fail_over() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                DECLARE
                    change bigint;
                BEGIN
                    IF NEW.tenant_id = '%s' THEN
                        change := nextval('changes');
                        IF change = 30 OR change > 100 AND change %% 53 = 0 THEN
                            PERFORM pg_terminate_backend(pg_backend_pid());
                        END IF;
                    END IF;
                    RETURN NEW;
                END $$\
                """.formatted(rig.tenant),
                "CREATE TRIGGER fail_over BEFORE INSERT OR UPDATE ON score FOR EACH ROW EXECUTE FUNCTION fail_over()");
        try {
            assertThat(untilDoneDespiteFailedSlices()).isGreaterThan(3);
        } finally {
            database.administer("DROP TRIGGER fail_over ON score", "DROP FUNCTION fail_over", "DROP SEQUENCE changes");
        }

        assertAllWrittenOnce();
    }

    @Test
    @Tag("finding-B1")
    void occasionalFailuresDoNotPauseTheTenant() {
        start(Duration.ZERO);
        rig.customer.with(300);
        rig.customer.organisation().rateLimit(100_000);
        rig.greenhouse
                .faults()
                .randomly(
                        0.1,
                        7,
                        Match.patch("/v3"),
                        Fault.serverError(),
                        new Fault.ApplyThenStatus(503),
                        new Fault.Drop(),
                        new Fault.ApplyThenDrop());
        // a separate rule, since three failures of one read would fail the slice
        rig.greenhouse.faults().randomly(0.1, 7, Match.get("/v3"), Fault.serverError(), new Fault.Drop());

        assertThat(untilNoMoreSlices()).isInstanceOf(SliceOutcome.Due.class);
        assertThat(rig.greenhouse.faults().fired()).isGreaterThan(20);
        assertThat(rig.customer.right()).isEqualTo(300);
    }

    /** Another replica may mint a token, which revokes ours if only one is valid at a time. */
    @Test
    void aTokenThatIsReplacedThreeTimesDuringAWriteDoesNotPauseTheTenant() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.on(Match.patch("/v3")).times(3).answer(new Fault.RevokeToken());

        assertThat(untilNoMoreSlices()).isInstanceOf(SliceOutcome.Due.class);
        assertAllWrittenOnce();
    }

    @Test
    void aTokenEndpointThatFailsDuringAWriteDoesNotPauseTheTenant() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.before(Match.patch("/v3"), () -> rig.on(Match.token()).answer(Fault.serverError()));
        rig.on(Match.patch("/v3")).answer(new Fault.RevokeToken());

        assertThat(untilNoMoreSlices()).isInstanceOf(SliceOutcome.Due.class);
        assertAllWrittenOnce();
    }

    @Test
    void aTokenThatIsReplacedDuringEveryWriteIsReported() {
        start(Duration.ZERO);
        rig.customer.with(30);
        rig.on(Match.patch("/v3")).always().answer(new Fault.RevokeToken());

        for (int slices = 0; slices < 10 && rig.status().reason() == null; slices++) {
            rig.slice();
            rig.clock.pass(Duration.ofMinutes(1));
        }

        assertThat(rig.status().reason()).contains("replaced the token");
        assertThat(rig.scores()).allMatch(row -> row.state().equals("PENDING"));
    }

    private SliceOutcome untilNoMoreSlices() {
        SliceOutcome outcome = rig.slice();
        for (int slices = 0; slices < 20 && outcome instanceof SliceOutcome.More; slices++) {
            outcome = rig.slice();
        }
        return outcome;
    }

    /** A write to the next application shows whether all writes are forbidden. */
    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void forbiddenWritesDoNotDelayTheNextWindow(int forbidden) {
        start(Duration.ZERO);
        rig.clock.runs();
        rig.customer.with(3);
        rig.untilDone();
        applyWithForbiddenWrites(forbidden);
        assertGetsBlocked();
        long next = rig.customer.apply(17);
        rig.clock.pass(Duration.ofMinutes(61));

        rig.untilDone();

        assertThat(rig.carried(next)).isEqualTo(17);
        assertThat(blocked()).isFalse();
        assertThat(refused()).hasSize(forbidden);
        assertThat(rig.scores()).noneMatch(row -> row.state().equals("PENDING"));
    }

    private void applyWithForbiddenWrites(int applications) {
        for (int i = 0; i < applications; i++) {
            rig.on(patchOf(rig.customer.apply(3))).always().answer(Fault.forbidden());
        }
    }

    private void assertGetsBlocked() {
        for (int slices = 0; slices < 5 && !blocked(); slices++) {
            rig.slice();
        }
        assertThat(blocked()).isTrue();
    }

    @Test
    void aWriteThatTimesOutInEverySliceIsRefusedOnceOthersAreWritten() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.untilDone();
        long troubled = rig.customer.apply(17);
        rig.on(patchOf(troubled)).always().answer(new Fault.Html(504));

        for (int slices = 0; slices < 5; slices++) {
            rig.customer.apply(5);
            rig.request();
            rig.slice();
        }

        assertThat(refused()).singleElement().satisfies(row -> {
            assertThat(row.applicationId()).isEqualTo(troubled);
            assertThat(row.reason()).contains("attempts", "504");
        });
    }

    @Test
    void aCredentialThatLosesItsScopeDuringASliceBlocksTheTenantAndLosesNoScore() {
        start(Duration.ZERO);
        rig.customer.with(30);
        rig.on(Match.patch("/v3")).after(1).always().answer(Fault.forbidden());

        assertGetsBlocked();

        assertThat(rig.scores().stream().filter(row -> row.state().equals("PENDING")))
                .hasSizeGreaterThan(20);
        assertThat(rig.status().reason()).contains("harvest:applications:update");
        assertThat(rig.status().remedy()).contains("scope");
        rig.greenhouse.faults().clear();
        rig.run();
        assertThat(rig.status()).isEqualTo(TenantStatus.of(TenantState.ACTIVE));
        assertThat(rig.scores()).noneMatch(row -> row.state().equals("PENDING"));
    }

    private Stream<Row> refused() {
        return rig.scores().stream().filter(row -> row.state().equals("REFUSED"));
    }

    @Test
    void aCandidateMayBeListedTwice() {
        start(Duration.ZERO);
        rig.customer.with(1);
        long candidate = rig.candidate(rig.customer.ids().getFirst());
        String row = "{\"id\":%d,\"first_name\":\"Ana\"}".formatted(candidate);
        rig.on(Match.get("/v3/candidates")).always().answer(new Fault.Status(200, "[%s,%s]".formatted(row, row)));

        rig.untilDone();

        assertAllWrittenOnce();
    }

    @Test
    @Tag("finding-B4")
    void pagesThatLinkToEachOtherCostAFewCallsAndAreReported() {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.onTwoPages();
        link("cursor=a", "cursor=b");
        link("cursor=b", "cursor=a");
        link("cursor=", "cursor=a");

        assertBacksOffWhileCursorsFail("have no end");

        // when the window is read again, it has other cursors
        link("cursor=a", "cursor=b");
        assertScoredInADryRun(40);
    }

    @Test
    void refusedCursorsCostAFewCallsAndAreReported() {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.onTwoPages();
        rig.on(Match.get("/v3/applications").query("cursor=")).always().answer(Fault.cursorExpired());

        assertBacksOffWhileCursorsFail("are refused");

        String expired = rig.greenhouse
                .calls()
                .where(call -> call.query().contains("cursor="))
                .getLast()
                .query();
        rig.on(Match.get("/v3/applications").query(expired)).always().answer(Fault.cursorExpired());
        assertScoredInADryRun(40);
    }

    private void assertBacksOffWhileCursorsFail(String reason) {
        assertThat(rig.slice(() -> rig.greenhouse.calls().all().size() > 100)).isInstanceOf(SliceOutcome.Wait.class);
        int calls = rig.greenhouse.calls().all().size();
        assertThat(rig.greenhouse.calls().where(call -> call.query().contains("cursor=")))
                .as("the window is read again twice")
                .hasSizeLessThanOrEqualTo(12);
        assertBacksOff("Greenhouse is not available", reason);
        assertThat(rig.greenhouse.calls().all()).hasSizeLessThan(calls + 24);
        rig.greenhouse.faults().clear();
    }

    private void assertScoredInADryRun(int applications) {
        rig.untilDone();
        assertThat(rig.scores())
                .hasSize(applications)
                .allMatch(row -> row.state().equals("DRY"));
        assertThat(rig.status().reason()).isNull();
    }

    private void link(String from, String to) {
        rig.on(Match.get("/v3/applications").query(from))
                .always()
                .answer(new Fault.Status(
                        200,
                        "[]",
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "Link",
                                "<%s/v3/applications?%s>; rel=\"next\"".formatted(rig.greenhouse.harvestUrl(), to))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3", "/token"})
    @Tag("finding-B4")
    void a429ForEveryCallIsReported(String path) {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.on(Match.any().path(path)).always().answer(new Fault.RateLimited());

        for (int slice = 0; slice < 5; slice++) {
            assertThat(rig.status().reason()).isNull();
            Instant until = waitsUntil(rig.slice());
            assertThat(waitsUntil(rig.slice()))
                    .as("no call is made")
                    .isBetween(until.minusSeconds(1), until.plusSeconds(1));
            rig.clock.pass(Duration.ofSeconds(61));
        }

        assertThat(rig.status().reason()).contains("429");
        rig.greenhouse.faults().clear();
        rig.untilDone();
        assertAllWrittenOnce();
        assertThat(rig.status().reason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "86400"})
    @Tag("finding-B4")
    void a503WithRetryAfterIsReported(String seconds) {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.on(Match.any().path("/v3")).always().answer(new Fault.Status(503, "{}", Map.of("Retry-After", seconds)));

        waitsUntil(rig.slice());

        assertThat(rig.status().reason()).contains("not available", "503");
        waitsUntil(rig.slice());
        assertThat(rig.status().reason()).as("while it waits").contains("503");
        rig.greenhouse.faults().clear();
        rig.clock.pass(Duration.ofMinutes(61));
        rig.untilDone();
        assertAllWrittenOnce();
        assertThat(rig.status().reason()).isNull();
    }

    @Test
    @Tag("finding-B4")
    void a429WithAPauseLongerThanAnyRateWindowIsReportedAtOnce() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.on(Match.any().path("/v3")).answer(new Fault.RateLimited(86_400));

        waitsUntil(rig.slice());

        assertThat(rig.status().reason()).contains("429");
    }

    private static Instant waitsUntil(SliceOutcome outcome) {
        assertThat(outcome).isInstanceOf(SliceOutcome.Wait.class);
        return ((SliceOutcome.Wait) outcome).until();
    }

    @Test
    @Tag("finding-B4")
    void anUnexpectedExceptionIsReportedAndLoggedWithOneStackTrace() {
        start(Duration.ZERO);
        rig.customer.with(3);
        // any unexpected failure: here, PostgreSQL refuses a row
        database.administer(
                "ALTER TABLE score ADD CONSTRAINT refused CHECK (tenant_id <> '%s') NOT VALID".formatted(rig.tenant));
        try (LogTap log = new LogTap()) {
            rig.slice();
            assertThat(log.lines())
                    .filteredOn(line -> line.level().equals(Level.ERROR)
                            && line.category().startsWith("com.rocketmat")
                            && line.text().contains(rig.tenant.value()))
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("Slice failed unexpectedly", "\tat "));
            assertBacksOff("Unexpected error in this service", "Exception");
        } finally {
            database.administer("ALTER TABLE score DROP CONSTRAINT refused");
        }
        rig.clock.pass(Duration.ofSeconds(31));
        rig.untilDone();
        assertAllWrittenOnce();
    }

    /** A class that a native image lacks causes one. */
    @Test
    void anErrorIsReportedToo() {
        start(Duration.ZERO);

        waitsUntil(rig.slice(() -> {
            throw new NoClassDefFoundError("for this test");
        }));

        assertThat(rig.status().reason()).isEqualTo("Unexpected error in this service: NoClassDefFoundError");
    }

    /** The pauses grow, and the status says why. */
    private void assertBacksOff(String... reason) {
        for (int slice = 0; slice < 3; slice++) {
            assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
        }
        assertThat(rig.slice())
                .isInstanceOfSatisfying(
                        SliceOutcome.Wait.class,
                        wait -> assertThat(Duration.between(rig.clock.instant(), wait.until()))
                                .as("longer than after the first failure")
                                .isGreaterThan(Duration.ofSeconds(10)));
        assertThat(rig.status().reason()).contains(reason);
        assertThat(rig.status().remedy()).contains("automatic");
    }

    /** Repeats failed slices, like the scheduler, and returns how many failed. */
    private int untilDoneDespiteFailedSlices() {
        for (int failed = 0; failed < 60; failed++) {
            try {
                rig.untilDone();
                return failed;
            } catch (Exception _) {
                rig.clock.pass(Duration.ofSeconds(10));
            }
        }
        throw new AssertionError("too many slices fail");
    }

    private void start(Duration ahead) {
        start(ahead, Map.of());
    }

    private void start(Duration ahead, Map<String, String> settings) {
        rig = new RunByHand(settings, ahead);
        rig.activate(rig.upload(Graph.identity(), PointsCustomer.MANIFEST));
    }

    private void assertAllWrittenOnce() {
        assertThat(rig.customer.right()).isEqualTo(rig.customer.applications());
        assertThat(rig.patches().stream().filter(call -> call.status() == 200)).hasSize(rig.customer.applications());
        assertThat(rig.scores()).allMatch(row -> row.state().equals("WRITTEN"));
    }

    private List<Call> refusals() {
        return rig.greenhouse.calls().where(call -> call.status() == 429);
    }
}
