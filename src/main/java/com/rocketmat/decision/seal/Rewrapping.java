package com.rocketmat.decision.seal;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.Transit;
import com.rocketmat.tenant.vault.VaultFailure;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Rewraps the data keys after the transit key was rotated. What Vault returns for the oldest one tells whether it was: that is one call
 * an hour.
 */
@ApplicationScoped
class Rewrapping {

    private static final int BATCH = 1000;

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
        int all = 0;
        try {
            List<StoredKey> oldest;
            int last;
            do {
                oldest = store.oldest(BATCH);
                last = batch(oldest);
                all += last;
                // some of a batch may be refused
            } while (last > 0 && oldest.size() == BATCH);
        } catch (VaultFailure e) {
            Log.warnf("Cannot rewrap data keys (%s); trying again in an hour", e.getMessage());
        }
        if (all > 0) {
            Log.infof("Rewrapped %d data keys with the latest version of %s", all, config.transitKey());
        }
    }

    private int batch(List<StoredKey> oldestFirst) {
        int rewrapped = 0;
        for (StoredKey key : oldestFirst) {
            try {
                Transit.Wrapped latest = transit.rewrap(config.transitKey(), key.wrapped());
                if (latest.keyVersion() <= key.keyVersion()) {
                    return rewrapped;
                }
                store.rewrapped(new TenantId(key.tenant()), key, latest);
                rewrapped++;
            } catch (VaultFailure e) {
                if (e.isGeneral()) {
                    throw e;
                }
                Log.warnf("Cannot rewrap the data key of tenant %s (%s)", key.tenant(), e.getMessage());
            }
        }
        return rewrapped;
    }
}
