package com.rocketmat.score.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.ExpectedRow.Sight;
import com.rocketmat.score.write.WriteProofs.Damage;
import com.rocketmat.score.write.WriteProofs.Proof;
import com.rocketmat.score.write.WriteProofs.Sending;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at what became of writes: a tenant's first one before any other is made, later a sample that rides along with the next
 * batch. How a PATCH treats fields that it does not list is not established, nor whether a private field shows.
 */
@ApplicationScoped
public class ReadBack {

    private static final Duration NEXT_LOOK = Duration.ofSeconds(5);
    /** Nothing official says how late a list may show a write; others wait five minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final WriteProofs proofs;
    private final Clock clock;
    /** In memory only, and as hashes: what is lost with this replica is proved by another write. */
    private final Cache<TenantId, ExpectedRow> kept;

    ReadBack(WriteProofs proofs, Clock clock) {
        this.proofs = proofs;
        this.clock = clock;
        this.kept = Caffeine.newBuilder()
                .expireAfterWrite(PATIENCE)
                .maximumSize(10_000)
                .build();
    }

    void keep(TenantId tenant, ExpectedRow sent) {
        kept.put(tenant, sent);
    }

    /** The write to look at with the next batch. */
    Optional<ExpectedRow> sample(TenantId tenant) {
        return Optional.ofNullable(kept.getIfPresent(tenant));
    }

    void forget(@Observes TenantChange change) {
        if (change instanceof TenantChange.Stopped) {
            kept.invalidate(change.tenant());
        }
    }

    /** @throws Unwritable when the sample was damaged */
    void look(WriteTarget target, ExpectedRow sample, Map<Long, Application> rows) {
        Sight sight = sample.in(rows.get(sample.applicationId()), target.fields());
        if (sight instanceof Sight.Damaged damaged) {
            throw damaged(target, sample.applicationId(), damaged.field());
        }
        if (!(sight instanceof Sight.NotYet)) {
            kept.invalidate(target.tenant());
        }
    }

    /**
     * Looks at the tenant's first write, if there is one that was not seen.
     *
     * @return when to look again; until then nothing is to be written
     * @throws Unwritable when it was damaged, or is not to be seen at all
     */
    Optional<Instant> first(WriteTarget target, Proof proof) {
        return proof.first().flatMap(sending -> first(target, sending));
    }

    private Optional<Instant> first(WriteTarget target, Sending sending) {
        Optional<Application> row = target.row(sending.applicationId());
        switch (sight(target, sending, row)) {
            case Sight.Damaged damaged -> throw damaged(target, sending.applicationId(), damaged.field());
            case Sight.Whole _ ->
                proofs.sawFirst(target.tenant(), target.fields().score());
            case Sight.Unclear _ ->
                proofs.lostFirst(target.tenant(), target.fields().score());
            case Sight.NotYet _ -> {
                if (clock.instant().isAfter(sending.at().plus(PATIENCE))) {
                    throw unseen(target, sending.applicationId());
                }
                return Optional.of(clock.instant().plus(NEXT_LOOK));
            }
        }
        return Optional.empty();
    }

    /** Of a write by another replica only the score itself can be told. */
    private Sight sight(WriteTarget target, Sending sending, Optional<Application> row) {
        Optional<ExpectedRow> sent = sample(target.tenant()).filter(s -> s.applicationId() == sending.applicationId());
        if (sent.isPresent()) {
            return sent.get().in(row.orElse(null), target.fields());
        }
        return row.filter(r -> target.fields().score().empty(r.customFields()))
                .<Sight>map(_ -> new Sight.NotYet())
                .orElseGet(Sight.Unclear::new);
    }

    private Unwritable damaged(WriteTarget target, long applicationId, String field) {
        Damage damage = new Damage(
                target.settings().writeMode(),
                "custom field '%s' of application %d is not as it was before the score was written"
                        .formatted(field, applicationId));
        proofs.damaged(target.tenant(), target.fields().score(), damage);
        kept.invalidate(target.tenant());
        return damage.unwritable();
    }

    private static Unwritable unseen(WriteTarget target, long applicationId) {
        return new Unwritable(
                "score_field: Greenhouse took the score of application %d, but does not show it in '%s'"
                        .formatted(applicationId, target.fields().score().nameKey()),
                "let the credential's user see and edit the private field in Greenhouse, or make the field public");
    }
}
