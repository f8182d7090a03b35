package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.Claim;
import com.rocketmat.tenant.state.Leases;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.TenantFolder;
import com.rocketmat.tenant.vault.VaultContact;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Optional;

/** A registry of one tenant with its state in memory, for slices that a test runs itself, without the scheduler. */
public final class OneTenant {

    private final TenantId tenant;
    private final RecordedStates states;
    private final TenantRegistry registry;
    private volatile Map<String, String> secret;
    private volatile int version;

    public OneTenant(TenantId tenant, Map<String, String> secret) {
        this(tenant, secret, 1, new RecordedStates());
    }

    private OneTenant(TenantId tenant, Map<String, String> secret, int version, RecordedStates states) {
        this.tenant = tenant;
        this.secret = secret;
        this.version = version;
        this.states = states;
        registry = new TenantRegistry(
                new TenantFolder(null, null) {
                    @Override
                    public Map<TenantId, Read> read(Map<TenantId, SecretVersion> known) {
                        return Map.of(tenant, new Read.Found(OneTenant.this.secret, new SecretVersion(version, "")));
                    }
                },
                states,
                new TenantUnit(),
                new RecordedChanges().events(),
                new VaultContact(new FixedClock(), new SimpleMeterRegistry()));
        registry.refresh();
        if (registry.settings(tenant).isEmpty()) {
            throw new IllegalArgumentException(states.of(tenant));
        }
    }

    /** The registry reads another version of the secret. */
    public void replace(Map<String, String> version) {
        secret = version;
        registry.refresh();
    }

    /** The registry of another replica, which reads the next version of the secret. */
    public OneTenant newerElsewhere(Map<String, String> next) {
        return new OneTenant(tenant, next, version + 1, states);
    }

    /** Reads the version that the other replica has read. */
    public void follow(OneTenant other) {
        version = other.version;
        replace(other.secret);
    }

    public TenantRegistry registry() {
        return registry;
    }

    public TenantStates states() {
        return states;
    }

    /** The application's leases, with the state of this tenant from memory. */
    public Leases claims(Leases leases) {
        return new Leases(null) {
            @Override
            public Claim claim(TenantId tenant, Mode mode) {
                Lease lease = leases.claim(tenant, mode).lease();
                return states.row(tenant)
                        .map(row -> Claim.of(
                                lease, row.condition(), row.reason != null, false, mode, states.lastVersion(tenant)))
                        .orElseGet(() -> new Claim(lease, RunPermission.DENIED, false, false, Optional.empty()));
            }

            @Override
            public boolean held(TenantId tenant, Lease lease) {
                return leases.held(tenant, lease);
            }
        };
    }
}
