package com.rocketmat.tenant;

import com.rocketmat.tenant.VaultSecrets.Read;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Reads the folder of the tenants' secrets, some secrets at a time. */
@ApplicationScoped
class TenantFolder {

    /** 500 reads at this width took under a second; wider gains nothing and hurts Vault. */
    private static final int READS_AT_ONCE = 16;

    private final VaultSecrets vault;
    private final TenantsConfig config;
    private final Set<String> badNames = ConcurrentHashMap.newKeySet();

    TenantFolder(VaultSecrets vault, TenantsConfig config) {
        this.vault = vault;
        this.config = config;
    }

    /** Every tenant's secret, in the order of the ids. */
    Map<TenantId, Read> read() {
        Semaphore width = new Semaphore(READS_AT_ONCE);
        Map<TenantId, Future<Read>> reads = new TreeMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String name : vault.list(config.path())) {
                tenantId(name)
                        .ifPresent(tenant -> reads.put(tenant, threads.submit(() -> {
                            width.acquire();
                            try {
                                return vault.read(config.path() + "/" + tenant);
                            } finally {
                                width.release();
                            }
                        })));
            }
        }
        Map<TenantId, Read> secrets = new TreeMap<>();
        reads.forEach((tenant, read) -> secrets.put(tenant, read.resultNow()));
        return secrets;
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
