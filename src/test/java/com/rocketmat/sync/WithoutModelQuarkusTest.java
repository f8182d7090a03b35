package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sync.RunByHand.Row;
import com.rocketmat.tenant.state.TenantOrphaned;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStatus;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Candidates' rights do not need an active version. */
@QuarkusTest
class WithoutModelQuarkusTest extends RightsByHand {

    @Inject
    Event<TenantOrphaned> orphans;

    private String version;

    @Test
    void anObjectionEmptiesTheScoreOfAQuarantinedVersionAndTheTenantStaysBlocked() {
        retired(Map.of());
        execute("UPDATE model_version SET state = 'QUARANTINED', quarantine = 'it was slow' WHERE tenant_id = '%s'");
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);

        objections.object(rig.tenant, candidate);

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);
        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(rig.status().reason()).contains("it was slow");
        rig.greenhouse.calls().clear();
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);
        assertThat(rig.greenhouse.calls().all()).as("no call is needed").isEmpty();
    }

    @Test
    void theComparisonFindsDeletedApplicationsWithoutWaitingForTheSchedule() {
        retired(Map.of("schedule", "60d"));
        rig.customer.with(3);
        long other = rig.customer.apply(7);
        rig.activate(version);
        rig.run();
        retire();
        rig.customer.organisation().deleteCandidate(candidate);
        execute("UPDATE reconciliation SET next_at = now() - interval '1 second' WHERE tenant_id = '%s'");
        rig.greenhouse.calls().clear();

        SliceOutcome outcome = rig.slice();

        assertThat(rig.scores()).extracting(Row::applicationId).contains(other).doesNotContain(application);
        assertThat(outcome).isInstanceOf(SliceOutcome.Due.class).isNotEqualTo(SliceOutcome.Due.AS_SCHEDULED);
        execute("UPDATE reconciliation SET next_at = now() WHERE tenant_id = '%s'");
        assertThat(rig.slice())
                .as("the round is over, and the next begins before the schedule")
                .isInstanceOf(SliceOutcome.Due.class)
                .isNotEqualTo(SliceOutcome.Due.AS_SCHEDULED);
    }

    @Test
    void writesOfADeadReplicaGetASecondLook() {
        retired(Map.of());
        rig.customer.organisation().anonymise(candidate, Set.of("full_name"));

        orphans.fire(new TenantOrphaned(rig.tenant, true));
        rig.slice();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(withheld.among(rig.tenant, List.of(candidate))).containsExactly(candidate);
    }

    @Test
    void theNextVersionScoresApplicationsThatArriveMeanwhile() {
        retired(Map.of());
        long latest = rig.customer.apply(7);

        rig.want(latest);
        rig.slice();

        assertThat(waiting()).isZero();
        assertThat(rig.customer.score(latest)).isNull();
        rig.activate(version);
        rig.run();
        assertThat(rig.carried(latest)).isEqualTo(8);
    }

    @Test
    void scoresOfADryRunAreWrittenOnceAVersionIsActiveAgain() {
        rig = new RunByHand(Map.of("mode", "dry-run"));
        version = rig.upload(1);
        application = rig.customer.apply(5);
        rig.activate(version);
        rig.untilDone();
        retire();

        rig.change(Map.of());
        rig.untilDone();
        assertThat(rig.customer.score(application)).isNull();

        rig.activate(version);
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(6);
    }

    /** An open window is left to the next version. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRefusalBlocksTheTenantUntilASliceSucceeds(int openWindows) {
        retired(Map.of());
        if (openWindows > 0) {
            rig.activate(version);
            rig.request();
            rig.slice(() -> true);
            retire();
        }
        assertThat(openRuns()).isEqualTo(openWindows);
        rig.on(Match.get("/v3/applications")).always().answer(new Fault.Status(403, "{}"));
        objections.object(rig.tenant, candidate);

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(openRuns()).as("the run log says why").isOne();

        rig.greenhouse.faults().clear();
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);
        assertThat(rig.customer.score(application)).isNull();
        assertThat(waiting()).isZero();
        assertThat(rig.status())
                .extracting(TenantStatus::state, TenantStatus::reason)
                .containsExactly(TenantState.ACTIVE, "no active model");
        assertThat(openRuns()).isEqualTo(openWindows);
    }

    @Test
    void withoutCallsLeftTheWorkContinuesInTheNextRateWindow() {
        retired(Map.of());
        rig.customer.organisation().rateLimit(3);
        rig.clock.pass(Duration.ofMinutes(1));

        objections.object(rig.tenant, candidate);
        rig.untilDone();

        assertThat(rig.customer.score(application)).isNull();
        assertThat(rig.greenhouse.calls().where(call -> call.status() == 429)).isEmpty();
    }

    @Test
    void withoutWorkNoCallIsMade() {
        rig = new RunByHand(Map.of());
        rig.customer.with(3);
        rig.want(rig.customer.apply(5));
        rig.request();

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);
        assertThat(waiting()).as("applications named by webhooks").isZero();
        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);

        assertThat(rig.greenhouse.calls().all()).isEmpty();
        assertThat(rig.status())
                .extracting(TenantStatus::reason, TenantStatus::remedy)
                .containsExactly("no active model", "train or upload a model and activate it");
    }

    @Test
    void anObjectionIsRecordedBeforeTheFirstModel() {
        rig = new RunByHand(Map.of("opt_out_field", OPT_OUT));
        rig.customer.organisation().addField(OPT_OUT_FIELD, OPT_OUT, "yes_no");
        long closed = rig.customer.apply(5);
        rig.customer.organisation().setCustomField(closed, OPT_OUT, BooleanNode.TRUE);
        rig.customer.organisation().reject(closed);

        rig.want(closed);
        rig.slice();

        assertThat(objections.count(rig.tenant)).isOne();
    }

    /** One application has a score of 6; then the version is retired. */
    private void retired(Map<String, String> settings) {
        rig = new RunByHand(settings);
        version = rig.upload(1);
        rig.activate(version);
        rig.untilDone();
        application = rig.customer.applyAs("Ida", "Bell", 5);
        candidate = rig.candidate(application);
        rig.run();
        assertThat(rig.carried(application)).isEqualTo(6);
        retire();
    }

    private void retire() {
        rig.retire(version).statusCode(200);
        rig.untilDone();
    }

    private long openRuns() {
        return number("SELECT count(*) FROM run WHERE ended_at IS NULL AND tenant_id = '%s'");
    }
}
