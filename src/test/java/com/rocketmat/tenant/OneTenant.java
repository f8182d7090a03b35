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

/** A registry of one tenant with its state in memory, for slices that a test runs itself, without the scheduler. */
public final class OneTenant {

    private final RecordedStates states = new RecordedStates();
    private final TenantRegistry registry;
    private volatile Map<String, String> secret;

    public OneTenant(TenantId tenant, Map<String, String> secret) {
        this.secret = secret;
        registry = new TenantRegistry(
                new TenantFolder(null, null) {
                    @Override
                    public Map<TenantId, Read> read(Map<TenantId, SecretVersion> known) {
                        return Map.of(tenant, new Read.Found(OneTenant.this.secret, new SecretVersion(1, "")));
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
                        .map(row -> Claim.of(lease, row.condition(), row.reason != null, false, mode))
                        .orElseGet(() -> new Claim(lease, RunPermission.DENIED, false, false));
            }

            @Override
            public boolean held(TenantId tenant, Lease lease) {
                return leases.held(tenant, lease);
            }
        };
    }
}
