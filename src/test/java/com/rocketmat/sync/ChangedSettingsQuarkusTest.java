package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.privacy.Objections;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores;
import com.rocketmat.sync.RunByHand.Row;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A changed secret takes effect in the next slice, though no application has changed. */
@QuarkusTest
@Tag("finding-B2")
class ChangedSettingsQuarkusTest extends ByHand {

    private static final Map<String, String> DRY_RUN = Map.of("mode", "dry-run");
    private static final Map<String, String> LIVE = Map.of();
    private static final String OTHER_FIELD = "fit_score";
    private static final int MANY = 12_000;
    private static final Map<String, JsonNode> POINTS = Map.of("points", DoubleNode.valueOf(7));

    private String version;

    @Inject
    Scores scores;

    @Inject
    Objections objections;

    @Test
    void theFirstLiveSliceWritesTheScoresOfADryRunAfterALongPauseAndScoresNothingAgain() {
        settled(DRY_RUN, 19);
        assertThat(rig.scores()).hasSize(19).allMatch(row -> row.state().equals("DRY"));
        rig.change(Map.of("mode", "paused"));
        rig.slice();
        rig.clock.pass(Duration.ofHours(5));
        List<Call> before = rig.greenhouse.calls().all();

        rig.change(LIVE);
        rig.slice();

        assertThat(rig.customer.allRight()).isTrue();
        assertThat(rig.scores()).hasSize(19).allMatch(row -> row.state().equals("WRITTEN"));
        List<Call> made = rig.greenhouse.calls().all().stream()
                .skip(before.size())
                .filter(call -> !call.path().equals("/token"))
                .filter(call -> !call.path().equals("/v3/custom_fields"))
                .filter(call -> !call.path().equals("/v3/candidates"))
                .toList();
        assertThat(made).filteredOn(call -> call.method().equals("PATCH")).hasSize(19);
        assertThat(made)
                .filteredOn(call -> call.method().equals("GET"))
                .allMatch(call -> call.path().equals("/v3/applications"))
                .filteredOn(call -> !call.query().contains("ids="))
                .as("the window that is read after every change of a secret")
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(call -> call.query().contains("gte"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scoresOfAnotherVersionInTheDryRunAreMadeAgain(boolean hadShadow) {
        settled(DRY_RUN, 0);
        String five = rig.upload(5);
        if (hadShadow) {
            rig.shadow(five);
        }
        rig.customer.with(19);
        later();
        assertThat(rig.scores(five)).hasSize(hadShadow ? 19 : 0);
        rig.activate(five);

        rig.change(LIVE);
        rig.slice();

        assertThat(rig.scores(version)).hasSize(19).allMatch(row -> row.state().equals("DRY"));
        assertThat(rig.scores(five)).hasSize(19).allMatch(row -> row.state().equals("WRITTEN"));
        List<Long> ids = rig.customer.ids();
        assertThat(rig.carried(ids.get(3))).isEqualTo(3 * 0.25 + 5);
    }

    @ParameterizedTest
    @CsvSource({"PENDING, SUPERSEDED", "DRY, DRY"})
    void ofTwoScoresThatOfTheActiveVersionIsWritten(String left, String then) {
        settled(DRY_RUN, 3);
        String five = rig.upload(5);
        rig.activate(five);
        rig.request();
        rig.clock.pass(Duration.ofHours(25));
        rig.untilDone();
        assertThat(rig.scores(five)).hasSize(3).allMatch(row -> row.state().equals("DRY"));
        // PENDING is left from a time when the tenant was live
        execute("UPDATE score SET state = '%s' WHERE tenant_id = '%s' AND model_version = '%s'"
                .formatted(left, rig.tenant, version));

        rig.change(LIVE);
        rig.slice();

        assertThat(rig.scores(version)).hasSize(3).allMatch(row -> row.state().equals(then));
        assertThat(rig.scores(five)).hasSize(3).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(rig.patches()).hasSize(3);

        rig.customer.ids().forEach(rig::empty);
        // lists may still show the application as it was before the write
        execute("UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND state = 'WRITTEN'"
                .formatted(rig.tenant));
        rig.activate(version);
        rig.request();
        rig.clock.pass(Duration.ofHours(25));
        rig.untilDone();
        assertThat(rig.scores(version))
                .as("made again once their version is active again")
                .allMatch(row -> row.state().equals("WRITTEN"));
    }

    @Test
    void ineligibleApplicationsAreNotWrittenWhenATenantGoesLive() {
        settled(DRY_RUN, 4);
        List<Long> ids = rig.customer.ids();
        organisation().reject(ids.get(0));
        rig.enter(ids.get(1), 99);
        organisation().deleteApplication(ids.get(2));

        rig.change(LIVE);
        rig.slice();

        assertThat(rig.patches())
                .singleElement()
                .satisfies(call -> assertThat(call.path()).endsWith("/" + ids.get(3)));
        assertThat(rig.scores())
                .extracting(Row::state)
                .containsExactlyInAnyOrder("SUPERSEDED", "SUPERSEDED", "GONE", "WRITTEN");
        assertThat(rig.carried(ids.get(1))).isEqualTo(99);
    }

    @Test
    @Tag("nightly")
    void aLargeDryRunGoesLiveInPartsAndAReplicaThatEndsBetweenThemLosesNoScore() {
        settled(DRY_RUN, 1);
        execute("""
            INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at)
            SELECT '%s', n, '%s', 1, 1, 'DRY', now() FROM generate_series(1, %d) n\
            """.formatted(rig.tenant, version, MANY));
        rig.change(LIVE);

        rig.slice(() -> true);

        assertThat(count("PENDING")).isEqualTo(5_000);
        rig.slice(() -> true);
        assertThat(count("PENDING")).as("what waits is written first").isEqualTo(5_000);
        rig.untilDone();
        assertThat(count("PENDING") + count("DRY")).isZero();
        assertThat(count("GONE")).as("none of them exists in Greenhouse").isEqualTo(MANY);
        assertThat(rig.customer.allRight()).isTrue();
    }

    @Test
    void applicationsOfAddedJobsAreReadAtOnce() {
        begin(LIVE);
        long one = otherJob(2);
        long two = otherJob(2);
        rig.change(Map.of("jobs", String.valueOf(one)));
        rig.customer.with(1);
        rig.untilDone();
        later();

        rig.change(Map.of("jobs", one + "," + two));
        rig.slice();
        assertThat(rig.patches()).hasSize(4);

        rig.clock.pass(Duration.ofHours(3));
        rig.change(Map.of("jobs", String.valueOf(two)));
        rig.slice();
        assertThat(sweeps()).isEqualTo(3);

        rig.change(Map.of("jobs", one + "," + two));
        rig.slice();
        assertThat(sweeps())
                .as("applications for the first job that arrived in between")
                .isEqualTo(4);
    }

    @Test
    void anOpenSweepBeginsAgainIfSettingsAdmitMore() {
        begin(LIVE);
        long one = otherJob(6);
        // the first page ends among them
        addTo(one, 490, Map.of(PointsCustomer.SCORE_FIELD, DoubleNode.valueOf(1)));
        addTo(one, 6, POINTS);
        long two = otherJob(2);
        rig.change(Map.of("jobs", String.valueOf(one)));
        rig.slice(() -> !rig.patches().isEmpty());
        assertThat(
                        number(
                                "SELECT count(*) FROM run WHERE tenant_id = '%s' AND window_from IS NULL AND next_page IS NOT NULL"))
                .as("its first page is read")
                .isEqualTo(1);

        rig.change(Map.of("jobs", one + "," + two));
        rig.untilDone();

        assertThat(rig.patches()).hasSize(14);
        assertThat(sweeps()).isEqualTo(1);
    }

    @Test
    void anotherScoreFieldIsFilledThoughTheFormerWasJustWritten() {
        settled(LIVE, 19);
        addOtherField();
        List<Long> ids = rig.customer.ids();

        rig.change(Map.of("score_field", OTHER_FIELD));
        rig.slice();

        assertThat(ids).allMatch(id -> organisation().score(id, OTHER_FIELD) != null);
        assertThat(rig.patches()).hasSize(38);
        assertThat(rig.scores()).hasSize(19).allMatch(row -> row.state().equals("WRITTEN"));

        rig.change(LIVE);
        rig.slice();
        assertThat(rig.patches()).as("the former field is filled already").hasSize(38);
    }

    @Test
    void scoresThatTheFormerFieldRefusedAreWrittenToAnother() {
        settled(LIVE, 2);
        addOtherField();
        execute("UPDATE score SET state = 'REFUSED', written_at = NULL WHERE tenant_id = '%s'");

        rig.change(Map.of("score_field", OTHER_FIELD));
        rig.slice();

        assertThat(rig.scores()).hasSize(2).allMatch(row -> row.state().equals("WRITTEN"));
    }

    @Test
    void valuesThatWereInAnotherFieldBeforeDoNotCountAsOverridden() {
        settled(LIVE, 2);
        peopleUsedAnotherField();

        rig.change(Map.of("score_field", OTHER_FIELD));
        rig.untilDone();
        readAgain();
        assertThat(overridden()).isZero();

        rig.enter(rig.customer.ids().get(0), 99);
        rig.change(LIVE);
        rig.untilDone();
        readAgain();
        assertThat(overridden()).as("that of the former field").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aValueIsNotOursBecauseWeWroteTheSameToAnotherField(boolean twice) {
        settled(LIVE, 2);
        if (twice) {
            List<Long> candidates =
                    rig.customer.ids().stream().map(rig::candidate).toList();
            candidates.forEach(candidate -> objections.object(rig.tenant, candidate));
            rig.untilDone();
            candidates.forEach(candidate -> objections.withdraw(rig.tenant, candidate, null));
            rig.untilDone();
            later();
            assertThat(rig.patches()).as("written, emptied, written").hasSize(6);
        }
        peopleUsedAnotherField();

        rig.change(Map.of("score_field", OTHER_FIELD, "rescore", "on-new-model"));
        rig.untilDone();
        rig.activate(rig.upload(5));
        rig.untilDone();

        assertThat(rig.customer.ids())
                .extracting(id -> organisation().score(id, OTHER_FIELD))
                .containsExactly(55.0, 0.25);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aScoreIsStillOursAfterAReturnToTheFormerField(boolean refusedBetween) {
        settled(LIVE, 2);
        addOtherField();
        if (refusedBetween) {
            execute("UPDATE score SET state = 'PENDING', written_at = NULL WHERE tenant_id = '%s'");
            scores.settle(
                    rig.tenant,
                    OTHER_FIELD,
                    scores.waiting(rig.tenant, Set.of(), 2).stream()
                            .map(waiting -> new Scores.Settled(waiting, ScoreState.REFUSED, "planted"))
                            .toList(),
                    () -> {});
        }
        rig.change(Map.of("score_field", OTHER_FIELD));
        rig.untilDone();
        assertThat(rig.customer.ids())
                .extracting(id -> organisation().score(id, OTHER_FIELD))
                .containsExactly(0.0, 0.25);
        rig.change(LIVE);
        rig.untilDone();

        rig.change(Map.of("rescore", "on-new-model"));
        rig.activate(rig.upload(5));
        rig.untilDone();

        assertThat(rig.customer.ids()).extracting(rig::carried).containsExactly(5.0, 5.25);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scoresRefusedForAnotherFieldAreWrittenOnceThatIsNoLongerSent(boolean byTheOpenSweep) {
        withUnsendableField(2);
        rig.untilDone();
        assertThat(count("REFUSED")).isEqualTo(2);
        if (byTheOpenSweep) {
            reopenLastSweep();
        } else {
            later();
        }

        rig.change(Map.of("write_mode", "merge"));
        rig.slice();

        assertThat(rig.customer.allRight()).isTrue();
        assertThat(sweeps()).isEqualTo(byTheOpenSweep ? 1 : 2);
    }

    @Test
    void theNextSweepTriesARefusedScoreOnce() {
        settled(LIVE, 0);
        withUnsendableField(1);
        rig.untilDone();
        assertThat(count("REFUSED")).isEqualTo(1);
        assertThat(computed()).isEqualTo(1);

        rig.clock.pass(Duration.ofHours(18));
        rig.untilDone();
        assertThat(sweeps()).isEqualTo(2);
        assertThat(computed()).isEqualTo(2);

        reopenLastSweep();
        rig.untilDone();
        assertThat(sweeps()).isEqualTo(2);
        assertThat(computed()).as("its pages were read again").isEqualTo(2);
    }

    @Test
    void earlierApplicationsAreScoredOnceApplicationsSinceIsEarlierOrRemoved() {
        begin(Map.of("applications_since", "2026-11-26"));
        rig.customer.with(3);
        rig.clock.pass(Duration.ofDays(1));
        rig.customer.with(4);
        rig.clock.pass(Duration.ofDays(1));
        rig.customer.with(5);
        rig.untilDone();
        later();
        assertThat(rig.customer.right()).isEqualTo(5);

        rig.change(Map.of("applications_since", "2026-11-25"));
        rig.slice();
        assertThat(rig.customer.right()).isEqualTo(9);

        later();
        rig.change(LIVE);
        rig.slice();
        assertThat(rig.customer.allRight()).isTrue();
    }

    @Test
    void aWaitingScoreIsNotWrittenWhileApplicationsSinceExcludesIt() {
        begin(LIVE);
        rig.customer.with(3);
        rig.slice(() -> rig.greenhouse.calls().count("GET", "/v3/candidates") > 0);
        assertThat(rig.scores()).hasSize(3).allMatch(row -> row.state().equals("PENDING"));

        rig.change(Map.of("applications_since", "2026-11-25"));
        rig.untilDone();
        assertThat(rig.patches()).isEmpty();
        assertThat(rig.scores()).hasSize(3).allMatch(row -> row.state().equals("SUPERSEDED"));

        rig.change(LIVE);
        rig.slice();
        assertThat(rig.customer.allRight()).isTrue();
    }

    @Test
    void aRequestedRunFindsWhatAChangeAdmits() {
        settled(Map.of("jobs", String.valueOf(1)), 19);
        rig.change(LIVE);
        rig.request();

        rig.slice();

        assertThat(rig.customer.allRight()).isTrue();
        assertThat(rig.triggers()).startsWith("operator");
    }

    @Test
    void neitherAReplicaThatEndsRightAfterAChangeNorOneWithTheFormerSecretDoesHarm() {
        Map<String, String> former = Map.of("jobs", String.valueOf(1));
        settled(former, 19);
        rig.change(LIVE);
        rig.slice(() -> true);
        rig.change(former);
        rig.untilDone();
        assertThat(rig.customer.right()).isZero();

        rig.change(LIVE);
        rig.slice(() -> true);
        assertThat(rig.customer.right()).isZero();
        rig.slice();

        assertThat(rig.customer.allRight()).isTrue();
    }

    /** Other rows and fields may be visible there. */
    @Test
    void anotherAddressPostponesTheComparisonAndTheNextWriteIsCheckedAsTheFirst() {
        settled(LIVE, 1);
        execute("UPDATE reconciliation SET below = 1, next_at = '2020-01-01' WHERE tenant_id = '%s'");
        String seen = "SELECT count(*) FROM write_proof WHERE tenant_id = '%s' AND seen_at IS NOT NULL";
        assertThat(number(seen)).isOne();

        rig.change(Map.of("harvest_url", rig.greenhouse.harvestUrl().toString().replace("127.0.0.1", "localhost")));
        rig.slice(() -> true);

        assertThat(
                        number(
                                "SELECT count(*) FROM reconciliation WHERE tenant_id = '%s' AND below IS NULL AND next_at > now() + interval '2 days'"))
                .isOne();
        assertThat(number(seen)).isZero();
    }

    /** All applications are scored, and changed before the next window's start. */
    private void settled(Map<String, String> settings, int applications) {
        begin(settings);
        rig.customer.with(applications);
        rig.untilDone();
        later();
    }

    /** With an active model. */
    private void begin(Map<String, String> settings) {
        rig = new RunByHand(settings);
        version = rig.upload(0);
        rig.activate(version);
    }

    /** It has a value of theirs, and one that equals our score. */
    private void peopleUsedAnotherField() {
        addOtherField();
        List<Long> ids = rig.customer.ids();
        assertThat(rig.carried(ids.get(1))).isEqualTo(0.25);
        organisation().setCustomField(ids.get(0), OTHER_FIELD, DoubleNode.valueOf(55));
        organisation().setCustomField(ids.get(1), OTHER_FIELD, DoubleNode.valueOf(0.25));
    }

    private void addOtherField() {
        organisation().addField(4_410_999_777L, OTHER_FIELD, "number");
    }

    private void readAgain() {
        rig.run(rig.customer.ids().toArray(Long[]::new));
    }

    private long overridden() {
        return number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'OVERRIDDEN'");
    }

    /** Adds applications with a field that cannot be sent back. */
    private void withUnsendableField(int applications) {
        if (rig == null) {
            begin(LIVE);
        }
        organisation().addField(4_410_999_778L, "scan", "attachment");
        rig.customer.with(applications);
        rig.customer.ids().forEach(id -> organisation().setCustomField(id, "scan", TextNode.valueOf("scan.pdf")));
    }

    private long computed() {
        return number("SELECT count(*) FROM decision WHERE tenant_id = '%s' AND kind = 'SCORED'");
    }

    private void later() {
        rig.clock.pass(Duration.ofHours(3));
        rig.untilDone();
        rig.clock.pass(Duration.ofHours(3));
    }

    private long otherJob(int applications) {
        long job = organisation().addJob("Bell Ringer");
        addTo(job, applications, POINTS);
        return job;
    }

    private void addTo(long job, int applications, Map<String, JsonNode> fields) {
        for (int i = 0; i < applications; i++) {
            long candidate = organisation().addCandidate("Ada", "Quint");
            organisation().addApplication(candidate, job, fields);
        }
    }

    private Organisation organisation() {
        return rig.customer.organisation();
    }

    private long sweeps() {
        return number("SELECT count(*) FROM run WHERE tenant_id = '%s' AND window_from IS NULL");
    }

    private long count(String state) {
        return number(
                "SELECT count(*) FROM score WHERE tenant_id = '%s' AND state = '%s'".formatted(rig.tenant, state));
    }
}
