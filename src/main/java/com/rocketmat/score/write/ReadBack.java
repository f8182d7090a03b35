package com.rocketmat.score.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.ExpectedRow.Sight;
import com.rocketmat.score.write.UnsureWrites.Unsure;
import com.rocketmat.score.write.WriteProofs.Damage;
import com.rocketmat.score.write.WriteProofs.Sending;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import com.rocketmat.tenant.state.TenantChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Checks the effect of writes: a tenant's first one before any other is made, later a sample together with the next batch.
 * Whether a PATCH keeps fields that it does not list, and whether a private field shows, is not documented.
 */
@ApplicationScoped
public class ReadBack {

    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);
    /** How late a list may show a write is not documented; other integrations wait five minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** Longer than an ordinary schedule, or a tenant with one batch a run would have none checked. */
    private static final Duration SAMPLE = Duration.ofHours(2);
    /** An application that was updated this long after our write was updated by someone else. */
    private static final Duration EDITED_AFTER = Duration.ofMinutes(1);
    /** Longer than an application that keeps a run open is retried. */
    private static final Duration FAILURES_KEPT = Duration.ofHours(1);
    /** Two changes further apart are no pair. Longer than several runs of a daily schedule. */
    private static final Duration DOUBT = Duration.ofDays(7);

    private final WriteProofs proofs;
    private final Clock clock;
    /** In memory only, and as hashes: if this replica dies, another write is checked instead. */
    private final Cache<TenantId, ExpectedRow> kept;
    /** A sample that was damaged, or changed by others, until another one is whole that would show the damage. */
    private final Cache<TenantId, Doubt> doubtful;
    /** In memory only: each replica counts for itself. */
    private final Cache<TenantId, Map<Long, Unsure>> unsure;

    ReadBack(WriteProofs proofs, Clock clock) {
        this.proofs = proofs;
        this.clock = clock;
        this.kept = cache(SAMPLE);
        this.doubtful = cache(DOUBT);
        this.unsure = cache(FAILURES_KEPT);
    }

    private <V> Cache<TenantId, V> cache(Duration kept) {
        return Caffeine.newBuilder()
                .expireAfterWrite(kept)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .maximumSize(100_000)
                .build();
    }

    private record Doubt(long applicationId, String field) {}

    UnsureWrites unsure(TenantId tenant) {
        return new UnsureWrites(unsure.get(tenant, _ -> new ConcurrentHashMap<>()));
    }

    /** To be checked before others are written. */
    void replaceSample(TenantId tenant, ExpectedRow sent) {
        kept.put(tenant, sent);
    }

    /** One that can show damage is not replaced by one that cannot. */
    void keep(TenantId tenant, ExpectedRow sent) {
        if (sent.hasOthers() || withOthers(tenant).isEmpty()) {
            kept.put(tenant, sent);
        }
    }

    /** A write that may never have been made must not keep a later one from being the sample. */
    void giveUp(TenantId tenant, long application) {
        kept.asMap().computeIfPresent(tenant, (_, sent) -> sent.applicationId() == application ? null : sent);
    }

    /** The application of a sample that can show damage. */
    Optional<Long> withOthers(TenantId tenant) {
        return sample(tenant).filter(ExpectedRow::hasOthers).map(ExpectedRow::applicationId);
    }

    /** Checked with the next batch. */
    Optional<ExpectedRow> sample(TenantId tenant) {
        return Optional.ofNullable(kept.getIfPresent(tenant));
    }

    void forget(@Observes TenantChange change) {
        // it may be another write mode now
        doubtful.invalidate(change.tenant());
        if (change instanceof TenantChange.Stopped) {
            kept.invalidate(change.tenant());
            unsure.invalidate(change.tenant());
        }
    }

    /** @throws Unwritable if the sample was damaged */
    void look(WriteTarget target, ExpectedRow sample, Map<Long, Application> rows) {
        if (sight(target, sample, Optional.ofNullable(rows.get(sample.applicationId()))) != Sight.NOT_YET) {
            kept.invalidate(target.tenant());
        }
    }

    /**
     * Checks the tenant's first write, unless it was checked already.
     *
     * @return when to check again; until then nothing is written
     * @throws Unwritable if it was damaged, or does not show at all
     */
    Optional<Instant> first(WriteTarget target) {
        return target.proof().first().flatMap(sending -> first(target, sending));
    }

    private Optional<Instant> first(WriteTarget target, Sending sending) {
        TenantId tenant = target.tenant();
        ScoreField field = target.fields().score();
        Optional<Application> row = target.readRow(sending.applicationId());
        Optional<ExpectedRow> sent = sample(tenant).filter(ours -> ours.applicationId() == sending.applicationId());
        Sight sight = sent.map(ours -> sight(target, ours, row)).orElseGet(() -> sightOfAnothers(field, row));
        switch (sight) {
            case WHOLE -> proofs.sawFirst(tenant, field);
            case UNCLEAR -> proofs.lostFirst(tenant, field);
            case NOT_YET -> {
                Instant now = clock.instant();
                if (!now.isAfter(sending.at().plus(PATIENCE))) {
                    return Optional.of(now.plus(NEXT_LOOK));
                }
                Duration ahead = Duration.between(now, target.session().now());
                requireEdited(target, editedAfter(sending.at().plus(ahead), row.orElseThrow()), sending);
            }
        }
        return Optional.empty();
    }

    /** @throws Unwritable if no one edited the row since, and it still does not show the score */
    private void requireEdited(WriteTarget target, boolean edited, Sending sending) {
        if (edited || target.keepsOthers()) {
            // it may have been lost: the next attempt writes again
            proofs.lostFirst(target.tenant(), target.fields().score());
        }
        if (!edited) {
            throw unseen(target, sending.applicationId());
        }
    }

    /** A person may have emptied the field before it was read back; v1 does not show edits. {@code sent} is in Greenhouse's time. */
    static boolean editedAfter(Instant sent, Application row) {
        return row.updatedAt() != null && row.updatedAt().isAfter(sent.plus(EDITED_AFTER));
    }

    /** For a write by another replica only the score itself can be checked. */
    private static Sight sightOfAnothers(ScoreField field, Optional<Application> row) {
        boolean empty = row.filter(shown -> field.empty(shown.customFields())).isPresent();
        return empty ? Sight.NOT_YET : Sight.UNCLEAR;
    }

    /** @throws Unwritable if the write damaged other fields */
    private Sight sight(WriteTarget target, ExpectedRow sent, Optional<Application> found) {
        ScoreField field = target.fields().score();
        // another user may see other fields
        if (found.isEmpty() || !sent.reader().equals(Scope.reader(target.settings()))) {
            return Sight.UNCLEAR;
        }
        Application row = found.get();
        if (!field.carries(row.customFields(), sent.value())) {
            return field.empty(row.customFields()) ? Sight.NOT_YET : Sight.UNCLEAR;
        }
        int decimals = ScoreField.decimals(sent.value());
        if (decimals > field.decimals() && field.shows(row.customFields(), sent.value())) {
            proofs.showed(target.tenant(), field, decimals);
        }
        if (sent.changed(row, target.fields()).isEmpty()) {
            whole(target, sent);
            return Sight.WHOLE;
        }
        if (!ExpectedRow.mayBeChangedSince(sent.at(), row)) {
            requireUndamaged(target, sent, row);
        }
        return Sight.UNCLEAR;
    }

    private void whole(WriteTarget target, ExpectedRow sent) {
        // a write in full proves nothing about merging, and a row that had the score before may not show the write yet
        if (sent.mode() == WriteMode.MERGE && sent.hasOthers() && !sent.shown() && !target.keepsOthers()) {
            proofs.concluded(target.tenant(), target.fields().score(), true);
        }
        Optional.ofNullable(doubtful.getIfPresent(target.tenant()))
                .filter(doubt -> sent.wouldShowDamageOf(doubt.field()))
                .ifPresent(_ -> doubtful.invalidate(target.tenant()));
    }

    private void requireUndamaged(WriteTarget target, ExpectedRow sent, Application row) {
        TargetFields defined = defined(target);
        List<String> damaged = sent.damaged(row, defined);
        if (!damaged.isEmpty()
                && (!sent.mayBeOfOthers(damaged, row, defined)
                        || isSecondInARow(target.tenant(), new Doubt(sent.applicationId(), damaged.getFirst())))) {
            damaged(target, sent, damaged.getFirst());
        }
    }

    /** A person may change a field after one write, or delete an option; twice in a row, it is the write. */
    private boolean isSecondInARow(TenantId tenant, Doubt doubt) {
        Doubt earlier = doubtful.asMap().putIfAbsent(tenant, doubt);
        return earlier != null && earlier.applicationId() != doubt.applicationId();
    }

    /** Read again: a field that was hidden since looks as if our write had emptied it. */
    private static TargetFields defined(WriteTarget target) {
        return TargetFields.among(target.session().customFields("application"), target.settings());
    }

    /** @throws Unwritable unless the tenant's write mode has changed since the write */
    private void damaged(WriteTarget target, ExpectedRow sent, String field) {
        Damage damage = new Damage(
                sent.mode(),
                "custom field '%s' of application %d has changed since the score was written"
                        .formatted(field, sent.applicationId()));
        proofs.damaged(target.tenant(), target.fields().score(), damage);
        kept.invalidate(target.tenant());
        if (sent.mode() == target.settings().writeMode()) {
            throw damage.unwritable();
        }
    }

    private static Unwritable unseen(WriteTarget target, long applicationId) {
        return new Unwritable(
                "score_field: Greenhouse accepted the score of application %d, but does not show it in '%s'"
                        .formatted(applicationId, target.fields().score().nameKey()),
                "if the field is private, let the credential's user see and edit it, or make it public; if it shows there, the write was lost: "
                        + (target.keepsOthers()
                                ? "ask for a run, which makes one more"
                                : "run the doctor on a test application, then ask for a run"));
    }
}
