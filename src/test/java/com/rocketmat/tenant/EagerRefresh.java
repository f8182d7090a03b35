package com.rocketmat.tenant;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * In tests, Vault is read ten times a second: hundreds of them begin with a new secret, and the scheduler, which does nothing more
 * often than each second, took a third of their time.
 */
@Singleton
class EagerRefresh {

    private static final Duration PERIOD = Duration.ofMillis(100);

    private final VaultRefresh vault;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private ScheduledFuture<?> reading;

    EagerRefresh(VaultRefresh vault) {
        this.vault = vault;
    }

    void on(@Observes StartupEvent event) {
        reading = executor.scheduleWithFixedDelay(
                vault::refresh, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    void on(@Observes ShutdownEvent event) {
        reading.cancel(false);
        executor.shutdown();
    }
}
