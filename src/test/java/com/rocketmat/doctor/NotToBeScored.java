package com.rocketmat.doctor;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Scores;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.sync.Practice;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** The ways in which an application's candidate comes to be one who is not scored. */
final class NotToBeScored {

    private static final String OPT_OUT = "no_scores";
    private static final long FIELD = 4_450_000_001L;
    private static final long MERGED_AWAY = 1;

    private NotToBeScored() {}

    /**
     * @param how {@code anonymised}, or by {@code API}, {@code erasure}, or the field of an {@code application} or {@code candidate}; {@code
     *     merged} if the candidate whom the application had when it was scored objects, and the merge is not known yet
     */
    static void make(Practice practice, SandboxDatabase database, long application, String how) {
        long candidate = practice.organisation()
                .application(application)
                .path("candidate_id")
                .longValue();
        switch (how) {
            case "API" -> object(practice, database, candidate);
            case "merged" -> {
                NewScore score = NewScore.of(application, MERGED_AWAY, BigDecimal.TEN, List.of());
                Scores scores = CDI.current().select(Scores.class).get();
                QuarkusTransaction.requiringNew()
                        .run(() -> scores.record(practice.tenant, "c".repeat(64), List.of(score), true));
                object(practice, database, MERGED_AWAY);
            }
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

    private static void object(Practice practice, SandboxDatabase database, long candidate) {
        database.administer(
                "INSERT INTO objection (tenant_id, candidate_id, source, objected_at) VALUES ('%s', %d, 'API', now())"
                        .formatted(practice.tenant, candidate));
    }
}
