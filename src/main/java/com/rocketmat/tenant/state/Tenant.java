package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.NamedNativeQuery;

/** A tenant's state, shared by all replicas and kept across restarts. It contains nothing of the secret. */
@Entity
// native and named, because it runs in each slice: Hibernate builds a new plan each time for an unnamed query,
// or for one of its own where rows are filtered by tenant
@NamedNativeQuery(
        name = Tenant.OF,
        query = "SELECT * FROM tenant WHERE tenant_id = ?1",
        resultClass = Tenant.class,
        querySpaces = "tenant")
@NamedNativeQuery(
        name = Tenant.LOCKED,
        query = "SELECT * FROM tenant WHERE tenant_id = ?1 FOR NO KEY UPDATE",
        resultClass = Tenant.class,
        querySpaces = "tenant")
public class Tenant extends PanacheEntityBase {

    static final String OF = "Tenant.of";
    static final String LOCKED = "Tenant.locked";

    private static final String PERMISSION =
            "SELECT t.state, s.paused AS all_paused FROM tenant t, kill_switch s WHERE t.tenant_id = ?1";

    @Id
    @org.hibernate.annotations.TenantId
    public String tenantId;

    @Enumerated(EnumType.STRING)
    public TenantState state;

    public Instant since;
    /** Of the state beneath, while an operator has paused the tenant. */
    public String reason;

    String remedy;

    /** Set by an operator, independent of the secret's mode. */
    public boolean paused;

    /** The state beneath the operator's pause; null if it is the same. */
    @Enumerated(EnumType.STRING)
    TenantState beneath;

    /** The newest valid version of the secret; null if none is known. */
    Long secretVersion;

    /** Why a newer secret is not in use; null if none is refused or unread. */
    String secretReason;

    String secretRemedy;

    public static Optional<Tenant> find(TenantId id) {
        return found(OF, id);
    }

    private static Optional<Tenant> found(String query, TenantId id) {
        return getEntityManager()
                .createNamedQuery(query, Tenant.class)
                .setParameter(1, id.value())
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * The current row, locked until the transaction ends, so that a slice's end and an operator's pause do not undo each other. Empty too if
     * a purge, for whose end it waited, has deleted the row.
     */
    static Optional<Tenant> locked(TenantId id) {
        Optional<Tenant> row = found(LOCKED, id);
        // the query does not change one that this transaction has read before
        row.ifPresent(getEntityManager()::refresh);
        return row;
    }

    /** Creates the row of a new tenant and returns whether it was absent: several replicas may see a tenant at the same time. */
    static boolean appear(TenantId id, Instant now) {
        return new Sql(getSession())
                        .update(
                                "INSERT INTO tenant (tenant_id, state, since) VALUES (?1, ?2, ?3)"
                                        + " ON CONFLICT (tenant_id) DO NOTHING",
                                id.value(),
                                TenantState.STOPPED.name(),
                                now)
                > 0;
    }

    /** One query for the tenant and the switch for all, because it runs every second during a slice. */
    static RunPermission permission(TenantId id) {
        return new Sql(getSession())
                .find(
                        PERMISSION,
                        row -> RunPermission.of(
                                TenantState.valueOf(row.get("state", String.class)),
                                row.get("all_paused", Boolean.class)),
                        id)
                .orElse(RunPermission.DENIED);
    }

    public StateTransitions condition() {
        return new StateTransitions(beneath == null ? state : beneath, paused);
    }

    /** Changes the state; {@code since} changes only if the visible state does. */
    void set(StateTransitions next, String why, String whatToDo, Instant now) {
        if (state != next.shown()) {
            since = now;
        }
        state = next.shown();
        paused = next.held();
        beneath = next.shown() == next.state() ? null : next.state();
        reason = why;
        remedy = whatToDo;
        if (!next.state().hasSettings()) {
            secretUnused(null, null);
        }
    }

    void secretUnused(String why, String whatToDo) {
        secretReason = why;
        secretRemedy = whatToDo;
    }

    /** What slices tell, and why a newer secret is not in use, which must not look as if Greenhouse had refused that. */
    public TenantStatus standing() {
        String keeps = secretReason == null ? null : "keeps its last valid settings; " + secretReason;
        return TenantStatus.of(condition(), both(reason, "; it ", keeps), both(remedy, "; ", secretRemedy));
    }

    private static String both(String one, String link, String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one + link + other;
    }

    public TenantId id() {
        return new TenantId(tenantId);
    }
}
