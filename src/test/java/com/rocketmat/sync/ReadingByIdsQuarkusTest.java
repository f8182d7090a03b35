package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.sync.run.WantedApplications;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that are named to us are read by their ids, in the next slice, independently of the schedule. */
@QuarkusTest
class ReadingByIdsQuarkusTest extends ByHand {

    @Test
    void whoHasJustAppliedIsScoredAndWrittenWithoutAWindow() {
        running(Map.of());
        long application = rig.customer.apply(30);
        rig.want(application);

        SliceOutcome outcome = rig.slice();

        assertThat(outcome).isInstanceOf(SliceOutcome.Due.class).isNotEqualTo(SliceOutcome.Due.AS_SCHEDULED);
        assertThat(rig.carried(application)).isEqualTo(31);
        assertThat(rig.wanted()).isEmpty();
        assertThat(lists()).allMatch(call -> call.query().contains("ids="));
        assertThat(rig.operator.get("/api/tenants/" + rig.tenant + "/runs").<List<String>>path("items.trigger"))
                .startsWith("webhook");
    }

    @Test
    void aBurstIsReadFiftyACall() {
        running(Map.of());
        Long[] burst = LongStream.range(0, 120)
                .map(points -> rig.customer.apply((double) points))
                .boxed()
                .toArray(Long[]::new);
        rig.want(burst);

        rig.untilDone();

        assertThat(burst).allSatisfy(id -> assertThat(rig.customer.score(id)).isNotNull());
        assertThat(rig.wanted()).isEmpty();
        assertThat(lists().stream().filter(call -> call.query().contains("prospect")))
                .as("rows for features, not those that are read again before a write")
                .hasSizeLessThanOrEqualTo(6);
    }

    /** Greenhouse tells of it before its lists show it, or while its candidate is still being processed. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            /v3/applications | []
            /v3/candidates   | []
            /v3/candidates   | [{"id": 1, "message": "This candidate is still being processed"}]
            """)
    void whatIsToldOfBeforeItShowsIsScoredOnceItDoes(String path, String rows) {
        running(Map.of());
        long application = rig.customer.apply(30);
        rig.greenhouse.faults().on(Match.get(path)).answer(new Fault.Status(200, rows));
        rig.want(application);

        rig.slice();
        assertThat(waiting()).isOne();
        assertThat(rig.customer.score(application)).isNull();

        askAgainAtOnce();
        rig.slice();
        assertThat(rig.carried(application)).isEqualTo(31);
        assertThat(waiting()).isZero();
    }

    @Test
    void whatNeverShowsIsAskedForAFewTimes() {
        running(Map.of());
        rig.want(999_999L);

        for (int tries = 0; tries < WantedApplications.MANY_TRIES; tries++) {
            rig.slice();
            assertThat(waiting()).isOne();
            askAgainAtOnce();
        }
        rig.slice();

        assertThat(waiting()).isZero();
    }

    private long waiting() {
        return number("SELECT count(*) FROM wanted_application WHERE tenant_id = '%s'");
    }

    private void askAgainAtOnce() {
        execute("UPDATE wanted_application SET wanted_at = now() WHERE tenant_id = '%s'");
    }

    @Test
    void whatIsNotToBeScoredIsDoneAfterOneLookAndNotInTheRunLog() {
        running(Map.of("applications_since", "2000-01-01"));
        long rejected = rig.customer.apply(3);
        rig.customer.organisation().reject(rejected);
        long filled = rig.customer.apply(4);
        rig.customer.organisation().setCustomField(filled, PointsCustomer.SCORE_FIELD, IntNode.valueOf(77));
        rig.want(rejected, filled);

        rig.slice();

        assertThat(rig.wanted()).isEmpty();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(rejected, filled);
        assertThat(rig.operator.get("/api/tenants/" + rig.tenant + "/runs").<List<String>>path("items.trigger"))
                .doesNotContain("webhook");
    }

    @Test
    void anApplicationFromBeforeTheDayIsNotScoredWhoeverNamesIt() {
        running(Map.of("applications_since", "2100-01-01"));
        long application = rig.customer.apply(3);
        rig.want(application);

        rig.slice();

        assertThat(rig.wanted()).isEmpty();
        assertThat(rig.customer.score(application)).isNull();
    }

    @Test
    void whileGreenhouseTakesNoCallsTheyWait() {
        running(Map.of());
        long application = rig.customer.apply(30);
        rig.greenhouse.faults().on(Match.get("/v3/applications")).answer(new Fault.Status(503, "{}"));
        rig.greenhouse.faults().on(Match.get("/v3/applications")).always().answer(new Fault.Status(503, "{}"));
        rig.want(application);

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
        assertThat(rig.wanted()).containsExactly(application);

        rig.greenhouse.faults().clear();
        rig.clock.pass(Duration.ofMinutes(5));
        rig.slice();
        assertThat(rig.carried(application)).isEqualTo(31);
    }

    @Test
    void aPausedTenantsWaitUntilItGoesOn() {
        running(Map.of());
        rig.change(Map.of("mode", "paused"));
        long application = rig.customer.apply(30);
        rig.want(application);
        rig.greenhouse.calls().clear();
        rig.slice();
        assertThat(rig.wanted()).containsExactly(application);
        assertThat(rig.greenhouse.calls().all()).isEmpty();

        rig.change(Map.of());
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(31);
        assertThat(rig.wanted()).isEmpty();
    }

    @Test
    void aDryRunScoresThemAndWritesNothing() {
        running(Map.of("mode", "dry-run"));
        long application = rig.customer.apply(30);
        rig.want(application);

        rig.slice();

        assertThat(rig.scores()).extracting(Row::state).containsOnly("DRY");
        assertThat(rig.scores()).extracting(Row::applicationId).contains(application);
        assertThat(rig.patches()).isEmpty();
    }

    /** With three applications that are scored, each with one point more than it carries. */
    private void running(Map<String, String> settings) {
        rig = new RunByHand(vault, settings);
        rig.customer.with(3);
        rig.activate(rig.upload(1));
        rig.untilDone();
        rig.greenhouse.calls().clear();
    }

    private List<Call> lists() {
        return rig.greenhouse.calls().where(call -> call.path().equals("/v3/applications"));
    }
}
