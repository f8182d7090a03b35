package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.rocketmat.privacy.Merges;
import com.rocketmat.privacy.Objections;
import com.rocketmat.privacy.Withheld;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sync.RunByHand.Row;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A tenant whose slices a test runs itself, and candidates who object, are merged or are erased. */
abstract class RightsByHand extends ByHand {

    static final Set<String> NAME_AND_FIELDS = Set.of("full_name", "custom_application_fields");
    static final String OPT_OUT = "no_scores";
    static final long OPT_OUT_FIELD = 4_440_000_009L;
    static final long NOTICE_FIELD = 4_440_000_008L;

    @Inject
    Objections objections;

    @Inject
    Withheld withheld;

    @Inject
    Merges merges;

    Organisation greenhouse;
    long job;
    long candidate;
    long application;
    /** The candidate that a merge removes; {@link #application} is theirs. */
    long loser;

    long winner;

    void again() {
        endPause();
        rig.untilDone();
    }

    /** So long ago that lists show the write. */
    void wasWrittenAnHourAgo(long application) {
        execute(
                "UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d AND state = 'WRITTEN'",
                application);
    }

    void isEmptiedByHand(long application) {
        wasWrittenAnHourAgo(application);
        rig.empty(application);
    }

    /** Returns a scored application of the candidate. */
    long scored(long candidate) {
        long application = apply(candidate, 5);
        rig.run(application);
        return application;
    }

    /** As if the replica had died before it recorded the write. */
    void isNotRecorded(long application) {
        execute(
                "UPDATE score SET state = 'PENDING', written_at = NULL WHERE tenant_id = '%s' AND application_id = %d",
                application);
    }

    void merge(long loser, long winner) {
        greenhouse.mergeCandidates(winner, loser);
        merges.merge(rig.tenant, loser, winner);
    }

    void erase(long candidate) {
        assertThat(rig.operator
                        .delete("/api/tenants/%s/candidates/%d".formatted(rig.tenant, candidate))
                        .statusCode())
                .isEqualTo(204);
    }

    List<Long> candidates(long application) {
        return database
                .column("SELECT DISTINCT candidate_id FROM score WHERE tenant_id = '%s' AND application_id = %d"
                        .formatted(rig.tenant, application))
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    void optingOut(String carrier) {
        rig = new RunByHand(Map.of("opt_out_field", OPT_OUT));
        greenhouse = rig.customer.organisation();
        if (carrier.equals("candidate")) {
            greenhouse.addCandidateField(OPT_OUT_FIELD, OPT_OUT, "yes_no");
        } else {
            greenhouse.addField(OPT_OUT_FIELD, OPT_OUT, "yes_no");
        }
        activated();
    }

    void running() {
        running(Map.of());
    }

    void running(Map<String, String> settings) {
        rig = new RunByHand(settings);
        greenhouse = rig.customer.organisation();
        activated();
    }

    /** Activates a model that adds one point, and scores three applications of another candidate. */
    void activated() {
        rig.customer.with(3);
        job = rig.job(rig.customer.ids().getFirst());
        rig.activate(rig.upload(1));
        rig.untilDone();
    }

    long apply(long candidate, double points) {
        Map<String, JsonNode> fields = new HashMap<>();
        fields.put("points", DoubleNode.valueOf(points));
        return greenhouse.addApplication(candidate, job, fields);
    }

    void field(long application, String key, JsonNode value) {
        greenhouse.setCustomField(application, key, value);
    }

    void objects(long candidate, boolean yes) {
        greenhouse.setCandidateField(candidate, OPT_OUT, yes);
    }

    void idaApplies() {
        candidate = greenhouse.addCandidate("Ida", "Bell");
        application = apply(candidate, 5);
    }

    /** Her application's score is 6. */
    void idaIsScored() {
        idaApplies();
        rig.run(application);
    }

    void duringItsWrite(Runnable happening) {
        rig.before(patchOf(application), happening);
    }

    void assertNotStored(Long... applications) {
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(applications);
    }

    void theLoserIsScored() {
        loser = greenhouse.addCandidate("Ida", "Bell");
        winner = greenhouse.addCandidate("Ida", "Bell");
        application = scored(loser);
    }

    void theLoserIsScoredAndTheWinnerErased() {
        theLoserIsScored();
        erase(winner);
        // the application does not run this tenant, and has changed its state
        execute("UPDATE tenant SET state = 'ACTIVE' WHERE tenant_id = '%s'");
    }
}
