package com.rocketmat.score.write;

import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.scope.ApplicationErased;
import com.rocketmat.tenant.scope.CandidateErased;
import com.rocketmat.tenant.scope.ErasedIds;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Keeps what is known of how each tenant's Greenhouse takes our writes. */
@PerTenant
@ApplicationScoped
public class WriteProofs {

    private final Clock clock;

    WriteProofs(Clock clock) {
        this.clock = clock;
    }

    /** A write that is to be looked at. */
    record Sending(long applicationId, Instant at) {}

    /**
     * What is known.
     *
     * @param first the tenant's first write, while it was not seen
     * @param seen whether a first write was seen whole
     * @param merges whether it does; empty while that is not known
     * @param damage a write that changed what is not ours
     */
    record Proof(Optional<Sending> first, boolean seen, Optional<Boolean> merges, Optional<Damage> damage) {

        private static final Proof NONE = new Proof(Optional.empty(), false, Optional.empty(), Optional.empty());

        private static Proof of(WriteProof row) {
            return new Proof(
                    Optional.ofNullable(row.firstApplicationId).map(id -> new Sending(id, row.firstSentAt)),
                    row.seenAt != null,
                    Optional.ofNullable(row.merges),
                    Optional.ofNullable(row.damagedIn).map(mode -> new Damage(mode, row.damage)));
        }
    }

    /** What was seen, and the write mode in which nothing more is written. */
    record Damage(WriteMode mode, String what) {

        Unwritable unwritable() {
            return new Unwritable(
                    what,
                    "put the field right in Greenhouse and set write_mode to %s in the tenant's secret"
                            .formatted(mode == WriteMode.MERGE ? "full" : "merge"));
        }
    }

    @Transactional
    Proof of(TenantId tenant, ScoreField field) {
        return WriteProof.find(tenant)
                .map(row -> about(row, field))
                .map(Proof::of)
                .orElse(Proof.NONE);
    }

    @Transactional
    void sentFirst(TenantId tenant, ScoreField field, long applicationId) {
        change(tenant, field, row -> {
            row.firstApplicationId = applicationId;
            row.firstSentAt = clock.instant();
        });
    }

    @Transactional
    void sawFirst(TenantId tenant, ScoreField field) {
        change(tenant, field, row -> {
            row.firstApplicationId = null;
            row.seenAt = clock.instant();
        });
    }

    /** The row proves nothing any more; the next write is the first one. */
    @Transactional
    void lostFirst(TenantId tenant, ScoreField field) {
        change(tenant, field, row -> row.firstApplicationId = null);
    }

    @Transactional
    void concluded(TenantId tenant, ScoreField field, boolean merges) {
        change(tenant, field, row -> row.merges = merges);
    }

    /**
     * A doctor is about to write to an application for a look. One at a time: a second would take the first one's value for what it
     * has to put back.
     *
     * @return the look that has not ended, of another doctor or of one that died; then this one may begin if that is long ago
     */
    @Transactional
    Optional<Sending> beginExamination(TenantId tenant, ScoreField field, long applicationId, Instant longAgo) {
        WriteProof row = WriteProof.locked(tenant).orElseGet(WriteProof::new);
        Optional<Sending> present =
                Optional.ofNullable(row.examinedApplicationId).map(id -> new Sending(id, row.examinedSince));
        if (present.filter(look -> look.at().isAfter(longAgo)).isEmpty()) {
            about(row, field);
            row.examinedApplicationId = applicationId;
            row.examinedSince = clock.instant();
            row.persist();
        }
        return present;
    }

    @Transactional
    void endExamination(TenantId tenant, ScoreField field) {
        change(tenant, field, row -> {
            row.examinedApplicationId = null;
            row.examinedSince = null;
        });
    }

    @Transactional
    void damaged(TenantId tenant, ScoreField field, Damage damage) {
        change(tenant, field, row -> {
            row.damagedIn = damage.mode();
            row.damage = damage.what();
            row.firstApplicationId = null;
        });
    }

    void on(@Observes CandidateErased erased) {
        forget(erased.tenant(), erased.applicationIds());
    }

    void on(@Observes ApplicationErased erased) {
        forget(erased.tenant(), Set.of(erased.applicationId()));
    }

    @Transactional(TxType.MANDATORY)
    void forget(TenantId tenant, Set<Long> applicationIds) {
        WriteProof.find(tenant).ifPresent(row -> {
            if (row.firstApplicationId != null && applicationIds.contains(row.firstApplicationId)) {
                row.firstApplicationId = null;
            }
            if (row.examinedApplicationId != null && applicationIds.contains(row.examinedApplicationId)) {
                row.examinedApplicationId = null;
                row.examinedSince = null;
            }
            row.damage = ErasedIds.without(row.damage, applicationIds);
        });
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        return WriteProof.delete("tenantId", tenant.value());
    }

    private static void change(TenantId tenant, ScoreField field, Consumer<WriteProof> change) {
        WriteProof row = WriteProof.find(tenant).orElseGet(WriteProof::new);
        change.accept(about(row, field));
        row.persist();
    }

    private static WriteProof about(WriteProof row, ScoreField field) {
        if (!field.nameKey().equals(row.scoreField)) {
            row.scoreField = field.nameKey();
            row.firstApplicationId = null;
            row.seenAt = null;
        }
        return row;
    }
}
