package com.rocketmat.audit;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Appends to the log. Entries are removed only by the purge of their tenant and by age. */
@PerTenant
@ApplicationScoped
public class AuditLog {

    /** Used as the tenant of entries that concern all tenants, or a tenant that no longer exists. */
    static final String ALL = "*";

    static final String REFUSED = "REFUSED";

    private static final String DONE = "DONE";
    private static final String BEGUN = DataExport.Phase.BEGUN.name();
    private static final String SERVICE = "rocketmat";

    /** Key of the response status in the details of an entry. */
    static final String STATUS = "status";

    private static final String ENTRY = """
            INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details, refusal)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (tenant_id, refusal) WHERE refusal IS NOT NULL DO UPDATE SET times = audit_entry.times + 1""";

    private static final String OLD =
            "SELECT tenant_id, id FROM audit_entry WHERE recorded_at < ?1 ORDER BY recorded_at";

    private static final String DELETE = "DELETE FROM audit_entry WHERE tenant_id = ? AND id = ?";

    private final Sql sql;
    private final Clock clock;
    private final Caller caller;

    AuditLog(Sql sql, Clock clock, Caller caller) {
        this.sql = sql;
        this.clock = clock;
        this.caller = caller;
    }

    /** The content of an entry, without its time and tenant. */
    record Line(String actor, String action, String phase, String reference, Map<String, String> details) {}

    void on(@Observes DataExport export) {
        add(
                export.tenant(),
                new Line(
                        export.actor(),
                        export.kind(),
                        export.phase().name(),
                        export.export().toString(),
                        from(export.details())));
    }

    /** Runs in the transaction of the recorded action. The actor is the caller, or the service itself if there is no call. */
    @Transactional(TxType.MANDATORY)
    public void note(TenantId tenant, String action, Map<String, String> details) {
        write(tenant.value(), new Line(actor(), action, DONE, UUID.randomUUID().toString(), details));
    }

    /** Runs in its own transaction: the entry is kept even if the caller's transaction rolls back. */
    @Transactional(TxType.REQUIRES_NEW)
    void add(TenantId tenant, Line line) {
        write(tenant.value(), line);
    }

    /** The same for actions without a single tenant. They are stored under {@link #ALL}, which no purge deletes. */
    @AcrossTenants
    @Transactional(TxType.REQUIRES_NEW)
    void addForAll(Line line) {
        write(ALL, line);
    }

    /** Before an action that takes long: its own entry comes at its end, and would be missing if the process ended first. */
    @AcrossTenants
    @Transactional(TxType.REQUIRES_NEW)
    public void begun(String action, ActionDetails more) {
        write(ALL, new Line(actor(), action, BEGUN, UUID.randomUUID().toString(), from(more.all())));
    }

    private String actor() {
        return caller.known().map(identity -> identity.getPrincipal().getName()).orElse(SERVICE);
    }

    /** With the caller's address. */
    private Map<String, String> from(Map<String, String> details) {
        Map<String, String> all = new TreeMap<>(details);
        caller.address().ifPresent(address -> all.put(Caller.ADDRESS, address));
        return all;
    }

    private void write(String tenant, Line line) {
        Instant now = clock.instant();
        sql.update(ENTRY)
                .with(
                        tenant,
                        now,
                        line.actor(),
                        line.action(),
                        line.phase(),
                        line.reference(),
                        Details.written(line.details()),
                        Sql.nullable(line.phase().equals(REFUSED) ? refusal(now, line) : null, String.class));
    }

    /** Identifies identical refusals, so that a caller who keeps retrying cannot fill the table. */
    private static String refusal(Instant now, Line line) {
        return String.join(
                " ",
                now.truncatedTo(ChronoUnit.MINUTES).toString(),
                line.actor(),
                line.details().get(STATUS),
                line.action());
    }

    /**
     * Entries, newest first.
     *
     * @param before return entries before this one; null for the newest page
     */
    @AcrossTenants
    @Transactional
    List<AuditView> page(AuditQuery query, Long before, int size) {
        StringBuilder where = new StringBuilder("id < ?1");
        List<Object> values = new ArrayList<>(List.of(before == null ? Long.MAX_VALUE : before));
        BiConsumer<String, Object> only = (condition, value) -> {
            values.add(value);
            where.append(" AND ").append(condition.formatted(values.size()));
        };
        if (query.reach() instanceof Reach.Only(Set<String> tenants)) {
            only.accept("tenant_id = ANY (?%d)", tenants.toArray(String[]::new));
        }
        query.tenant().ifPresent(tenant -> only.accept("tenant_id = ?%d", tenant));
        query.actor().ifPresent(actor -> only.accept("actor = ?%d", actor));
        query.phase().ifPresent(phase -> only.accept("phase = ?%d", phase));
        return sql.query("SELECT * FROM audit_entry WHERE " + where + " ORDER BY id DESC", Tuple.class)
                .with(values.toArray())
                .setMaxResults(size)
                .getResultStream()
                .map(AuditView::of)
                .toList();
    }

    void on(@Observes TenantPurge purge) {
        purge.delete("audit_entry");
    }

    /** The table's trigger always keeps the last year. */
    void on(@Observes RetentionPass pass) {
        pass.delete(RetentionPass.Rows.AUDIT, OLD, DELETE);
    }
}
