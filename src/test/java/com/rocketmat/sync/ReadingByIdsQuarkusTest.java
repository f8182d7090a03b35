package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sync.RunByHand.Row;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The next slice reads applications that a webhook named by their ids, independently of the schedule. */
@QuarkusTest
class ReadingByIdsQuarkusTest extends ByHand {

    @Test
    void aNamedApplicationIsScoredAndWrittenWithoutAWindow() {
        running(Map.of());
        long application = rig.customer.apply(30);
        rig.want(application);

        SliceOutcome outcome = rig.slice();

        assertThat(outcome).isInstanceOf(SliceOutcome.Due.class).isNotEqualTo(SliceOutcome.Due.AS_SCHEDULED);
        assertThat(rig.carried(application)).isEqualTo(31);
        assertThat(rig.wanted()).isEmpty();
        assertThat(lists()).allMatch(call -> call.query().contains("ids="));
        assertThat(rig.triggers()).startsWith("webhook");
    }

    @Test
    void manyAreReadFiftyPerCall() {
        running(Map.of());
        Long[] burst = LongStream.range(0, 120)
                .map(points -> rig.customer.apply((double) points))
                .boxed()
                .toArray(Long[]::new);
        rig.want(burst);

        rig.untilDone();

        assertThat(burst).allMatch(id -> rig.customer.score(id) != null);
        assertThat(rig.wanted()).isEmpty();
        assertThat(lists().stream().filter(call -> call.query().contains("prospect")))
                .as("calls that read features, not those before a write")
                .hasSizeLessThanOrEqualTo(6);
    }

    /** A webhook may arrive before lists show the application, or while Greenhouse still processes the candidate. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
        /v3/applications | []
        /v3/candidates   | []
        /v3/candidates   | [{"id": 1, "message": "This candidate is still being processed"}]
        """)
    void anApplicationThatListsShowLateIsScoredOnceTheyShowIt(String path, String rows) {
        running(Map.of());
        long application = rig.customer.apply(30);
        rig.on(Match.get(path)).answer(new Fault.Status(200, rows));
        rig.want(application);

        rig.slice();
        assertThat(waiting()).isOne();
        assertThat(rig.customer.score(application)).isNull();

        endPause();
        rig.slice();
        assertThat(rig.carried(application)).isEqualTo(31);
        assertThat(waiting()).isZero();
    }

    @Test
    void anApplicationThatNeverShowsIsReadAFewTimes() {
        running(Map.of());
        rig.want(999_999L);

        for (int tries = 0; tries < ReadingByIds.TRIES_WHILE_ABSENT; tries++) {
            rig.slice();
            assertThat(waiting()).isOne();
            endPause();
        }
        rig.slice();

        assertThat(waiting()).isZero();
    }

    @Test
    void anIneligibleApplicationIsReadOnceAndNotInTheRunLog() {
        running(Map.of("applications_since", "2000-01-01"));
        long rejected = rig.customer.apply(3);
        rig.customer.organisation().reject(rejected);
        long filled = rig.customer.apply(4);
        rig.enter(filled, 77);
        rig.want(rejected, filled);

        rig.slice();

        assertThat(rig.wanted()).isEmpty();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(rejected, filled);
        assertThat(rig.triggers()).doesNotContain("webhook");
    }

    @Test
    void namedApplicationsWaitWhileGreenhouseIsUnavailable() {
        running(Map.of());
        long application = rig.customer.apply(30);
        rig.on(Match.get("/v3/applications")).always().answer(new Fault.Status(503, "{}"));
        rig.want(application);

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
        assertThat(rig.wanted()).containsExactly(application);

        rig.greenhouse.faults().clear();
        rig.clock.pass(Duration.ofMinutes(5));
        rig.slice();
        assertThat(rig.carried(application)).isEqualTo(31);
    }

    @Test
    void namedApplicationsWaitWhileTheTenantIsPaused() {
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
    void aDryRunScoresNamedApplicationsAndWritesNothing() {
        running(Map.of("mode", "dry-run"));
        long application = rig.customer.apply(30);
        rig.want(application);

        rig.slice();

        assertThat(rig.row(application).state()).isEqualTo("DRY");
        assertThat(rig.patches()).isEmpty();
    }

    /** Three applications are scored by a model that adds one point. */
    private void running(Map<String, String> settings) {
        rig = new RunByHand(settings);
        rig.customer.with(3);
        rig.activate(rig.upload(1));
        rig.untilDone();
        rig.greenhouse.calls().clear();
    }

    private List<Call> lists() {
        return rig.greenhouse.calls().where(call -> call.path().equals("/v3/applications"));
    }
}
