package com.rocketmat.decision.seal;

import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.Transit;
import com.rocketmat.tenant.vault.VaultFailure;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Rewraps the data keys after a rotation of the transit key. The oldest data key shows whether there was one, so this takes one call to
 * Vault an hour, and one more for each key that Vault refuses.
 */
@ApplicationScoped
class Rewrapping {

    private final DataKeyStore store;
    private final Transit transit;
    private final SealConfig config;

    Rewrapping(DataKeyStore store, Transit transit, SealConfig config) {
        this.store = store;
        this.transit = transit;
        this.config = config;
    }

    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = ConcurrentExecution.SKIP)
    void tick() {
        int rewrapped = 0;
        try {
            for (StoredKey key : store.oldestFirst()) {
                Optional<Transit.Wrapped> latest = rewrap(key);
                if (latest.isPresent()) {
                    if (latest.get().keyVersion() <= key.keyVersion()) {
                        break;
                    }
                    rewrapped += replace(key, latest.get()) ? 1 : 0;
                }
            }
        } catch (VaultFailure e) {
            Log.warnf("Cannot rewrap data keys (%s); retrying in an hour", e.getMessage());
        }
        if (rewrapped > 0) {
            Log.infof("Rewrapped %d data keys with the latest version of %s", rewrapped, config.transitKey());
        }
    }

    /** A purge locks its tenant's key, perhaps for minutes. */
    private boolean replace(StoredKey key, Transit.Wrapped latest) {
        try {
            store.replaceWrapped(new TenantId(key.tenant()), key, latest);
            return true;
        } catch (RuntimeException e) {
            if (!DatabaseTrouble.isContention(e)) {
                throw e;
            }
            Log.warnf("Cannot rewrap the data key of tenant %s (its row is locked); retrying in an hour", key.tenant());
            return false;
        }
    }

    /** Empty if Vault refuses only this key. */
    private Optional<Transit.Wrapped> rewrap(StoredKey key) {
        try {
            return Optional.of(transit.rewrap(config.transitKey(), key.wrapped()));
        } catch (VaultFailure e) {
            if (e.isGeneral()) {
                throw e;
            }
            Log.warnf(
                    "Cannot rewrap the data key of tenant %s (%s); retrying in an hour", key.tenant(), e.getMessage());
            return Optional.empty();
        }
    }
}
