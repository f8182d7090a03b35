package com.rocketmat.score.write;

import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.scope.ErasedIds;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import com.rocketmat.tenant.state.TenantStates;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Stores what is known about the effect of our writes in each tenant's Greenhouse. */
@TenantRows
public class WriteProofs {

    /** Longer than lists show an outdated row. */
    private static final Duration SHOWN_LATE = Duration.ofMinutes(15);

    /** Longer than a trial takes, unless Greenhouse is slow in all its calls. */
    private static final Duration TRIAL = Duration.ofMinutes(5);

    private final TenantStates states;
    private final Clock clock;

    WriteProofs(TenantStates states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    record Sending(long applicationId, Instant at) {}

    /**
     * @param begun false while another doctor's probe is under way
     * @param other the application of another probe, which is under way or was interrupted
     */
    record Examination(boolean begun, Optional<Long> other) {}

    /**
     * @param first the tenant's first write, until it is confirmed
     * @param seen whether a first write was confirmed
     * @param decimals the most that the field has shown
     * @param merges whether Greenhouse merges; empty if unknown
     * @param damage a write that changed other fields
     */
    record Proof(
            Optional<Sending> first, boolean seen, int decimals, Optional<Boolean> merges, Optional<Damage> damage) {

        static final Proof NONE = new Proof(Optional.empty(), false, 0, Optional.empty(), Optional.empty());

        private static Proof of(WriteProof row, ScoreField field) {
            Optional<Boolean> merges = Optional.ofNullable(row.merges);
            Optional<Damage> damage = Optional.ofNullable(row.damagedIn).map(mode -> new Damage(mode, row.damage));
            if (!isAbout(row, field)) {
                return new Proof(Optional.empty(), false, 0, merges, damage);
            }
            return new Proof(
                    Optional.ofNullable(row.firstApplicationId).map(id -> new Sending(id, row.firstSentAt)),
                    row.seenAt != null,
                    row.decimals,
                    merges,
                    damage);
        }

        /** @throws Unwritable if a write in this mode changed other fields */
        void requireNoDamageBy(WriteMode mode) {
            damage.filter(seen -> seen.mode() == mode).ifPresent(seen -> {
                throw seen.unwritable();
            });
        }
    }

    /** What was seen, and the write mode that is no longer used. */
    record Damage(WriteMode mode, String what) {

        Unwritable unwritable() {
            return new Unwritable(
                    what,
                    mode == WriteMode.MERGE
                            ? "correct the field in Greenhouse and set write_mode to full in the tenant's secret"
                            : "correct the field in Greenhouse and run the doctor on a test application, which ends this if all is kept there; or set write_mode to merge where Greenhouse merges");
        }
    }

    Proof of(TenantId tenant, ScoreField field) {
        Optional<WriteProof> known = WriteProof.find(tenant);
        if (known.filter(row -> row.examinedUntil != null && !row.examinedUntil.isAfter(clock.instant()))
                .isPresent()) {
            WriteProof.forgetTrial(tenant, clock.instant());
        }
        return known.map(row -> Proof.of(row, field)).orElse(Proof.NONE);
    }

    public ScoreField known(TenantId tenant, ScoreField field) {
        return field.showing(of(tenant, field).decimals());
    }

    void sentFirst(TenantId tenant, ScoreField field, long applicationId) {
        change(tenant, field, row -> {
            row.firstApplicationId = applicationId;
            row.firstSentAt = clock.instant();
        });
    }

    void sawFirst(TenantId tenant, ScoreField field) {
        change(tenant, field, row -> {
            row.firstApplicationId = null;
            row.seenAt = clock.instant();
        });
    }

    void showed(TenantId tenant, ScoreField field, int decimals) {
        change(tenant, field, row -> row.decimals = Math.max(row.decimals, decimals));
    }

    /** Another user may not see the field: the next write counts as the first one. */
    public void beginAnew(TenantId tenant) {
        WriteProof.find(tenant).ifPresent(row -> {
            row.firstApplicationId = null;
            row.seenAt = null;
        });
    }

    /** The row no longer proves anything; the next write counts as the first one. */
    void lostFirst(TenantId tenant, ScoreField field) {
        change(tenant, field, row -> row.firstApplicationId = null);
    }

    void concluded(TenantId tenant, ScoreField field, boolean merges) {
        change(tenant, field, row -> row.merges = merges);
    }

    /**
     * A doctor is about to write to an application for a probe. Only one at a time: a second one would take the first one's value
     * for the original.
     *
     * @throws SessionClosed if the tenant was purged meanwhile
     */
    Examination beginExamination(TenantId tenant, ScoreField field, long applicationId) {
        WriteProof row = locked(tenant).orElseThrow(SessionClosed::new);
        Optional<Sending> other = unended(row);
        boolean begins = other.filter(this::isUnderWay).isEmpty();
        if (begins) {
            about(row, field);
            row.examinedApplicationId = applicationId;
            row.examinedSince = clock.instant();
            row.examinedUntil = null;
            row.persist();
        }
        return new Examination(begins, other.map(Sending::applicationId));
    }

    private boolean isUnderWay(Sending probe) {
        return probe.at().isAfter(clock.instant().minus(TRIAL));
    }

    /** The application that an interrupted probe may have left modified, until the next probe begins. */
    public Optional<Long> unendedExamination(TenantId tenant) {
        return WriteProof.find(tenant)
                .flatMap(WriteProofs::unended)
                .filter(probe -> !isUnderWay(probe))
                .map(Sending::applicationId);
    }

    private static Optional<Sending> unended(WriteProof row) {
        return Optional.ofNullable(row.examinedSince).map(since -> new Sending(row.examinedApplicationId, since));
    }

    /** The application in which a value may be a doctor's, by what lists show. */
    public Optional<Long> examined(TenantId tenant) {
        return WriteProof.find(tenant)
                .filter(row -> row.examinedUntil == null || row.examinedUntil.isAfter(clock.instant()))
                .map(row -> row.examinedApplicationId);
    }

    void endExamination(TenantId tenant, ScoreField field) {
        change(tenant, field, row -> {
            row.examinedSince = null;
            row.examinedUntil = clock.instant().plus(SHOWN_LATE);
        });
    }

    void damaged(TenantId tenant, ScoreField field, Damage damage) {
        change(tenant, field, row -> {
            row.damagedIn = damage.mode();
            row.damage = damage.what();
            row.firstApplicationId = null;
            if (damage.mode() == WriteMode.MERGE) {
                row.merges = false;
            }
        });
    }

    /** A trial in this mode kept everything. */
    void undamaged(TenantId tenant, ScoreField field, WriteMode mode) {
        change(tenant, field, row -> {
            if (row.damagedIn == mode) {
                row.damagedIn = null;
                row.damage = null;
            }
        });
    }

    void on(@Observes PersonErased erased) {
        forget(erased.tenant(), erased.applicationIds());
    }

    @Transactional(TxType.MANDATORY)
    void forget(TenantId tenant, Set<Long> applicationIds) {
        WriteProof.locked(tenant).ifPresent(row -> {
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

    private void change(TenantId tenant, ScoreField field, Consumer<WriteProof> change) {
        locked(tenant).ifPresent(row -> {
            change.accept(about(row, field));
            row.persist();
        });
    }

    /** A new one if none exists; empty if the tenant was purged. Waits for a purge to end. */
    private Optional<WriteProof> locked(TenantId tenant) {
        return WriteProof.locked(tenant)
                .or(() -> states.lockedState(tenant)
                        .map(_ -> WriteProof.locked(tenant).orElseGet(WriteProof::new)));
    }

    private static WriteProof about(WriteProof row, ScoreField field) {
        if (!isAbout(row, field)) {
            row.scoreField = field.nameKey();
            row.scoreFieldId = null;
            row.firstApplicationId = null;
            row.seenAt = null;
            row.decimals = 0;
        }
        if (field.id() != null) {
            row.scoreFieldId = field.id();
        }
        return row;
    }

    private static boolean isAbout(WriteProof row, ScoreField field) {
        boolean createdAgain =
                field.id() != null && row.scoreFieldId != null && !field.id().equals(row.scoreFieldId);
        return !createdAgain && field.nameKey().equals(row.scoreField);
    }
}
