package com.rocketmat.score;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.WriteProofs.Proof;
import com.rocketmat.score.WriteProofs.Sending;
import com.rocketmat.tenant.TenantSettings.WriteMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds out, without risk, whether a PATCH leaves the custom fields alone that it does not list: on an application whose other
 * fields are all empty it writes score and reasons, then the score alone, and later sees whether the reasons are still there.
 */
@ApplicationScoped
class MergeProbe {

    /** A list may show a row as it was between the two writes; after this nobody has seen that. */
    private static final Duration SETTLED = Duration.ofMinutes(5);

    private final WriteProofs proofs;
    private final Scores scores;
    private final Clock clock;

    MergeProbe(WriteProofs proofs, Scores scores, Clock clock) {
        this.proofs = proofs;
        this.scores = scores;
        this.clock = clock;
    }

    /** Whether this score's application can tell what the tenant's {@code auto} wants to know. */
    boolean fits(WriteTarget target, Proof proof, Waiting score, Application row) {
        boolean wanted = target.settings().writeMode() == WriteMode.AUTO
                && !target.session().merges()
                && proof.merges().isEmpty()
                && proof.probe().isEmpty();
        return wanted
                && target.fields().reasons().isPresent()
                && !score.reasons().isEmpty()
                && row.customFields().values().stream().allMatch(entry -> entry.empty());
    }

    /** Writes twice; the score is in Greenhouse after the first. */
    void write(WriteTarget target, long applicationId, List<CustomFieldWrite> scoreAndReasons, BooleanSupplier goOn) {
        target.session().update(applicationId, scoreAndReasons);
        if (!goOn.getAsBoolean()) {
            return;
        }
        target.session().update(applicationId, List.of(scoreAndReasons.getFirst()));
        proofs.probed(target.tenant(), target.fields().score(), applicationId);
    }

    /** Looks at the probe once it can no longer be an old row that shows. */
    void conclude(WriteTarget target, Proof proof, BooleanSupplier goOn) {
        proof.probe()
                .filter(sending -> clock.instant().isAfter(sending.at().plus(SETTLED)))
                .ifPresent(sending -> look(target, sending, goOn));
    }

    private void look(WriteTarget target, Sending sending, BooleanSupplier goOn) {
        Optional<Waiting> written = scores.written(target.tenant(), sending.applicationId());
        Optional<Application> row = target.row(sending.applicationId())
                .filter(r -> written.filter(score -> target.fields().score().carries(r.customFields(), score.value()))
                        .isPresent());
        Optional<Boolean> merges = row.map(r -> !target.fields().reasonsEmpty(r.customFields()));
        if (merges.filter(merged -> !merged).isPresent()) {
            if (!goOn.getAsBoolean()) {
                return;
            }
            putBack(target, written.orElseThrow(), row.orElseThrow());
        }
        proofs.concluded(target.tenant(), target.fields().score(), merges);
    }

    /** Replaced: the second write took the reasons away. */
    private static void putBack(WriteTarget target, Waiting score, Application row) {
        if (Decision.patch(score, row, target.fields(), false) instanceof Decision.Patch patch) {
            target.session().update(score.applicationId(), patch.fields());
        }
    }
}
