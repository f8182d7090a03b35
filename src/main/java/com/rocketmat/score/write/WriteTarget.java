package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.WriteProofs.Proof;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where one tenant's scores are written, and what is known about the effect of writes there. */
public record WriteTarget(TenantSettings settings, HarvestSession session, TargetFields fields, Proof proof) {

    private static final Set<String> ATTRIBUTES =
            Set.of("id", "created_at", "updated_at", "candidate_id", "job_id", "status", "prospect", "custom_fields");

    public static WriteTarget of(
            WriteProofs proofs, TenantSettings settings, HarvestSession session, TargetFields fields) {
        Proof proof = proofs.of(settings.id(), fields.score());
        return new WriteTarget(settings, session, fields.showing(proof.decimals()), proof);
    }

    /** With what is known by now. */
    public WriteTarget now(WriteProofs proofs) {
        return of(proofs, settings, session, fields);
    }

    /** Throws {@link Unwritable} if a write in this mode changed other fields, or is known to empty them. */
    public void requireNoDamage() {
        proof.requireNoDamageBy(settings.writeMode());
        if (!keepsOthers() && merges().isPresent()) {
            throw new Unwritable(
                    "write_mode: merge would empty other custom fields, as Greenhouse was seen to replace all of them",
                    "set write_mode to full in the tenant's secret; or, if a person emptied a field meanwhile, run the doctor again on a test application");
        }
    }

    TenantId tenant() {
        return settings.id();
    }

    /** Whether our fields are sent alone. Greenhouse does not document that v3 merges; v1 does. */
    boolean alone() {
        return session.merges() || settings.writeMode() == WriteMode.MERGE;
    }

    /** Whether Greenhouse is known to keep unlisted fields. */
    public Optional<Boolean> merges() {
        return proof.merges();
    }

    /** Whether a write leaves other fields as they are, wherever it goes. */
    boolean keepsOthers() {
        return !alone() || session.merges() || merges().orElse(false);
    }

    /** What a PATCH of our fields does with the row's other fields. */
    enum Others {
        LEFT_OUT,
        /** Unless one may have a value that the user does not see, which would be lost. */
        SENT,
        SENT_AS_SHOWN
    }

    Others whenWriting() {
        return alone() ? Others.LEFT_OUT : merges().orElse(false) ? Others.SENT_AS_SHOWN : Others.SENT;
    }

    /** This write is not read back, so the others are left out only if they are known to be kept. */
    Others whenEmptying() {
        return alone() && !keepsOthers() ? Others.SENT_AS_SHOWN : whenWriting();
    }

    /** There is no value left that would have to be preserved. */
    Others whenWiping() {
        return alone() ? Others.LEFT_OUT : Others.SENT_AS_SHOWN;
    }

    /** Whether no write has to be read back before others are made. */
    boolean proven() {
        return proof.seen() && keepsOthers();
    }

    /** Whether nothing more is written before Greenhouse shows the first score. */
    public boolean awaitsFirst() {
        return proof.first().isPresent();
    }

    /** The current rows; at least one id, at most {@link HarvestSession#MOST_IDS}. */
    Map<Long, Application> readRows(Collection<Long> ids) {
        return session.requireAnyShown(Operation.LIST_APPLICATIONS, session.applications(ids, ATTRIBUTES)).stream()
                .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
    }

    Optional<Application> readRow(long id) {
        return Optional.ofNullable(readRows(Set.of(id)).get(id));
    }
}
