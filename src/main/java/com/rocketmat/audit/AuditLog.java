package com.rocketmat.audit;

import com.rocketmat.access.Reach;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Appends to the log. Entries are removed only by the purge of their tenant and by age. */
@PerTenant
@ApplicationScoped
public class AuditLog {

    /** Used as the tenant of entries that concern all tenants, or a tenant that no longer exists. */
    static final String ALL = "*";

    private static final String FORBIDDEN = "403";
    private static final String SERVICE = "rocketmat";

    static final String STATUS = "status";

    static final String CANDIDATE = "candidate";

    static final String TENANT = "tenant";

    private static final String ENTRY = """
            INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details, refusal)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (tenant_id, refusal) WHERE refusal IS NOT NULL DO UPDATE SET times = audit_entry.times + 1""";

    /** A purge waits for a transaction that holds its tenant; after a purge there is no row to hold. */
    private static final String HOLD = "SELECT tenant_id FROM tenant WHERE tenant_id = ?1 FOR KEY SHARE";

    /** The table's trigger refuses anything younger. */
    private static final String OLD = """
            SELECT tenant_id, id FROM audit_entry WHERE recorded_at < ?1 AND recorded_at < now() - interval '365 days'
            ORDER BY recorded_at""";

    private static final String DELETE = "DELETE FROM audit_entry WHERE tenant_id = ? AND id = ?";

    private final Sql sql;
    private final Clock clock;
    private final Caller caller;
    private final Pseudonyms pseudonyms;

    AuditLog(Sql sql, Clock clock, Caller caller, Pseudonyms pseudonyms) {
        this.sql = sql;
        this.clock = clock;
        this.caller = caller;
        this.pseudonyms = pseudonyms;
    }

    /** The content of an entry, without its time and tenant. */
    record Line(String actor, String action, AuditPhase phase, String reference, Map<String, String> details) {

        private Line with(String name, String detail) {
            Map<String, String> more = new TreeMap<>(details);
            more.put(name, detail);
            return new Line(actor, action, phase, reference, more);
        }
    }

    void on(@Observes DataExport export) {
        var line = new Line(
                export.actor(),
                export.kind(),
                AuditPhase.valueOf(export.phase().name()),
                export.export().toString(),
                addressed(export.details()));
        add(export.tenant(), export.candidate(), line);
    }

    private Map<String, String> addressed(Map<String, String> details) {
        Map<String, String> addressed = new TreeMap<>(details);
        caller.address().ifPresent(address -> addressed.put(Caller.ADDRESS, address));
        return addressed;
    }

    /** Records that one call begins to act on many tenants, in case it never ends; the call's own entry has the same reference. */
    public void begin(String action, ActionDetails details) {
        addForAll(new Line(actor(), action, AuditPhase.BEGUN, details.reference(), addressed(details.all())));
    }

    /**
     * Records for single tenants what one call did to many, with the reference of the call's own entry. Other threads than that of the call
     * may use it. Where it cannot be written, the service's own log reports it.
     */
    public Consumer<TenantId> each(String action, ActionDetails details) {
        Line line = new Line(actor(), action, AuditPhase.DONE, details.reference(), addressed(Map.of()));
        return tenant -> {
            try {
                add(tenant, Optional.empty(), line);
            } catch (RuntimeException e) {
                Log.errorf(
                        "Cannot write to the audit log (%s): %s by %s, %s of tenant %s",
                        e.getClass().getSimpleName(), line.action(), line.actor(), line.reference(), tenant.value());
            }
        };
    }

    /**
     * Runs in the transaction of the recorded action. The actor is the caller, or the service itself if there is no call. Throws an
     * HttpProblem with 404 if the tenant was purged meanwhile.
     */
    @Transactional(TxType.MANDATORY)
    public void note(TenantId tenant, String action, Map<String, String> details) {
        if (sql.list(HOLD, String.class, tenant).isEmpty()) {
            throw TenantRegistry.unknown();
        }
        write(
                tenant.value(),
                new Line(actor(), action, AuditPhase.DONE, UUID.randomUUID().toString(), addressed(details)));
    }

    private String actor() {
        return caller.known().map(identity -> identity.getPrincipal().getName()).orElse(SERVICE);
    }

    /**
     * The entry is kept even if the caller's transaction rolls back. A tenant that does not exist, or is being purged, is only named in its
     * details: an entry of its own, or a key for the digest, would be left of it.
     *
     * @param candidate the person it is about, if it is about one; recorded by pseudonym
     */
    @Transactional(TxType.NOT_SUPPORTED)
    void add(TenantId tenant, Optional<Long> candidate, Line line) {
        try {
            // not while the tenant is held: it may wait for a purge, which would wait for this transaction
            Line named = candidate
                    .map(whose -> line.with(CANDIDATE, pseudonyms.of(tenant, whose)))
                    .orElse(line);
            if (isAdded(tenant, named)) {
                return;
            }
        } catch (HttpProblem problem) {
            if (!problem.isNotFound()) {
                throw problem;
            }
        }
        addForAll(line.with(TENANT, tenant.value()));
    }

    @Transactional(TxType.REQUIRES_NEW)
    boolean isAdded(TenantId tenant, Line line) {
        boolean held = !sql.list(HOLD + " SKIP LOCKED", String.class, tenant).isEmpty();
        if (held) {
            write(tenant.value(), line);
        }
        return held;
    }

    /** The same for actions without a single tenant. They are stored under {@link #ALL}, which no purge deletes. */
    @Transactional(TxType.NOT_SUPPORTED)
    void addForAll(Line line) {
        writeForAll(line);
    }

    @AcrossTenants
    void writeForAll(Line line) {
        write(ALL, line);
    }

    private void write(String tenant, Line line) {
        Instant now = clock.instant();
        sql.update(
                ENTRY,
                tenant,
                now,
                line.actor(),
                line.action(),
                line.phase().name(),
                line.reference(),
                new JsonObject(new TreeMap<>(line.details())).encode(),
                Sql.nullable(line.phase() == AuditPhase.REFUSED ? refusal(now, line) : null, String.class));
    }

    /**
     * Identifies identical refusals, so that a caller who keeps retrying cannot fill the table. Those about different candidates
     * differ, unless the caller may not ask at all: an erasure that is refused may have made the candidate object.
     */
    private static String refusal(Instant now, Line line) {
        return String.join(
                " ",
                now.truncatedTo(ChronoUnit.MINUTES).toString(),
                line.actor(),
                line.details().get(STATUS),
                line.action(),
                line.details().get(STATUS).equals(FORBIDDEN)
                        ? ""
                        : line.details().getOrDefault(CANDIDATE, ""));
    }

    /** Newest first; those before {@code before}, or the newest page if it is null. */
    @AcrossTenants
    public List<AuditView> page(AuditQuery query, Long before, int size) {
        StringBuilder where = new StringBuilder("id < ?1");
        List<Object> values = new ArrayList<>(List.of(before == null ? Long.MAX_VALUE : before, size));
        BiConsumer<String, Object> only = (condition, value) -> {
            values.add(value);
            where.append(" AND ").append(condition.formatted(values.size()));
        };
        query.tenant().ifPresent(tenant -> only.accept("tenant_id = ?%d", tenant));
        query.actor().ifPresent(actor -> only.accept("actor = ?%d", actor));
        // most are done, the others have an index
        query.phase()
                .ifPresent(phase -> only.accept(
                        phase == AuditPhase.DONE ? "phase = ?%d" : "phase = ?%d AND phase <> 'DONE'", phase.name()));
        String entries = "SELECT * FROM audit_entry WHERE " + where;
        String newest = " ORDER BY id DESC LIMIT ?2";
        if (query.reach() instanceof Reach.Only(Set<String> tenants)) {
            values.add(tenants.toArray(String[]::new));
            // of each, or PostgreSQL would go through those of all tenants until it has found enough
            entries =
                    "SELECT entry.* FROM unnest(CAST(?%d AS text[])) AS reach (tenant) CROSS JOIN LATERAL (%s AND tenant_id = reach.tenant%s) AS entry"
                            .formatted(values.size(), entries, newest);
        }
        return sql.list(entries + newest, AuditView::of, values.toArray());
    }

    /** The table's trigger always keeps the last year. */
    void on(@Observes RetentionPass pass) {
        pass.delete(RetentionPass.Rows.AUDIT, OLD, DELETE);
    }
}
