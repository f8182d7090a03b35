package com.rocketmat.doctor;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.sync.Practice;
import jakarta.enterprise.inject.spi.CDI;
import java.util.Set;

/** The ways in which an application's candidate comes to be one who is not scored. */
final class NotToBeScored {

    private static final String OPT_OUT = "no_scores";
    private static final long FIELD = 4_450_000_001L;

    private NotToBeScored() {}

    /** @param how {@code anonymised}, or by {@code API}, {@code erasure}, or the field of an {@code application} or {@code candidate} */
    static void make(Practice practice, SandboxDatabase database, long application, String how) {
        long candidate = practice.organisation()
                .application(application)
                .path("candidate_id")
                .longValue();
        switch (how) {
            case "API" ->
                database.administer(
                        "INSERT INTO objection (tenant_id, candidate_id, source, objected_at) VALUES ('%s', %d, 'API', now())"
                                .formatted(practice.tenant, candidate));
            case "erasure" ->
                CDI.current()
                        .select(WithheldCandidates.class)
                        .get()
                        .eraseAnonymised(practice.tenant, candidate, Set.of());
            case "application" -> {
                practice.secret.put("opt_out_field", OPT_OUT);
                practice.organisation().addField(FIELD, OPT_OUT, "yes_no");
                practice.organisation().setCustomField(application, OPT_OUT, BooleanNode.TRUE);
            }
            case "candidate" -> {
                practice.secret.put("opt_out_field", OPT_OUT);
                practice.organisation().addCandidateField(FIELD, OPT_OUT, "yes_no");
                practice.organisation().setCandidateField(candidate, OPT_OUT, true);
            }
            case "anonymised" -> practice.organisation().anonymise(candidate, Set.of("full_name"));
            default -> throw new IllegalArgumentException(how);
        }
    }
}
