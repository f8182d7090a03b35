package com.rocketmat.tenant.vault;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets.Entry;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the folder of tenant secrets: those that changed, a few at a time, stopping if Vault is in trouble. */
@ApplicationScoped
public class TenantFolder {

    private final VaultSecrets vault;
    private final TenantsConfig config;
    private final Set<String> badNames = ConcurrentHashMap.newKeySet();

    public TenantFolder(VaultSecrets vault, TenantsConfig config) {
        this.vault = vault;
        this.config = config;
    }

    public String path() {
        return config.path();
    }

    /**
     * In the order of the ids. Throws a VaultFailure if there is no list.
     *
     * @param known what was read before: the version that need not be read again, or null if the secret must be
     */
    public Map<TenantId, Read> read(Map<TenantId, SecretVersion> known) {
        Map<TenantId, Read> secrets = new TreeMap<>();
        List<TenantId> wanted = new ArrayList<>();
        for (Entry entry : vault.list(config.path())) {
            tenantId(entry.name()).ifPresent(tenant -> {
                if (entry.gone()) {
                    secrets.put(tenant, new Read.Absent());
                } else if (entry.version()
                        .filter(version -> version.equals(known.get(tenant)))
                        .isPresent()) {
                    secrets.put(tenant, new Read.Unchanged());
                } else {
                    wanted.add(tenant);
                }
            });
        }
        // a Vault that limits calls admits only the first: new ones, then any, so that each is read sooner or later
        Collections.shuffle(wanted);
        wanted.sort(Comparator.comparing(known::containsKey));
        secrets.putAll(new BoundedReads(tenant -> vault.read(config.path() + "/" + tenant)).of(wanted));
        return secrets;
    }

    /** An earlier version of a tenant's secret; absent if Vault keeps it no longer. */
    public Read read(TenantId tenant, long version) {
        return vault.read(config.path() + "/" + tenant, version);
    }

    /**
     * Whether the parent folder, or the mount itself, contains anything, such as the operators' secret: if so, mount, namespace and policy are
     * right.
     */
    public boolean parentHasEntries() {
        int slash = config.path().lastIndexOf('/');
        try {
            return !vault.list(config.path().substring(0, Math.max(slash, 0))).isEmpty();
        } catch (VaultFailure e) {
            return false;
        }
    }

    private Optional<TenantId> tenantId(String name) {
        Optional<TenantId> tenant = TenantId.parse(name);
        if (tenant.isEmpty() && badNames.add(name)) {
            Log.warnf(
                    "Ignoring %s/%s: a tenant id must match [a-z0-9][a-z0-9-]{0,62}; rename the secret",
                    config.path(), name);
        }
        return tenant;
    }
}
