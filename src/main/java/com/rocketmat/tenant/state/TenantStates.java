package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantEvent.SecretUsable;
import io.quarkus.logging.Log;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.MDC;

/**
 * Changes tenants' states in the database, so that every replica sees the same, also after a restart. {@link StateTransitions} decides
 * the state; this class decides the reason shown with it.
 */
@TenantRows
public class TenantStates {

    private static final String TENANT = "tenant";
    private static final Remark NONE = new Remark(null, null);
    private static final Remark NO_MODEL = new Remark("no active model", "train or upload a model and activate it");
    private static final Remark PAUSED_BY_SECRET =
            new Remark("mode: the tenant's secret says paused", "set mode to live or dry-run in the tenant's secret");

    private final Clock clock;

    public TenantStates(Clock clock) {
        this.clock = clock;
    }

    /** A remark on a tenant, and what to do about it. */
    public record Remark(String reason, String remedy) {}

    /** The tenant's state; STOPPED if it was never seen. */
    public TenantStatus standing(TenantId tenant) {
        return row(tenant).map(Tenant::standing).orElse(TenantStatus.of(TenantState.STOPPED));
    }

    public RunPermission permission(TenantId tenant) {
        return Tenant.permission(tenant);
    }

    public RunPermission permission(TenantId tenant, Mode mode) {
        return permission(tenant).under(mode);
    }

    /** Nothing is tried until someone acts or the slow re-check is due. Returns whether this blocked the tenant. */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean block(TenantId tenant, String reason, String remedy) {
        return locked(tenant).filter(row -> block(row, reason, remedy)).isPresent();
    }

    private boolean block(Tenant row, String reason, String remedy) {
        StateTransitions before = row.condition();
        StateTransitions next = before.after(new TenantEvent.Refused());
        if (next.state() == TenantState.BLOCKED) {
            set(row, next, new Remark(reason, remedy));
        }
        return next.state() != before.state();
    }

    /** A slice succeeded, or the doctor found no problem: a blocked tenant may continue. */
    public void clear(TenantId tenant, Mode mode) {
        locked(tenant).ifPresent(row -> recover(row, mode));
    }

    /** Also beneath a pause. */
    public boolean isBlocked(TenantId tenant) {
        return row(tenant)
                .filter(row -> row.condition().state() == TenantState.BLOCKED)
                .isPresent();
    }

    /** A remark on a running tenant; the reason of a blocked one takes precedence. */
    @Transactional(TxType.REQUIRES_NEW)
    public void note(TenantId tenant, String reason, String remedy) {
        remark(tenant, new Remark(reason, remedy));
    }

    @Transactional(TxType.REQUIRES_NEW)
    public void noModel(TenantId tenant) {
        remark(tenant, NO_MODEL);
    }

    private void remark(TenantId tenant, Remark remark) {
        locked(tenant).ifPresent(row -> {
            StateTransitions now = row.condition();
            if (now.state() == TenantState.ACTIVE || now.state() == TenantState.DRY_RUN) {
                set(row, now, remark);
            }
        });
    }

    /** A model is available: clears the remark of {@link #noModel}, but no other. */
    public void modelActivated(TenantId tenant) {
        locked(tenant)
                .filter(row -> NO_MODEL.reason().equals(row.reason))
                .ifPresent(row -> set(row, row.condition(), NONE));
    }

    public void pause(TenantId tenant) {
        locked(tenant).ifPresent(row -> set(row, row.condition().held(true), own(row)));
    }

    /** Whether an operator has paused it, in any state. */
    public boolean held(TenantId tenant) {
        return row(tenant).filter(row -> row.paused).isPresent();
    }

    /** Ends the operator's pause, and returns whether the tenant can run now. */
    public boolean resume(TenantId tenant) {
        return locked(tenant).filter(this::resume).isPresent();
    }

    private boolean resume(Tenant row) {
        StateTransitions before = row.condition();
        StateTransitions next = before.held(false);
        set(row, next, own(row));
        return before.held() && next.state().runs();
    }

    /**
     * The secret's newest version is valid.
     *
     * @param changed whether its settings differ from those that this replica ran before
     */
    public Arrival usable(TenantId tenant, Mode mode, boolean changed, long version) {
        Known known = known(tenant);
        if (known.isNew()) {
            log(tenant, "New tenant %s".formatted(tenant));
        }
        Tenant row = known.row();
        boolean hadSettings = row.condition().state().hasSettings();
        boolean newer = newer(row, version, changed);
        row.secretVersion = version;
        run(row, new SecretUsable(mode, newer), NONE);
        return known.isNew() ? Arrival.NEW : newer || !hadSettings ? Arrival.CHANGED : Arrival.KNOWN;
    }

    /** The secret's newest version is refused; the tenant runs with the last valid one. */
    public void usesLastValid(TenantId tenant, Mode mode, Remark refusal) {
        run(known(tenant).row(), new SecretUsable(mode, false), refusal);
    }

    private void run(Tenant row, SecretUsable event, Remark refusal) {
        StateTransitions before = row.condition();
        StateTransitions next = before.after(event);
        Remark remark = event.newer() || next.state() != before.state() ? remark(next) : own(row);
        change(row, () -> {
            row.secretUnused(refusal.reason(), refusal.remedy());
            row.set(next, remark.reason(), remark.remedy(), clock.instant());
        });
    }

    /** Why the newest secret is not in use; empty if it is. */
    public Optional<Remark> unusedSecret(TenantId tenant) {
        return row(tenant)
                .filter(row -> row.secretReason != null)
                .map(row -> new Remark(row.secretReason, row.secretRemedy));
    }

    /**
     * The version of the secret that the tenant last ran with, on any replica, even if the secret was invalid in between; empty if it did
     * not since its secret was last seen removed.
     */
    public Optional<Long> lastVersion(TenantId tenant) {
        return row(tenant).map(row -> row.secretVersion);
    }

    /**
     * Replicas see a new version one after the other, and only the first reports it. After version numbers restarted, only a replica
     * that ran the earlier settings does.
     */
    private static boolean newer(Tenant row, long version, boolean changed) {
        return row.secretVersion == null
                ? changed
                : version > row.secretVersion || (version < row.secretVersion && changed);
    }

    /** The secret is invalid and there are no earlier valid settings. */
    public void invalid(TenantId tenant, String reason, String remedy) {
        without(tenant, new TenantEvent.SecretUnusable(), new Remark(reason, remedy));
    }

    /** This replica cannot read the secret of a tenant that it runs; the state is that of replicas that can. */
    @Transactional(TxType.REQUIRES_NEW)
    public void secretUnused(TenantId tenant, String reason, String remedy) {
        locked(tenant)
                .filter(row -> row.condition().state().hasSettings())
                .ifPresent(row -> change(row, () -> row.secretUnused(reason, remedy)));
    }

    /** This replica cannot read the secret; the state of a tenant that other replicas run is not changed. */
    public void unread(TenantId tenant, String reason, String remedy) {
        without(tenant, new TenantEvent.SecretUnread(), new Remark(reason, remedy));
    }

    private void without(TenantId tenant, TenantEvent event, Remark remark) {
        Tenant row = known(tenant).row();
        StateTransitions next = row.condition().after(event);
        if (next.state() == TenantState.INVALID) {
            set(row, next, remark);
        }
    }

    private record Known(Tenant row, boolean isNew) {}

    /** The tenant's row, locked as by {@link #locked}; created if the tenant is new to every replica. */
    private Known known(TenantId tenant) {
        return locked(tenant).map(row -> new Known(row, false)).orElseGet(() -> {
            boolean isNew = appear(tenant);
            return new Known(locked(tenant).orElseThrow(), isNew);
        });
    }

    public void stopped(TenantId tenant) {
        locked(tenant).ifPresent(row -> {
            // if the secret is written again, its versions may restart at 1
            row.secretVersion = null;
            set(
                    row,
                    row.condition().after(new TenantEvent.SecretGone()),
                    new Remark("the secret was removed", "write it again to continue"));
        });
    }

    /** The tenant's state, locked until the transaction ends; empty if it was never seen. */
    @Transactional(TxType.MANDATORY)
    public Optional<TenantState> lockedState(TenantId tenant) {
        return locked(tenant).map(row -> row.condition().state());
    }

    @Transactional(TxType.MANDATORY)
    public long purge(TenantId tenant) {
        return Tenant.delete("tenantId", tenant.value());
    }

    @AcrossTenants
    public Set<TenantId> ids() {
        return in(EnumSet.allOf(TenantState.class));
    }

    @AcrossTenants
    public Set<TenantId> notStopped() {
        return in(EnumSet.complementOf(EnumSet.of(TenantState.STOPPED)));
    }

    private static Set<TenantId> in(Set<TenantState> states) {
        return Tenant.getEntityManager()
                .createQuery("select tenantId from Tenant where state in ?1", String.class)
                .setParameter(1, states)
                .getResultList()
                .stream()
                .map(TenantId::new)
                .collect(Collectors.toSet());
    }

    /** Empty if the tenant is new to every replica. */
    public Optional<Tenant> row(TenantId tenant) {
        return Tenant.find(tenant);
    }

    public Optional<Tenant> locked(TenantId tenant) {
        return Tenant.locked(tenant);
    }

    public boolean appear(TenantId tenant) {
        return Tenant.appear(tenant, clock.instant());
    }

    @AcrossTenants
    public Map<TenantState, Long> count() {
        return Tenant.getEntityManager()
                .createQuery("select state, count(*) from Tenant group by state", Object[].class)
                .getResultList()
                .stream()
                .collect(Collectors.toMap(row -> (TenantState) row[0], row -> (Long) row[1]));
    }

    private void recover(Tenant row, Mode mode) {
        StateTransitions before = row.condition();
        if (before.state().runs()) {
            StateTransitions next = before.after(new TenantEvent.WentWell(mode));
            set(row, next, remark(next));
        }
    }

    private void set(Tenant row, StateTransitions next, Remark remark) {
        change(row, () -> row.set(next, remark.reason(), remark.remedy(), clock.instant()));
    }

    private static void change(Tenant row, Runnable change) {
        TenantStatus before = row.standing();
        change.run();
        TenantStatus now = row.standing();
        if (!now.equals(before)) {
            log(
                    row.id(),
                    "Tenant %s is %s%s"
                            .formatted(row.id(), now.state(), now.reason() == null ? "" : ": " + now.reason()));
        }
    }

    /** Logs with the tenant in the MDC, also outside of slices. */
    private static void log(TenantId tenant, String message) {
        Object around = MDC.get(TENANT);
        MDC.put(TENANT, tenant.value());
        try {
            Log.info(message);
        } finally {
            if (around == null) {
                MDC.remove(TENANT);
            } else {
                MDC.put(TENANT, around);
            }
        }
    }

    /** What to show with the state of a tenant that no slice has reported on since. */
    private static Remark remark(StateTransitions next) {
        return next.state() == TenantState.PAUSED ? PAUSED_BY_SECRET : NONE;
    }

    private static Remark own(Tenant row) {
        return new Remark(row.reason, row.remedy);
    }
}
