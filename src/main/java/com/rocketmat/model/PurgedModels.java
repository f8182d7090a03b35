package com.rocketmat.model;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;

/** Closes models whose version another replica has purged; no event reports this if the tenant still exists. */
@Singleton
class PurgedModels {

    private final ModelCache cache;
    private final ModelStore store;

    PurgedModels(ModelCache cache, ModelStore store) {
        this.cache = cache;
        this.store = store;
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    void close() {
        Set<ModelCache.Key> kept = cache.keys();
        if (!kept.isEmpty()) {
            Set<ModelCache.Key> stored =
                    store.stored(kept.stream().map(ModelCache.Key::tenant).collect(Collectors.toSet()));
            cache.drop(key -> kept.contains(key) && !stored.contains(key));
        }
    }
}
