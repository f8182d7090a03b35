package com.rocketmat.tenant.state;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.CredentialOwners;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantEvent.SecretUsable;
import com.rocketmat.tenant.vault.SecretVersion;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.MDC;

/**
 * Moves tenants between states, in the database, so that every replica and every restart sees the same. Where to is
 * {@link StateTransitions}'s business; here is which reason stands beside it.
 */
@PerTenant
@ApplicationScoped
public class TenantStates {

    private static final String TENANT = "tenant";
    private static final Remark NONE = new Remark(null, null);
    private static final Remark NO_MODEL = new Remark("no active model", "upload a model and activate it");
    private static final Remark PAUSED_BY_SECRET =
            new Remark("mode: the tenant's secret says paused", "set mode to live or dry-run in the tenant's secret");

    private final Clock clock;
    /** What the registry says of tenants that run; a slice that goes well must not wipe it out. */
    private final Map<TenantId, Remark> remarks = new ConcurrentHashMap<>();

    public TenantStates(Clock clock) {
        this.clock = clock;
    }

    private record Remark(String reason, String remedy) {}

    /** Where the tenant stands; STOPPED when it was never seen. */
    @Transactional
    public TenantStatus standing(TenantId tenant) {
        return row(tenant).map(Tenant::standing).orElse(TenantStatus.of(TenantState.STOPPED));
    }

    /** Whether the tenant's slices may run, by its own state and the switch for all, as the database says at this moment. */
    @Transactional
    public RunPermission permission(TenantId tenant) {
        return Tenant.permission(tenant);
    }

    /** Greenhouse or the model refuses: nothing is tried until somebody acts or the slow re-check comes. */
    @Transactional(TxType.REQUIRES_NEW)
    public void block(TenantId tenant, String reason, String remedy) {
        locked(tenant).ifPresent(row -> {
            StateTransitions next = row.condition().after(new TenantEvent.Refused());
            if (next.state() == TenantState.BLOCKED) {
                stand(row, next, new Remark(reason, remedy));
            }
        });
    }

    /** A slice went well. */
    @Transactional
    public void clear(TenantId tenant, Mode mode) {
        locked(tenant).ifPresent(row -> well(row, new TenantEvent.WentWell(mode)));
    }

    /** The doctor found nothing wrong: a blocked tenant may go on, and whether it was one is the answer. */
    @Transactional(TxType.REQUIRES_NEW)
    public boolean unblock(TenantId tenant, Mode mode) {
        Optional<Tenant> blocked = locked(tenant).filter(row -> row.condition().state() == TenantState.BLOCKED);
        blocked.ifPresent(row -> well(row, new TenantEvent.FoundSound(mode)));
        return blocked.isPresent();
    }

    /** Something worth knowing about a tenant that runs; what blocks it is worth more. */
    @Transactional(TxType.REQUIRES_NEW)
    public void note(TenantId tenant, String reason, String remedy) {
        locked(tenant).ifPresent(row -> {
            StateTransitions next = row.condition().after(new TenantEvent.Hindered());
            if (next.state() == TenantState.ACTIVE || next.state() == TenantState.DRY_RUN) {
                stand(row, next, new Remark(reason, remedy));
            }
        });
    }

    /** There is no model that could score the tenant's applications. */
    @Transactional(TxType.REQUIRES_NEW)
    public void noModel(TenantId tenant) {
        note(tenant, NO_MODEL.reason(), NO_MODEL.remedy());
    }

    /** There is one now: what {@link #noModel} noted is over, and nothing else. */
    @Transactional
    public void modelActivated(TenantId tenant) {
        locked(tenant)
                .filter(row -> NO_MODEL.reason().equals(row.reason))
                .ifPresent(row -> stand(row, row.condition(), remark(row, row.condition())));
    }

    @Transactional
    public void pause(TenantId tenant) {
        locked(tenant)
                .ifPresent(row -> stand(
                        row, row.condition().after(new TenantEvent.Paused()), new Remark(row.reason, row.remedy)));
    }

    /** Takes the operator's pause away, and tells whether that lets the tenant run. */
    @Transactional
    public boolean resume(TenantId tenant, Mode mode) {
        Optional<Tenant> found = locked(tenant);
        if (found.isEmpty()) {
            return false;
        }
        Tenant row = found.get();
        StateTransitions before = row.condition();
        StateTransitions next = before.after(new TenantEvent.Resumed(mode));
        boolean keepsItsReason = next.state() == before.state() && next.state() != TenantState.PAUSED;
        stand(row, next, keepsItsReason ? new Remark(row.reason, row.remedy) : remark(row, next));
        return before.held() && next.shown().runs() && next.shown() != TenantState.BLOCKED;
    }

    /**
     * The secret's settings are usable.
     *
     * @param changed they differ from those that this replica ran before
     * @param version of the secret; 0 when it is not known, or when the newest version is not the one that is used
     * @param reason worth showing beside them, or null
     */
    @Transactional
    public Arrival usable(TenantId tenant, Mode mode, boolean changed, long version, String reason, String remedy) {
        boolean hadRemark = remarks.remove(tenant) != null;
        if (reason != null) {
            remarks.put(tenant, new Remark(reason, remedy));
        }
        Known known = known(tenant);
        if (known.isNew()) {
            told(tenant, "tenant %s is new".formatted(tenant));
        }
        Tenant row = known.row();
        boolean newer = newer(row, version, changed);
        if (version > 0) {
            row.secretVersion = version;
        }
        StateTransitions before = row.condition();
        StateTransitions next = before.after(new SecretUsable(mode, newer));
        boolean news = newer || reason != null || hadRemark || next.state() != before.state();
        if (news && next.state() != TenantState.BLOCKED) {
            stand(row, next, remark(row, next));
        }
        return known.isNew() ? Arrival.NEW : newer || !before.hasSettings() ? Arrival.CHANGED : Arrival.KNOWN;
    }

    /** Whether a replica ran the tenant since its secret was last seen gone; an unusable secret in between does not undo that. */
    @Transactional
    public CredentialOwners.Past past(TenantId tenant, SecretVersion version) {
        return row(tenant)
                .filter(row -> row.secretVersion != null)
                .map(row -> row.secretVersion == version.number()
                        ? CredentialOwners.Past.RAN_WITH_THIS_VERSION
                        : CredentialOwners.Past.RAN_WITH_ANOTHER_VERSION)
                .orElse(CredentialOwners.Past.NEVER_RAN);
    }

    /** Replicas see a new version one after the other, and only the first has news; where versions start anew, all may be late. */
    private static boolean newer(Tenant row, long version, boolean changed) {
        if (version == 0 || row.secretVersion == null) {
            return changed;
        }
        return version > row.secretVersion || (version < row.secretVersion && changed);
    }

    /** The secret is unusable and there are no earlier settings to go on with. */
    @Transactional
    public void invalid(TenantId tenant, String reason, String remedy) {
        without(tenant, new TenantEvent.SecretUnusable(), new Remark(reason, remedy));
    }

    /** This replica cannot read the secret; a tenant that others run is left as it stands. */
    @Transactional
    public void unread(TenantId tenant, String reason) {
        without(
                tenant,
                new TenantEvent.SecretUnread(),
                new Remark(reason, "see that the service's Vault policy and token let it read the secret"));
    }

    private void without(TenantId tenant, TenantEvent event, Remark remark) {
        Tenant row = known(tenant).row();
        StateTransitions next = row.condition().after(event);
        if (next.state() == TenantState.INVALID) {
            stand(row, next, remark);
        }
    }

    private record Known(Tenant row, boolean isNew) {}

    /** The tenant's row, held as {@link #locked} does; it is made when no replica ever knew the tenant. */
    private Known known(TenantId tenant) {
        return locked(tenant).map(row -> new Known(row, false)).orElseGet(() -> {
            boolean isNew = appear(tenant);
            return new Known(locked(tenant).orElseThrow(), isNew);
        });
    }

    @Transactional
    public void stopped(TenantId tenant) {
        remarks.remove(tenant);
        locked(tenant).ifPresent(row -> {
            // whoever writes the secret again may start with version 1 again
            row.secretVersion = null;
            stand(
                    row,
                    row.condition().after(new TenantEvent.SecretGone()),
                    new Remark("the secret is gone", "write it again to go on"));
        });
    }

    /** The tenant's state, which nobody else moves until the transaction ends; empty when it was never seen. */
    @Transactional(TxType.MANDATORY)
    public Optional<TenantState> lockedState(TenantId tenant) {
        return locked(tenant).map(row -> row.condition().state());
    }

    @Transactional(TxType.MANDATORY)
    public long purge(TenantId tenant) {
        remarks.remove(tenant);
        return Tenant.delete("tenantId", tenant.value());
    }

    @AcrossTenants
    @Transactional
    public Set<TenantId> notStopped() {
        Set<TenantId> tenants = new HashSet<>();
        Tenant.<Tenant>stream("state <> ?1", TenantState.STOPPED).forEach(row -> tenants.add(row.id()));
        return tenants;
    }

    /** The tenants behind {@code after} in the order of their ids. */
    @AcrossTenants
    @Transactional
    public List<Tenant> page(String after, Set<TenantState> states, Reach reach, int size) {
        return Tenant.page(after, states, reach, size);
    }

    /** As it is now, or empty when no replica ever knew it. */
    @Transactional
    public Optional<Tenant> find(TenantId tenant) {
        return row(tenant);
    }

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
    @Transactional
    public Map<TenantState, Long> count() {
        return Tenant.getEntityManager()
                .createQuery("select state, count(*) from Tenant group by state", Object[].class)
                .getResultStream()
                .collect(Collectors.toMap(row -> (TenantState) row[0], row -> (Long) row[1]));
    }

    private void well(Tenant row, TenantEvent event) {
        StateTransitions next = row.condition().after(event);
        if (next.state().runs() || !next.equals(row.condition())) {
            stand(row, next, remark(row, next));
        }
    }

    private void stand(Tenant row, StateTransitions next, Remark remark) {
        TenantStatus before = row.standing();
        row.stand(next, remark.reason(), remark.remedy(), clock.instant());
        TenantStatus now = row.standing();
        if (!now.equals(before)) {
            told(
                    row.id(),
                    "tenant %s is %s%s"
                            .formatted(row.id(), now.state(), now.reason() == null ? "" : ": " + now.reason()));
        }
    }

    /** With the tenant beside it, whoever moved it. */
    private static void told(TenantId tenant, String message) {
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

    /** What stands beside the state of a tenant about which no slice has anything to say. */
    private Remark remark(Tenant row, StateTransitions next) {
        return next.state() == TenantState.PAUSED ? PAUSED_BY_SECRET : remarks.getOrDefault(row.id(), NONE);
    }
}
