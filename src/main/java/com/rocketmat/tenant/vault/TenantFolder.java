package com.rocketmat.tenant.vault;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets.Entry;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the folder of the tenants' secrets: those that changed, some at a time, and no more once Vault is in trouble. */
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
     * Every tenant's secret, in the order of the ids.
     *
     * @param known the versions that need not be read again
     * @throws VaultFailure when there is no list
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
        // one secret that brings every refresh to its end must not keep those behind it from being read for ever
        Collections.shuffle(wanted);
        secrets.putAll(new BoundedReads(tenant -> vault.read(config.path() + "/" + tenant)).of(wanted));
        return secrets;
    }

    /** Whether the folder above has anything in it, such as the operators' secret: then mount, namespace and policy are right. */
    public boolean parentAnswers() {
        int slash = config.path().lastIndexOf('/');
        try {
            return slash > 0 && !vault.list(config.path().substring(0, slash)).isEmpty();
        } catch (VaultFailure e) {
            return false;
        }
    }

    private Optional<TenantId> tenantId(String name) {
        Optional<TenantId> tenant = TenantId.parse(name);
        if (tenant.isEmpty() && badNames.add(name)) {
            Log.warnf(
                    "%s/%s is no tenant: an id matches [a-z0-9][a-z0-9-]{0,62}; rename the secret",
                    config.path(), name);
        }
        return tenant;
    }
}
