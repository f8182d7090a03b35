package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sync.RunByHand.Row;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A score is valid only for the job that it was made for. Here the application's points change with the job and stand for the features of
 * a job.
 */
@QuarkusTest
class MovedApplicationsQuarkusTest extends ByHand {

    private static final int POINTS_THERE = 9;

    private Map<String, String> settings = Map.of();
    private long other;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWaitingScoreIsMadeAgainForTheNewJob(boolean v1) {
        begin(v1, Map.of("mode", "dry-run"));
        long moved = rig.customer.apply(3);
        long stays = rig.customer.apply(4);
        rig.untilDone();
        assertThat(rig.scores()).extracting(Row::state).containsOnly("DRY");
        move(moved);
        // no window shows it again
        rig.customer.organisation().updatedLast(moved, Instant.now().minus(Duration.ofHours(3)));

        live();
        sweep();

        assertThat(rig.carried(moved)).isEqualTo(POINTS_THERE + 1);
        assertThat(rig.carried(stays)).isEqualTo(5);
        assertThat(rig.patches()).hasSize(2);
        assertThat(decisions(moved)).containsExactly("SCORED", "QUEUED", "SUPERSEDED", "SCORED", "WRITTEN");
    }

    @Test
    void aWaitingScoreIsDroppedIfTheNewJobIsNotScored() {
        begin(false, Map.of("mode", "dry-run"));
        long moved = rig.customer.apply(3);
        long hidden = rig.customer.apply(4);
        rig.untilDone();
        long confidential = rig.customer.organisation().addJob("Chief Keeper");
        rig.customer.organisation().moveToJob(hidden, confidential);
        rig.customer.organisation().makeConfidential(confidential);
        settings = Map.of("jobs", rig.job(moved) + "," + confidential);
        move(moved);

        live();

        assertThat(rig.patches()).isEmpty();
        assertThat(rig.scores()).extracting(Row::state).containsOnly("SUPERSEDED");
    }

    @Test
    void aWaitingReplacementIsMadeAgainForTheNewJob() {
        begin(false, Map.of("rescore", "on-new-model"));
        long moved = rig.customer.apply(3);
        long later = rig.customer.apply(4);
        rig.untilDone();
        String ten = rig.upload(10);
        rig.before(patchOf(later), () -> move(moved));
        rig.on(patchOf(moved)).answer(new Fault.Status(503, "{}"));

        rig.activate(ten);
        rig.untilDone();
        sweep();

        assertThat(rig.carried(moved)).isEqualTo(POINTS_THERE + 10);
        assertThat(rig.carried(later)).isEqualTo(14);
        assertThat(decisions(moved)).endsWith("SCORED", "SUPERSEDED", "SCORED", "SUPERSEDED", "WRITTEN");
    }

    /** See the page of limits. */
    @Test
    void aWrittenScoreStaysUntilItsFieldIsEmptied() {
        begin(false, Map.of());
        long moved = rig.customer.apply(3);
        rig.untilDone();
        move(moved);
        rig.want(moved);
        sweep();
        assertThat(rig.carried(moved)).isEqualTo(4);

        // lists may still show the application as it was before the write
        execute("UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s'");
        rig.empty(moved);
        rig.run();

        assertThat(rig.carried(moved)).isEqualTo(POINTS_THERE + 1);
    }

    private void begin(boolean v1, Map<String, String> first) {
        Map<String, String> secret = new HashMap<>(first);
        rig = new RunByHand(first);
        if (v1) {
            settings = Map.of(
                    "harvest_api_key",
                    rig.customer.organisation().apiKey(),
                    "harvest_user_id",
                    String.valueOf(rig.customer.organisation().userId()));
            secret.putAll(settings);
            rig.change(secret);
        }
        other = rig.customer.organisation().addJob("Harbour Master");
        rig.activate(rig.upload(1));
    }

    private void move(long application) {
        rig.customer.organisation().moveToJob(application, other);
        rig.customer.organisation().setCustomField(application, "points", IntNode.valueOf(POINTS_THERE));
    }

    private void live() {
        rig.change(settings);
        rig.untilDone();
    }

    /** Oldest first. */
    private List<String> decisions(long application) {
        return rig.operator
                .get("/api/tenants/" + rig.tenant + "/decisions?application=" + application)
                .path("items.kind");
    }
}
