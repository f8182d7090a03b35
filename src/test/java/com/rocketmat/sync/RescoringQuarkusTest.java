package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sync.RunByHand.Row;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * With {@code rescore=on-new-model}, a new model begins a sweep, in which applications that another version scored are scored again.
 */
@QuarkusTest
class RescoringQuarkusTest extends ByHand {

    private static final Map<String, String> ON_NEW_MODEL = Map.of("rescore", "on-new-model");
    private static final Fault UNPROCESSABLE = new Fault.Status(422, "{\"message\":\"Unprocessable Content\"}");

    private String one;
    private String ten;
    private List<Long> ids;

    @Test
    void aNewModelsScoresReplaceThoseOfTheFormerAndViceVersa() {
        scoredByOne(12, ON_NEW_MODEL);

        rig.activate(ten);
        rig.untilDone();

        allCarry(10);
        assertThat(rig.scores(ten)).hasSize(12).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(rig.scores(one)).hasSize(12).allMatch(row -> row.state().equals("SUPERSEDED"));
        assertThat(rig.patches()).hasSize(24);

        rig.activate(one);
        rig.untilDone();

        allCarry(1);
        assertThat(rig.scores(one)).hasSize(12).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(rig.patches()).hasSize(36);
        assertThat(rig.triggers()).containsExactly("new model", "new model", "first model");
    }

    @Test
    @Tag("failure-versions-switch-under-load")
    void activatingAVersionDuringABatchFailsNoScoreAndEachNamesItsVersion() {
        begin(80, ON_NEW_MODEL);
        rig.on(Match.patch("/v3")).after(20).happens(() -> rig.activate(ten));

        rig.untilDone();
        // the activation made the tenant due
        rig.untilDone();

        allCarry(10);
        assertThat(rig.scores(ten)).hasSize(80).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(rig.scores(one)).isNotEmpty().noneMatch(row -> row.state().equals("WRITTEN"));
        assertThat(rig.scores())
                .allSatisfy(row -> assertThat(row.value())
                        .isEqualTo(points(ids.indexOf(row.applicationId()))
                                + (row.modelVersion().equals(ten) ? 10 : 1)));
        List<Integer> failed =
                rig.operator.get("/api/tenants/" + rig.tenant + "/runs").path("items.failed");
        assertThat(failed).containsOnly(0);
        assertThat(rig.patches())
                .as("only those of the first version are written twice")
                .hasSizeBetween(100, 80 + rig.scores(one).size());
    }

    @Test
    void reactivatingAVersionAlsoRenewsScoresThatTheOtherHasNotWritten() {
        scoredByOne(3, ON_NEW_MODEL);
        long late = rig.customer.apply(30);
        rig.activate(ten);
        rig.request();
        rig.slice(() -> !rig.scores(ten).isEmpty());
        assertThat(rig.row(late, ten).state()).isEqualTo("PENDING");

        rig.activate(one);
        rig.untilDone();

        assertThat(rig.carried(late)).isEqualTo(31);
        allCarry(1);
    }

    @Test
    void withoutTheSettingNothingIsScoredAgainUntilItIsSet() {
        scoredByOne(3, Map.of());

        rig.activate(ten);
        rig.run();
        allCarry(1);
        assertThat(rig.patches()).hasSize(3);

        rig.change(ON_NEW_MODEL);
        rig.untilDone();
        allCarry(10);
    }

    @Test
    void changedScoresAndClosedApplicationsAreSkipped() {
        scoredByOne(6, ON_NEW_MODEL);
        var organisation = rig.customer.organisation();
        rig.enter(ids.get(0), 77);
        organisation.reject(ids.get(1));
        rig.empty(ids.get(2));
        organisation.deleteApplication(ids.get(3));
        long theirs = rig.customer.apply(3);
        rig.enter(theirs, 55);

        rig.activate(ten);
        rig.untilDone();

        assertThat(rig.carried(ids.get(0))).as("changed by hand").isEqualTo(77);
        assertThat(rig.row(ids.get(0), one).state()).isEqualTo("WRITTEN");
        assertThat(number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'OVERRIDDEN'"))
                .isOne();
        assertThat(rig.carried(ids.get(1))).as("rejected").isEqualTo(points(1) + 1);
        assertThat(rig.carried(ids.get(2))).as("emptied").isEqualTo(points(2) + 10);
        assertThat(rig.carried(theirs)).as("never ours").isEqualTo(55);
        assertThat(rig.carried(ids.get(4))).isEqualTo(points(4) + 10);
        assertThat(rig.carried(ids.get(5))).isEqualTo(points(5) + 10);
    }

    @Test
    void reopenedApplicationsAreScoredAgainAfterTheNextSweep() {
        scoredByOne(3, ON_NEW_MODEL);
        var organisation = rig.customer.organisation();
        long closed = organisation.addJob("Harbour Pilot");
        organisation.moveToJob(ids.get(0), closed);
        organisation.closeJob(closed);
        organisation.reject(ids.get(1));
        rig.activate(ten);
        rig.untilDone();
        assertThat(ids).extracting(rig::carried).containsExactly(points(0) + 1, points(1) + 1, points(2) + 10);

        rig.clock.pass(Duration.ofHours(25));
        rig.greenhouse.calls().clear();
        rig.run();
        assertThat(rig.greenhouse.calls().where(call -> call.query().contains(String.valueOf(ids.get(1)))))
                .as("applications that stay closed are not read again")
                .isEmpty();

        organisation.change("jobs", closed, row -> row.put("status", "open").putNull("closed_at"));
        organisation.unreject(ids.get(1));
        sweep();

        allCarry(10);
        String lastRun = " FROM run WHERE tenant_id = '%s' ORDER BY id DESC LIMIT 1";
        assertThat(number("SELECT scored" + lastRun)).isEqualTo(2);
        assertThat(number("SELECT renewed" + lastRun)).as("by no webhook").isEqualTo(2);
    }

    @Test
    void aScoreThatAPersonChangesWhileTheNewOneWaitsIsKept() {
        scoredByOne(2, ON_NEW_MODEL);
        rig.before(patchOf(ids.get(1)), () -> rig.enter(ids.get(0), 77));
        rig.on(patchOf(ids.get(0))).answer(new Fault.Status(503, "{}"));

        rig.activate(ten);
        rig.untilDone();

        assertThat(rig.carried(ids.get(1))).isEqualTo(points(1) + 10);
        assertThat(rig.carried(ids.get(0))).isEqualTo(77);
        assertThat(rig.row(ids.get(0), ten).state()).isEqualTo("SUPERSEDED");
    }

    @Test
    void aTenantThatIsNoLongerLiveIsNotWritten() {
        scoredByOne(20, ON_NEW_MODEL);
        rig.activate(ten);
        AtomicInteger asked = new AtomicInteger();
        rig.slice(() -> asked.incrementAndGet() > 6);
        int before = rig.patches().size();
        assertThat(before).isBetween(21, 39);

        rig.change(Map.of("rescore", "on-new-model", "mode", "dry-run"));
        rig.untilDone();
        assertThat(rig.patches()).hasSize(before);

        rig.change(ON_NEW_MODEL);
        rig.untilDone();
        allCarry(10);
    }

    @Test
    void anObjectionInGreenhousePreventsRescoring() {
        begin(0, Map.of("rescore", "on-new-model", "opt_out_field", "no_scores"));
        rig.customer.organisation().addField(4_440_000_009L, "no_scores", "yes_no");
        long objecting = rig.customer.applyAs("Ida", "Bell", 3);
        long other = rig.customer.apply(4);
        rig.untilDone();
        rig.customer.organisation().setCustomField(objecting, "no_scores", BooleanNode.TRUE);

        rig.activate(ten);
        rig.untilDone();

        assertThat(rig.carried(other)).isEqualTo(14);
        assertThat(rig.scores(ten)).extracting(Row::applicationId).containsExactly(other);
        assertThat(rig.customer.score(objecting)).as("emptied").isNull();
        assertThat(number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'OBJECTED'"))
                .isOne();
    }

    @Test
    void aCandidateErasedMeanwhileIsNotScoredAgain() {
        begin(0, ON_NEW_MODEL);
        long erased = rig.customer.applyAs("Ida", "Bell", 3);
        long other = rig.customer.apply(4);
        long candidate = rig.candidate(erased);
        rig.untilDone();
        rig.before(
                Match.get("/v3/candidates"),
                () -> rig.operator
                        .delete("/api/tenants/%s/candidates/%d".formatted(rig.tenant, candidate))
                        .then()
                        .statusCode(204));
        rig.activate(ten);
        rig.untilDone();

        assertThat(rig.scores()).extracting(Row::applicationId).containsOnly(other);
        assertThat(rig.carried(other)).isEqualTo(14);
    }

    @Test
    void anEqualScoreIsNotWrittenAgain() {
        scoredByOne(3, ON_NEW_MODEL);
        String same = rig.upload(Graph.plus(1).named("the same again"), PointsCustomer.MANIFEST);

        rig.activate(same);
        rig.untilDone();

        allCarry(1);
        assertThat(rig.scores(same)).hasSize(3).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(rig.patches()).hasSize(3);
    }

    @Test
    void aRefusedNewScoreIsTriedAgainInTheNextSweep() {
        secondOfThreeIsRefusedOnce();
        rig.run();
        assertThat(rig.row(ids.get(1), ten).state()).isEqualTo("REFUSED");
        assertThat(rig.carried(ids.get(1))).isEqualTo(points(1) + 1);

        sweep();

        allCarry(10);
        assertThat(rig.row(ids.get(1), ten).state()).isEqualTo("WRITTEN");
    }

    @Test
    void aVersionActivatedAgainDuringASweepRenewsWhatGreenhouseRefusedOfIt() {
        secondOfThreeIsRefusedOnce();
        rig.activate(one);
        rig.slice(() -> openSweeps() > 0);
        assertThat(openSweeps()).isOne();

        rig.activate(ten);
        rig.untilDone();

        allCarry(10);
    }

    @Test
    void aSweepThatBeginsAgainForChangedSettingsRenewsWhatGreenhouseRefusedBefore() {
        secondOfThreeIsRefusedOnce();
        reopenLastSweep();

        rig.change(Map.of("rescore", "on-new-model", "write_mode", "merge"));
        rig.untilDone();

        allCarry(10);
        assertThat(rig.patches()).as("the others are not written again").hasSize(3 + 3 + 1);
    }

    @Test
    void eachSweepTriesARefusedNewScoreOnce() {
        scoredByOne(3, ON_NEW_MODEL);
        rig.on(patchOf(ids.get(1))).always().answer(UNPROCESSABLE);
        rig.activate(ten);
        rig.untilDone();
        assertThat(rig.patches()).hasSize(3 + 3);

        sweep();
        assertThat(rig.patches()).hasSize(3 + 3 + 1);
        assertThat(rig.row(ids.get(1), ten).state()).isEqualTo("REFUSED");
        assertThat(number("SELECT sum(scored - renewed) FROM run WHERE tenant_id = '%s'"))
                .as("found by no webhook")
                .isEqualTo(3);

        reopenLastSweep();
        rig.untilDone();
        assertThat(rig.patches()).as("its pages were read again").hasSize(3 + 3 + 1);
        assertThat(openSweeps()).isZero();
    }

    /** Lists showed too late that Greenhouse had executed it. */
    @Test
    void aWriteThatWasGivenUpThoughItArrivedIsFoundByTheNextSweepAndRenewed() {
        scoredByOne(1, ON_NEW_MODEL);
        long troubled = rig.customer.apply(2);
        long other = rig.customer.apply(3);
        rig.greenhouse.switches().readAfterWriteLag = Duration.ofHours(1);
        rig.on(patchOf(troubled)).always().answer(new Fault.ApplyThenStatus(500));
        rig.want(troubled);
        rig.slice();
        rig.want(other);
        for (int slice = 0; slice < 5 && !rig.row(troubled).state().equals("REFUSED"); slice++) {
            rig.slice();
        }
        assertThat(rig.row(troubled).reason()).startsWith("Greenhouse did not confirm the write");
        assertThat(rig.carried(troubled)).isEqualTo(3);
        rig.greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        rig.greenhouse.faults().clear();

        sweep();

        assertThat(rig.row(troubled).state()).isEqualTo("WRITTEN");
        String decisions = "/api/tenants/%s/decisions?kind=WRITTEN&application=%d".formatted(rig.tenant, troubled);
        assertThat(rig.operator.get(decisions).<List<String>>path("items.detail"))
                .containsExactly("found in the field; when it was written is not known");
        rig.activate(ten);
        rig.untilDone();
        assertThat(rig.carried(troubled)).isEqualTo(12);
    }

    /** Greenhouse may round values, so no score is read back with its decimals. */
    @Test
    @Tag("finding-B10")
    void aFieldThatRoundsIsWrittenOncePerModel() {
        rig = new RunByHand(ON_NEW_MODEL);
        long application = rig.customer.apply(1);
        rig.on(Match.get("/v3/applications")).always().happens(() -> round(application));
        for (float adds : new float[] {99.4f, 98.88f}) {
            String version = rig.upload(adds);
            rig.activate(version);
            rig.untilDone();
            rig.run();

            assertThat(rig.row(application, version).state()).isEqualTo("WRITTEN");
        }
        assertThat(rig.patches()).hasSize(2);
    }

    private void round(long application) {
        if (rig.customer.score(application) != null) {
            rig.enter(application, 100);
        }
    }

    @Test
    void unknownOutcomesAndStoppedReplicasLoseAndRepeatNoWrite() {
        scoredByOne(55, ON_NEW_MODEL);
        int before = rig.patches().size();
        rig.on(Match.patch("/v3")).after(5).answer(new Fault.ApplyThenStatus(502));
        rig.activate(ten);

        AtomicInteger asked = new AtomicInteger();
        for (int stop = 1; stop < 40; stop += 7) {
            int last = stop;
            asked.set(0);
            rig.slice(() -> asked.incrementAndGet() > last);
        }
        rig.untilDone();

        allCarry(10);
        assertThat(rig.patches()).hasSize(before + 55);
    }

    @Test
    void aNewApplicationIsWrittenBeforeTheRestIsRescored() {
        scoredByOne(70, ON_NEW_MODEL);
        rig.activate(ten);
        AtomicInteger asked = new AtomicInteger();
        rig.slice(() -> asked.incrementAndGet() > 30);
        int before = rig.patches().size();
        assertThat(before)
                .as("some of the first fifty are written, others wait")
                .isBetween(71, 119);

        long latest = rig.customer.apply(30);
        rig.run();

        assertThat(rig.patches().get(before).path()).endsWith("/" + latest);
        assertThat(rig.carried(latest)).isEqualTo(40);
        allCarry(10);
    }

    @Test
    void rescoringLeavesAQuarterOfEachRateWindow() {
        scoredByOne(60, ON_NEW_MODEL);
        rig.clock.pass(Duration.ofMinutes(1));
        rig.customer.organisation().rateLimit(40);
        rig.activate(ten);
        int before = rig.greenhouse
                .calls()
                .where(call -> call.path().startsWith("/v3"))
                .size();

        assertThat(rig.slice())
                .isInstanceOfSatisfying(
                        SliceOutcome.Wait.class,
                        wait -> assertThat(wait.until()).isAfter(rig.clock.instant()));

        int calls = rig.greenhouse
                        .calls()
                        .where(call -> call.path().startsWith("/v3"))
                        .size()
                - before;
        // a few may be in flight when the window becomes scarce
        assertThat(calls).isBetween(25, 34);
        rig.untilDone();
        allCarry(10);
        assertThat(rig.greenhouse.calls().where(call -> call.status() == 429)).isEmpty();
    }

    @Test
    void ourReasonsAreReplacedWithTheirScoreAndAPersonsStay() {
        rig = new RunByHand(Map.of("rescore", "on-new-model", "reasons_field", "why"));
        rig.customer.field(4_440_000_003L, "why", "short_text");
        one = rig.upload(1);
        ten = rig.upload(Graph.times(10), PointsCustomer.MANIFEST);
        long ours = rig.customer.apply(3);
        long theirs = rig.customer.apply(4);
        rig.activate(one);
        rig.untilDone();
        var organisation = rig.customer.organisation();
        assertThat(organisation.score(ours, "why")).isEqualTo("+3 application.custom[points]");
        organisation.setCustomField(theirs, "why", TextNode.valueOf("I know her"));

        rig.activate(ten);
        rig.untilDone();

        assertThat(organisation.score(ours, "why")).isEqualTo("+30 application.custom[points]");
        assertThat(rig.carried(ours)).isEqualTo(30);
        assertThat(organisation.score(theirs, "why")).isEqualTo("I know her");
        assertThat(rig.carried(theirs)).isEqualTo(40);
    }

    private long openSweeps() {
        return number("SELECT count(*) FROM run WHERE tenant_id = '%s' AND ended_at IS NULL AND window_from IS NULL");
    }

    private void secondOfThreeIsRefusedOnce() {
        scoredByOne(3, ON_NEW_MODEL);
        rig.on(patchOf(ids.get(1))).answer(UNPROCESSABLE);
        rig.activate(ten);
        rig.untilDone();
        assertThat(rig.row(ids.get(1), ten).state()).isEqualTo("REFUSED");
    }

    /** With {@code one}, which adds 1; {@code ten} adds 10. */
    private void scoredByOne(int applications, Map<String, String> settings) {
        begin(applications, settings);
        rig.untilDone();
        allCarry(1);
    }

    private void begin(int applications, Map<String, String> settings) {
        rig = new RunByHand(settings);
        one = rig.upload(1);
        ten = rig.upload(10);
        rig.customer.with(applications);
        ids = rig.customer.ids();
        rig.activate(one);
    }

    private void allCarry(int more) {
        Map<Long, Double> expected = new HashMap<>();
        Map<Long, Double> carried = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            expected.put(ids.get(i), points(i) + more);
            carried.put(ids.get(i), rig.carried(ids.get(i)));
        }
        assertThat(carried).isEqualTo(expected);
    }

    private static double points(int index) {
        return index * 0.25;
    }
}
