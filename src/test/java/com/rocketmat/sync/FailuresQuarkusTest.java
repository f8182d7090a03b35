package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.Switches.CustomFieldWrites;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.sync.run.Positions;
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

/** Whole runs, in virtual time, while Greenhouse, its clock or its lists are faulty. */
@QuarkusTest
class FailuresQuarkusTest extends ByHand {

    private static final int WINDOW = 30;
    /** Number of concurrent writes. */
    private static final int IN_FLIGHT = 4;

    @ParameterizedTest
    @ValueSource(ints = {-5, 5})
    @Tag("failure-clock-skew")
    void clocksThatAreApartCostNeitherAScoreNorACallTooMany(int minutes) {
        start(Duration.ofMinutes(minutes));
        rig.customer.organisation().rateLimit(40);
        rig.customer.with(60);
        rig.untilDone();
        rig.clock.pass(Duration.ofMinutes(20));
        rig.customer.apply(17);
        rig.run();

        assertAllWrittenOnce();
        assertThat(refusals()).as("the windows' edges are Greenhouse's").isEmpty();
    }

    /** In v1 no token is minted whose answer tells the time. */
    @ParameterizedTest
    @ValueSource(ints = {-5, 0, 5})
    @Tag("failure-clock-skew")
    void aReplicaWhoseClockIsApartGoesOnWhenTheWindowOfAnotherIsOver(int minutes) {
        start(Duration.ZERO);
        rig.customer.organisation().v1RateLimit(20);
        rig.change(Map.of("harvest_api_key", rig.customer.organisation().apiKey()));
        rig.customer.with(60);
        Instant end = waited(rig.slice());
        rig.clock.pass(Duration.between(rig.clock.instant(), end).plusSeconds(6));
        rig.greenhouse.calls().clear();

        rig.sliceElsewhere(Duration.ofMinutes(minutes));
        if (minutes < 0) {
            // to it the window is still to begin; it waits for a while
            rig.clock.pass(Duration.ofSeconds(72));
            rig.sliceElsewhere(Duration.ofMinutes(minutes));
        }

        assertThat(rig.patches()).isNotEmpty();
        assertThat(refusals()).isEmpty();
    }

    /** Longer than v1's window. */
    @Test
    @Tag("failure-429-retry-after")
    void whatA429AsksForHoldsOnAReplicaThatKnowsNoTimeYet() {
        start(Duration.ZERO);
        rig.change(Map.of("harvest_api_key", rig.customer.organisation().apiKey()));
        rig.customer.with(1);
        rig.greenhouse
                .faults()
                .on(Match.any().path("/v1"))
                .answer(new Fault.Status(429, "{}", Map.of("Retry-After", "50")));
        Instant until = waited(rig.slice());
        rig.clock.pass(Duration.ofSeconds(20));
        rig.greenhouse.calls().clear();

        assertThat(waited(rig.sliceElsewhere(Duration.ZERO))).isBetween(until.minusSeconds(2), until.plusSeconds(2));
        assertThat(rig.greenhouse.calls().all()).isEmpty();
    }

    @Test
    @Tag("failure-limit-shrinks")
    void aLimitThatShrinksHoldsFromThenOn() {
        start(Duration.ZERO);
        rig.customer.organisation().rateLimit(60);
        rig.customer.with(200);
        rig.greenhouse
                .faults()
                .on(Match.patch("/v3"))
                .after(60)
                .happens(() -> rig.customer.organisation().rateLimit(25));

        rig.untilDone();

        assertAllWrittenOnce();
        assertThat(refusals()).as("what was in flight when it shrank").hasSizeLessThanOrEqualTo(IN_FLIGHT);
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
    void aRunThatOnlyWaitsForItsWritesGoesOnUntilTheNextWindowIsDue() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.untilDone();
        rig.customer.with(3);
        rig.greenhouse.faults().on(Match.patch("/v3/applications")).answer(new Fault.RateLimited(30));

        rig.run();

        assertAllWrittenOnce();
        assertThat(rig.operator.get("/api/tenants/" + rig.tenant + "/runs").<List<String>>path("items.trigger"))
                .containsExactly("operator", "first model");
    }

    @Test
    void aTenantThatDamagedAFieldStaysBlockedAlthoughNothingWaits() {
        start(Duration.ZERO, Map.of("write_mode", "merge"));
        rig.greenhouse.switches().customFieldWrites = CustomFieldWrites.REPLACE;
        rig.customer.carrying("notice", "2 months").with(1);
        assertStops();

        rig.request();
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(blocked()).isTrue();

        rig.change(Map.of("write_mode", "full"));
        rig.run();
        assertThat(blocked()).isFalse();
    }

    @Test
    void aTenantWhoseFirstScoreDoesNotShowStaysBlockedWhileOneMoreIsAwaited() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.customer
                .ids()
                .forEach(id -> rig.customer
                        .organisation()
                        .updatedLast(id, rig.clock.instant().minus(Duration.ofHours(1))));
        rig.greenhouse.faults().on(Match.patch("/v3/applications")).always().answer(new Fault.Status(200, "{}"));
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
    void aScoreFieldThatWasCreatedAgainUnderASuffixIsNamedInTheRemedyWhichHelps() {
        start(Duration.ZERO);
        long application = rig.customer.apply(17);
        rig.customer.organisation().recreateField(PointsCustomer.SCORE_FIELD, true);
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(rig.status().reason()).contains("score_field", "'rocketmat'");
        assertThat(rig.status().remedy()).isEqualTo("set score_field to rocketmat_1");
        assertThat(rig.patches()).isEmpty();

        rig.change(Map.of("score_field", "rocketmat_1"));
        rig.run();

        assertThat(blocked()).isFalse();
        assertThat(rig.customer.organisation().score(application, "rocketmat_1"))
                .isEqualTo(17.0);
    }

    @Test
    void aSliceThatADrainEndsBeforeItsFirstStepDoesNotSayThatAllIsWell() {
        start(Duration.ZERO);
        rig.customer.with(1);
        rig.greenhouse.faults().on(Match.get("/v3/applications")).always().answer(Fault.forbidden());
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);

        String ofTenant = " WHERE tenant_id = '%s'".formatted(rig.tenant);
        database.execute("UPDATE sync_position SET failures = 3" + ofTenant);

        assertThat(rig.slice(() -> true)).isInstanceOf(SliceOutcome.More.class);

        assertThat(blocked()).isTrue();
        assertThat(database.count("SELECT failures FROM sync_position" + ofTenant))
                .isEqualTo(3);
    }

    private boolean blocked() {
        return rig.status().state() == TenantState.BLOCKED;
    }

    static List<Fault> repeated() {
        return List.of(new Fault.RepeatPage(), new Fault.DuplicateRowOfPreviousPage());
    }

    @ParameterizedTest
    @MethodSource
    @Tag("failure-page-repeated")
    void repeated(Fault fault) {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.with(520);
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/applications").query("cursor="))
                .answer(fault);

        rig.untilDone();

        assertThat(rig.scores()).hasSize(520).allMatch(row -> row.state().equals("DRY"));
    }

    @Test
    @Tag("failure-row-updated-while-paging")
    void aRowThatIsChangedWhileTheWindowIsReadIsNotLost() {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.with(1);
        rig.untilDone();
        rig.clock.pass(Duration.ofMinutes(10));
        rig.customer.with(520);
        long oldest = rig.customer.ids().get(1);
        AtomicBoolean changed = new AtomicBoolean();
        rig.greenhouse.faults().before(Match.get("/v3/applications").query("cursor="), () -> {
            rig.clock.pass(Duration.ofSeconds(2));
            rig.customer.organisation().change("applications", oldest, row -> row.put("needs_decision", false));
            changed.set(true);
        });
        rig.run();
        assertThat(changed).isTrue();
        rig.run();

        assertThat(rig.scores()).hasSize(521).allMatch(row -> row.state().equals("DRY"));
    }

    @Test
    @Tag("failure-patch-visible-later")
    void whatListsDoNotShowYetIsNeitherScoredNorWrittenAgain() {
        start(Duration.ZERO);
        rig.customer.with(60);
        rig.greenhouse.faults().on(Match.patch("/v3")).always().answer(new Fault.VisibleLater(Duration.ofMinutes(3)));
        rig.untilDone();
        Instant written = rig.clock.instant();
        rig.run();

        assertThat(Duration.between(written, rig.clock.instant()))
                .as("they are read again before they show")
                .isLessThan(Duration.ofMinutes(3));
        assertAllWrittenOnce();
    }

    @Test
    @Tag("failure-postgresql-failover")
    void aConnectionThatIsLostInTheMiddleOfATransactionLosesNothingAndRepeatsNothing() {
        start(Duration.ZERO);
        rig.customer.with(220);
        // one while scores are recorded, the others while they are recorded as written; a sequence is not transactional
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
                END $$""".formatted(rig.tenant),
                "CREATE TRIGGER fail_over BEFORE INSERT OR UPDATE ON score FOR EACH ROW EXECUTE FUNCTION fail_over()");
        try {
            assertThat(untilDoneThoughSlicesFail()).isGreaterThan(3);
        } finally {
            database.administer("DROP TRIGGER fail_over ON score", "DROP FUNCTION fail_over", "DROP SEQUENCE changes");
        }

        assertAllWrittenOnce();
    }

    @Test
    @Tag("finding-B1")
    void failuresNowAndThenAreNoReasonToRest() {
        start(Duration.ZERO);
        rig.customer.with(700);
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
        // in an order of their own: the three tries of a read must not all meet a fault
        rig.greenhouse.faults().randomly(0.1, 7, Match.get("/v3"), Fault.serverError(), new Fault.Drop());

        assertThat(withoutRest()).isInstanceOf(SliceOutcome.Due.class);
        assertThat(rig.greenhouse.faults().fired()).isGreaterThan(70);
        assertThat(rig.customer.right()).isEqualTo(700);
    }

    /** With single-active tokens, which another replica replaces by minting its own. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aTokenThatIsReplacedAgainAndAgainDuringAWriteIsNoReasonToRest(int times) {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.greenhouse.faults().on(Match.patch("/v3")).times(times).answer(new Fault.RevokeToken());

        assertThat(withoutRest()).isInstanceOf(SliceOutcome.Due.class);
        assertAllWrittenOnce();
    }

    @Test
    void aTokenEndpointThatIsAwayDuringAWriteIsNoReasonToRest() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.greenhouse
                .faults()
                .before(
                        Match.patch("/v3"),
                        () -> rig.greenhouse.faults().on(Match.token()).times(1).answer(Fault.serverError()));
        rig.greenhouse.faults().on(Match.patch("/v3")).times(1).answer(new Fault.RevokeToken());

        assertThat(withoutRest()).isInstanceOf(SliceOutcome.Due.class);
        assertAllWrittenOnce();
    }

    @Test
    void aTokenThatIsReplacedDuringEveryWriteIsAReasonOfTheTenant() {
        start(Duration.ZERO);
        rig.customer.with(30);
        rig.greenhouse.faults().on(Match.patch("/v3")).always().answer(new Fault.RevokeToken());

        for (int slices = 0; slices < 10 && rig.status().reason() == null; slices++) {
            rig.slice();
            rig.clock.pass(Duration.ofMinutes(1));
        }

        assertThat(rig.status().reason()).contains("replaced the token");
        assertThat(rig.scores()).allMatch(row -> row.state().equals("PENDING"));
    }

    private SliceOutcome withoutRest() {
        SliceOutcome outcome = rig.slice();
        for (int slices = 0; slices < 20 && outcome instanceof SliceOutcome.More; slices++) {
            outcome = rig.slice();
        }
        return outcome;
    }

    /** The next candidate who applies shows whether all are forbidden. */
    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void applicationsThatMayNotBeWrittenDoNotKeepTheNextWindowFromBeingRead(int forbidden) {
        forbid(forbidden);
        long next = rig.customer.apply(17);
        rig.clock.pass(Duration.ofMinutes(61));

        rig.untilDone();

        assertOnlyRefused(forbidden, next);
    }

    @Test
    void aRunThatIsRequestedReadsAWindowThoughAnotherWaitsForWrites() {
        forbid(1);
        long next = rig.customer.apply(17);
        rig.run();

        assertOnlyRefused(1, next);
    }

    /** All that waits may not be written, so that the tenant is blocked. */
    private void forbid(int applications) {
        start(Duration.ZERO);
        rig.clock.runs();
        rig.customer.with(3);
        rig.untilDone();
        newestForbidden(applications);
        assertStops();
    }

    private void newestForbidden(int applications) {
        for (int i = 0; i < applications; i++) {
            rig.greenhouse
                    .faults()
                    .on(Match.patch("/v3/applications/" + rig.customer.apply(3)))
                    .always()
                    .answer(Fault.forbidden());
        }
    }

    private void assertStops() {
        for (int slices = 0; slices < 5 && !blocked(); slices++) {
            rig.slice();
        }
        assertThat(blocked()).isTrue();
    }

    @Test
    void aWriteThatTimesOutInEachSliceIsGivenUpOnceOthersAreWritten() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.untilDone();
        long troubled = rig.customer.apply(17);
        rig.greenhouse
                .faults()
                .on(Match.patch("/v3/applications/" + troubled))
                .always()
                .answer(new Fault.Html(504));

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNewestThatMayNotBeWrittenDoNotStopTheTenantWhereOthersWait(boolean writtenBefore) {
        start(Duration.ZERO);
        if (writtenBefore) {
            rig.customer.with(3);
            rig.untilDone();
        }
        rig.customer.with(18);
        newestForbidden(12);
        rig.run();

        assertThat(refused())
                .hasSize(12)
                .allSatisfy(row -> assertThat(row.reason()).contains("forbids"));
        assertThat(rig.customer.right()).isEqualTo(writtenBefore ? 21 : 18);
    }

    @Test
    void aCredentialThatMayWriteNoMoreInTheMiddleOfASliceCostsAFewScores() {
        start(Duration.ZERO);
        rig.customer.with(60);
        rig.greenhouse.faults().on(Match.patch("/v3")).after(1).always().answer(Fault.forbidden());

        assertStops();

        assertThat(rig.scores().stream().filter(row -> row.state().equals("PENDING")))
                .hasSizeGreaterThan(40);
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

    private void assertOnlyRefused(int applications, long written) {
        assertThat(rig.carried(written)).isEqualTo(17);
        assertThat(blocked()).isFalse();
        assertThat(refused()).hasSize(applications);
        assertThat(rig.scores()).noneMatch(row -> row.state().equals("PENDING"));
    }

    @Test
    void anApplicationWhoseWriteAlwaysTimesOutIsTold() {
        start(Duration.ZERO);
        rig.customer.with(1);
        rig.greenhouse.faults().on(Match.patch("/v3")).always().answer(new Fault.Html(504));

        for (int slices = 0; slices < 5; slices++) {
            assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
            rig.clock.pass(Duration.ofSeconds(16));
        }

        assertThat(rig.status().reason()).contains("504");
        assertThat(rig.scores()).allMatch(row -> row.state().equals("PENDING"));
    }

    @Test
    void aCandidateWhoIsListedTwiceIsNoReasonToStop() {
        start(Duration.ZERO);
        rig.customer.with(1);
        long candidate = rig.candidate(rig.customer.ids().getFirst());
        String row = "{\"id\":%d,\"first_name\":\"Ana\"}".formatted(candidate);
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/candidates"))
                .always()
                .answer(new Fault.Status(200, "[%s,%s]".formatted(row, row)));

        rig.untilDone();

        assertAllWrittenOnce();
    }

    @Test
    @Tag("finding-B4")
    void pagesThatLeadToEachOtherCostAFewCallsAndAreTold() {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.with(520);
        leads("cursor=a", "cursor=b");
        leads("cursor=b", "cursor=a");
        leads("cursor=", "cursor=a");
        assertThat(rig.slice(() -> rig.greenhouse.calls().all().size() > 100)).isInstanceOf(SliceOutcome.Wait.class);
        int calls = rig.greenhouse.calls().all().size();
        assertThat(rig.greenhouse.calls().where(call -> call.query().contains("cursor=")))
                .as("the window is read anew twice")
                .hasSizeLessThanOrEqualTo(12);

        assertRests("Greenhouse is not available", "have no end");

        assertThat(rig.greenhouse.calls().all()).hasSizeLessThan(calls + 24);
        rig.greenhouse.faults().clear();
        // the window that is read anew has cursors of its own
        leads("cursor=a", "cursor=b");
        rig.untilDone();
        assertThat(rig.scores()).hasSize(520).allMatch(row -> row.state().equals("DRY"));
        assertThat(rig.status().reason()).isNull();
    }

    private void leads(String from, String to) {
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/applications").query(from))
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

    @Test
    void aGreenhouseThatRefusesTheCursorsOfItsOwnPagesIsToldAndAskedLessAndLess() {
        start(Duration.ZERO, Map.of("mode", "dry-run"));
        rig.customer.with(520);
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/applications").query("cursor="))
                .always()
                .answer(Fault.cursorExpired());
        assertThat(rig.slice(() -> rig.greenhouse.calls().all().size() > 100)).isInstanceOf(SliceOutcome.Wait.class);
        int calls = rig.greenhouse.calls().all().size();

        assertRests("Greenhouse is not available", "are refused");

        assertThat(rig.greenhouse.calls().all()).hasSizeLessThan(calls + 24);
        String expired = rig.greenhouse
                .calls()
                .where(call -> call.query().contains("cursor="))
                .getLast()
                .query();
        rig.greenhouse.faults().clear();
        rig.greenhouse
                .faults()
                .on(Match.get("/v3/applications").query(expired))
                .always()
                .answer(Fault.cursorExpired());
        rig.untilDone();
        assertThat(rig.scores()).hasSize(520).allMatch(row -> row.state().equals("DRY"));
        assertThat(rig.status().reason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3", "/token"})
    @Tag("finding-B4")
    void aGreenhouseThatRefusesEachCallForItsLimitIsTold(String path) {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.greenhouse.faults().on(Match.any().path(path)).always().answer(new Fault.RateLimited());

        for (int slice = 0; slice < 5; slice++) {
            assertThat(rig.status().reason()).isNull();
            Instant until = waited(rig.slice());
            assertThat(waited(rig.slice()))
                    .as("held back by our own count")
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
    void anErrorThatAsksForAPauseIsTold(String seconds) {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.greenhouse
                .faults()
                .on(Match.any().path("/v3"))
                .always()
                .answer(new Fault.Status(503, "{}", Map.of("Retry-After", seconds)));

        waited(rig.slice());

        assertThat(rig.status().reason()).contains("not available", "503");
        waited(rig.slice());
        assertThat(rig.status().reason()).as("while it waits").contains("503");
        rig.greenhouse.faults().clear();
        rig.clock.pass(Duration.ofMinutes(61));
        rig.untilDone();
        assertAllWrittenOnce();
        assertThat(rig.status().reason()).isNull();
    }

    @Test
    @Tag("finding-B4")
    void a429ThatAsksForMoreThanAnyWindowIsToldAtOnce() {
        start(Duration.ZERO);
        rig.customer.with(3);
        rig.greenhouse.faults().on(Match.any().path("/v3")).answer(new Fault.RateLimited(86_400));

        waited(rig.slice());

        assertThat(rig.status().reason()).contains("429");
    }

    /** As services answer once after they were away. */
    @Test
    @Tag("finding-B4")
    void aSingle429AfterOtherFailuresIsNotSaidToAnswerEachCall() {
        start(Duration.ZERO);
        rig.customer.with(3);
        for (int slice = 0; slice < 4; slice++) {
            OwnSlice.bean(Positions.class).failed(rig.tenant);
        }
        rig.greenhouse.faults().on(Match.any().path("/v3")).answer(new Fault.RateLimited());

        waited(rig.slice());

        assertThat(rig.status().reason())
                .isEqualTo("Slices make no progress; Greenhouse's last answer was 429 (too many calls)");
    }

    private static Instant waited(SliceOutcome outcome) {
        assertThat(outcome).isInstanceOf(SliceOutcome.Wait.class);
        return ((SliceOutcome.Wait) outcome).until();
    }

    @Test
    @Tag("finding-B4")
    void whatNoCodeForeseesIsAReasonOfTheTenantAndOneStackTrace() {
        start(Duration.ZERO);
        rig.customer.with(3);
        // a row that PostgreSQL refuses stands for any unexpected failure
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
            assertRests("Unexpected error in this service", "Exception");
        } finally {
            database.administer("ALTER TABLE score DROP CONSTRAINT refused");
        }
        rig.clock.pass(Duration.ofSeconds(31));
        rig.untilDone();
        assertAllWrittenOnce();
    }

    /** What a native image lacks comes as one. */
    @Test
    void anErrorIsAReasonOfTheTenantToo() {
        start(Duration.ZERO);

        waited(rig.slice(() -> {
            throw new NoClassDefFoundError("for this test");
        }));

        assertThat(rig.status().reason()).isEqualTo("Unexpected error in this service: NoClassDefFoundError");
    }

    /** Longer from slice to slice, with a reason shown by the tenant. */
    private void assertRests(String... reason) {
        for (int slice = 0; slice < 3; slice++) {
            assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
        }
        assertThat(rig.slice())
                .isInstanceOfSatisfying(
                        SliceOutcome.Wait.class,
                        wait -> assertThat(Duration.between(rig.clock.instant(), wait.until()))
                                .as("longer than after a first failure")
                                .isGreaterThan(Duration.ofSeconds(10)));
        assertThat(rig.status().reason()).contains(reason);
        assertThat(rig.status().remedy()).contains("automatic");
    }

    /** Like the scheduler: a failed slice is repeated. Returns the number of failures. */
    private int untilDoneThoughSlicesFail() {
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
        rig = new RunByHand(vault, settings, ahead);
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
