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

/** The append-only log. Entries are deleted only with their tenant and by age. */
@PerTenant
@ApplicationScoped
public class AuditLog {

    /** The tenant of entries about all tenants or about one that does not exist. */
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

    /** Makes a purge wait; after one there is no row to lock. */
    private static final String LOCK = "SELECT tenant_id FROM tenant WHERE tenant_id = ?1 FOR KEY SHARE";

    /** The table's trigger protects younger entries. */
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

    /** The content of an entry, without its tenant. */
    record Line(
            Instant at, String actor, String action, AuditPhase phase, String reference, Map<String, String> details) {

        private Line at(Instant moment) {
            return new Line(moment, actor, action, phase, reference, details);
        }

        private Line with(String name, String detail) {
            Map<String, String> all = new TreeMap<>(details);
            all.put(name, detail);
            return new Line(at, actor, action, phase, reference, all);
        }
    }

    void on(@Observes DataExport export) {
        var line = new Line(
                clock.instant(),
                export.actor(),
                export.kind(),
                AuditPhase.valueOf(export.phase().name()),
                export.export().toString(),
                withAddress(export.details()));
        add(export.tenant(), export.candidate(), line);
    }

    private Map<String, String> withAddress(Map<String, String> details) {
        Map<String, String> all = new TreeMap<>(details);
        caller.address().ifPresent(address -> all.put(Caller.ADDRESS, address));
        return all;
    }

    /** Records that one call begins to act on many tenants, in case it never ends; the call's own entry has the same reference. */
    public void begin(String action, ActionDetails details) {
        addForAll(line(action, AuditPhase.BEGUN, details.reference(), details.all()));
    }

    /**
     * Records for each tenant what one call did to many, with the reference of the call's own entry. May be used from any thread. Reports
     * failures in the service's own log.
     */
    public Consumer<TenantId> recorder(String action, ActionDetails details) {
        Line line = line(action, AuditPhase.DONE, details.reference(), Map.of());
        return tenant -> addOrTell(Optional.of(tenant), Optional.empty(), line.at(clock.instant()));
    }

    /** For an action that has already happened: a failure to record it goes to the service's own log. */
    void addOrTell(Optional<TenantId> tenant, Optional<Long> candidate, Line line) {
        try {
            tenant.ifPresentOrElse(id -> add(id, candidate, line), () -> addForAll(line));
        } catch (RuntimeException e) {
            tell(e, tenant, line);
        }
    }

    static void tell(RuntimeException cause, Optional<TenantId> tenant, Line line) {
        Log.errorf(
                "Cannot write to the audit log (%s): %s by %s for tenant %s, %s, %s",
                cause.getClass().getSimpleName(),
                line.action(),
                line.actor(),
                tenant.map(TenantId::value).orElse(ALL),
                line.reference(),
                line.details());
    }

    /**
     * Records in the transaction of the action. The actor is the caller, or the service itself outside a call. Throws an HttpProblem with 404
     * if the tenant was purged meanwhile.
     */
    @Transactional(TxType.MANDATORY)
    public void note(TenantId tenant, String action, Map<String, String> details) {
        if (sql.list(LOCK, String.class, tenant).isEmpty()) {
            throw TenantRegistry.unknown();
        }
        write(tenant.value(), line(action, AuditPhase.DONE, UUID.randomUUID().toString(), details));
    }

    private Line line(String action, AuditPhase phase, String reference, Map<String, String> details) {
        String actor = caller.authenticated()
                .map(identity -> identity.getPrincipal().getName())
                .orElse(SERVICE);
        return new Line(clock.instant(), actor, action, phase, reference, withAddress(details));
    }

    /**
     * Keeps the entry even if the caller's transaction rolls back. For a tenant that does not exist or is being purged, the entry belongs to
     * {@link #ALL} and names the tenant in its details, since its own entry, or a key for the digest, would outlive the purge.
     *
     * @param candidate the person whom the entry concerns, recorded by pseudonym
     */
    @Transactional(TxType.NOT_SUPPORTED)
    void add(TenantId tenant, Optional<Long> candidate, Line line) {
        try {
            // before locking the tenant: it may wait for a purge, which would wait for that lock
            Line named = candidate
                    .map(id -> line.with(CANDIDATE, pseudonyms.of(tenant, id)))
                    .orElse(line);
            if (tryAdd(tenant, named)) {
                return;
            }
        } catch (HttpProblem problem) {
            if (!problem.isNotFound()) {
                throw problem;
            }
        }
        addForAll(line.with(TENANT, tenant.value()));
    }

    @Transactional
    boolean tryAdd(TenantId tenant, Line line) {
        boolean locked = !sql.list(LOCK + " SKIP LOCKED", String.class, tenant).isEmpty();
        if (locked) {
            write(tenant.value(), line);
        }
        return locked;
    }

    /** For actions without a single tenant, under {@link #ALL}, which no purge deletes. */
    @AcrossTenants
    void addForAll(Line line) {
        write(ALL, line);
    }

    private void write(String tenant, Line line) {
        sql.update(
                ENTRY,
                tenant,
                line.at(),
                line.actor(),
                line.action(),
                line.phase().name(),
                line.reference(),
                new JsonObject(new TreeMap<>(line.details())).encode(),
                Sql.nullable(refusal(line), String.class));
    }

    /**
     * Groups identical refusals, so that a caller who keeps retrying cannot fill the table. Different candidates are kept apart, because a
     * refused erasure may still record an objection, but not if the caller lacks the right to ask at all.
     */
    private static String refusal(Line line) {
        if (line.phase() != AuditPhase.REFUSED) {
            return null;
        }
        String status = line.details().get(STATUS);
        return String.join(
                " ",
                line.at().truncatedTo(ChronoUnit.MINUTES).toString(),
                line.actor(),
                status,
                line.action(),
                status.equals(FORBIDDEN) ? "" : line.details().getOrDefault(CANDIDATE, ""));
    }

    /** The entries with ids below {@code before}, newest first; null for the newest page. */
    @AcrossTenants
    public List<AuditView> page(AuditQuery query, Long before, int size) {
        StringBuilder where = new StringBuilder("id < ?1");
        List<Object> values = new ArrayList<>(List.of(before == null ? Long.MAX_VALUE : before, size));
        BiConsumer<String, Object> filter = (condition, value) -> {
            values.add(value);
            where.append(" AND ").append(condition.formatted(values.size()));
        };
        query.tenant().ifPresent(tenant -> filter.accept("tenant_id = ?%d", tenant));
        query.actor().ifPresent(actor -> filter.accept("actor = ?%d", actor));
        // most entries are DONE; a partial index has the others
        query.phase()
                .ifPresent(phase -> filter.accept(
                        phase == AuditPhase.DONE ? "phase = ?%d" : "phase = ?%d AND phase <> 'DONE'", phase.name()));
        String entries = "SELECT * FROM audit_entry WHERE " + where;
        String newest = " ORDER BY id DESC LIMIT ?2";
        if (query.reach() instanceof Reach.Only(Set<String> tenants)) {
            values.add(tenants.toArray(String[]::new));
            // the newest of each tenant, or PostgreSQL would scan those of all tenants until it has found enough
            entries =
                    "SELECT entry.* FROM unnest(CAST(?%d AS text[])) AS reach (tenant) CROSS JOIN LATERAL (%s AND tenant_id = reach.tenant%s) AS entry"
                            .formatted(values.size(), entries, newest);
        }
        return sql.list(entries + newest, AuditView::of, values.toArray());
    }

    void on(@Observes RetentionPass pass) {
        pass.delete(RetentionPass.Rows.AUDIT, OLD, DELETE);
    }
}
