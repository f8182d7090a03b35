package com.rocketmat.tenant;

import com.rocketmat.tenant.TenantSettings.Mode;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Moves tenants between states, in the database, so that every replica and every restart sees the same. */
@PerTenant
@ApplicationScoped
public class TenantStates {

    private static final Remark NONE = new Remark(null, null);

    private final Clock clock;
    /** What the registry says of tenants that run; a slice that goes well must not wipe it out. */
    private final Map<TenantId, Remark> remarks = new ConcurrentHashMap<>();

    TenantStates(Clock clock) {
        this.clock = clock;
    }

    private record Remark(String reason, String remedy) {}

    /** Where the tenant stands; STOPPED when it was never seen. */
    @Transactional
    public Standing standing(TenantId tenant) {
        return row(tenant).map(Tenant::standing).orElse(Standing.of(TenantState.STOPPED));
    }

    /** Greenhouse or the model refuses: nothing is tried until somebody acts or the slow re-check comes. */
    @Transactional(TxType.REQUIRES_NEW)
    public void block(TenantId tenant, String reason, String remedy) {
        move(tenant, new Standing(TenantState.BLOCKED, reason, remedy));
    }

    /** A slice went well, or somebody asked for another try. */
    @Transactional(TxType.REQUIRES_NEW)
    public void clear(TenantId tenant, Mode mode) {
        row(tenant).ifPresent(row -> move(tenant, well(row, mode)));
    }

    /** Something worth knowing about a tenant that runs. */
    @Transactional(TxType.REQUIRES_NEW)
    public void note(TenantId tenant, Mode mode, String reason, String remedy) {
        row(tenant).ifPresent(row -> move(tenant, new Standing(running(mode, row.paused), reason, remedy)));
    }

    @Transactional
    void pause(TenantId tenant) {
        Tenant row = row(tenant).orElseThrow();
        row.paused = true;
        if (row.state.runs()) {
            move(tenant, new Standing(TenantState.PAUSED, "paused by an operator", "resume it"));
        }
    }

    @Transactional
    void resume(TenantId tenant, Mode mode) {
        Tenant row = row(tenant).orElseThrow();
        row.paused = false;
        if (row.state == TenantState.PAUSED) {
            move(tenant, well(row, mode));
        }
    }

    /**
     * The secret's settings are usable.
     *
     * @param changed they differ from those that ran before, so a refusal of Greenhouse may be over
     * @param reason worth showing beside them, or null
     * @return whether no replica ever knew the tenant
     */
    @Transactional
    boolean usable(TenantId tenant, Mode mode, boolean changed, String reason, String remedy) {
        boolean hadRemark = remarks.remove(tenant) != null;
        if (reason != null) {
            remarks.put(tenant, new Remark(reason, remedy));
        }
        Tenant row = row(tenant).orElse(null);
        if (row == null) {
            add(tenant, new Tenant(running(mode, false), clock.instant()));
            Log.infof("tenant %s is new", tenant);
            return true;
        }
        boolean keepsItsReason = !changed && reason == null && !hadRemark && row.state == running(mode, row.paused);
        if (keepsItsReason || (row.state == TenantState.BLOCKED && !changed)) {
            return false;
        }
        move(tenant, well(row, mode));
        return false;
    }

    /** The secret is unusable and there are no earlier settings to go on with. */
    @Transactional
    void invalid(TenantId tenant, String reason, String remedy) {
        if (row(tenant).isEmpty()) {
            add(tenant, new Tenant(TenantState.INVALID, clock.instant()));
        }
        move(tenant, new Standing(TenantState.INVALID, reason, remedy));
    }

    /** This replica cannot read the secret; a tenant that others run is left as it stands. */
    @Transactional
    void unread(TenantId tenant, String reason) {
        TenantState state = standing(tenant).state();
        if (state == TenantState.STOPPED || state == TenantState.INVALID) {
            invalid(tenant, reason, "see that the service's Vault policy and token let it read the secret");
        }
    }

    @Transactional
    void stopped(TenantId tenant) {
        remarks.remove(tenant);
        move(tenant, new Standing(TenantState.STOPPED, "the secret is gone", "write it again to go on"));
    }

    @AcrossTenants
    @Transactional
    Set<TenantId> notStopped() {
        Set<TenantId> tenants = new HashSet<>();
        Tenant.<Tenant>stream("state <> ?1", TenantState.STOPPED).forEach(row -> tenants.add(row.id()));
        return tenants;
    }

    /** The tenants behind {@code after} in the order of their ids. */
    @AcrossTenants
    @Transactional
    List<Tenant> page(String after, int size) {
        return Tenant.page(after, size);
    }

    /** As it is now, or empty when no replica ever knew it. */
    @Transactional
    Optional<Tenant> find(TenantId tenant) {
        return row(tenant);
    }

    Optional<Tenant> row(TenantId tenant) {
        return Tenant.find(tenant);
    }

    /** Hibernate gives the row its tenant. */
    void add(TenantId tenant, Tenant row) {
        row.persist();
    }

    @AcrossTenants
    @Transactional
    Map<TenantState, Long> count() {
        return Tenant.getEntityManager()
                .createQuery("select state, count(*) from Tenant group by state", Object[].class)
                .getResultStream()
                .collect(Collectors.toMap(row -> (TenantState) row[0], row -> (Long) row[1]));
    }

    private void move(TenantId tenant, Standing standing) {
        row(tenant).ifPresent(row -> {
            if (!Objects.equals(row.standing(), standing)) {
                String why = standing.reason() == null ? "" : ": " + standing.reason();
                Log.infof("tenant %s is %s%s", tenant, standing.state(), why);
                row.stand(standing, clock.instant());
            }
        });
    }

    private Standing well(Tenant row, Mode mode) {
        Remark remark = remarks.getOrDefault(row.id(), NONE);
        return new Standing(running(mode, row.paused), remark.reason(), remark.remedy());
    }

    private static TenantState running(Mode mode, boolean paused) {
        if (paused || mode == Mode.PAUSED) {
            return TenantState.PAUSED;
        }
        return mode == Mode.DRY_RUN ? TenantState.DRY_RUN : TenantState.ACTIVE;
    }
}
