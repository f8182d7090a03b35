package com.rocketmat.tenant;

import com.rocketmat.access.Operators;
import com.rocketmat.tenant.vault.TenantsConfig;
import com.rocketmat.tenant.vault.TokenRenewal;
import com.rocketmat.tenant.vault.VaultContact;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when Vault is read: from the start until the tenants are loaded, then periodically at a phase drawn by this replica. Replicas
 * started together, for example by a rollout, would otherwise always read at the same time.
 */
@ApplicationScoped
class VaultRefresh {

    private static final String FIRST = "vault-first-load";
    private static final String LATER = "vault-refresh";
    /** Not the period, which may be minutes: until the first load, nothing runs on this replica. */
    private static final String BETWEEN_FIRST_LOADS = "PT10S";

    private final Scheduler scheduler;
    private final TenantsConfig config;
    private final TokenRenewal token;
    private final Operators operators;
    private final TenantRegistry tenants;
    private final VaultContact contact;
    private final Lock turn = new ReentrantLock();

    VaultRefresh(
            Scheduler scheduler,
            TenantsConfig config,
            TokenRenewal token,
            Operators operators,
            TenantRegistry tenants,
            VaultContact contact) {
        this.scheduler = scheduler;
        this.config = config;
        this.token = token;
        this.operators = operators;
        this.tenants = tenants;
        this.contact = contact;
    }

    void on(@Observes StartupEvent event) {
        scheduler
                .newJob(FIRST)
                .setInterval(BETWEEN_FIRST_LOADS)
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(_ -> {
                    refresh();
                    if (contact.everLoaded()) {
                        scheduler.unscheduleJob(FIRST);
                    }
                })
                .schedule();
        scheduler
                .newJob(LATER)
                .setInterval(config.refresh().toString())
                .setDelayed(phase(config.refresh()).toString())
                .setConcurrentExecution(ConcurrentExecution.SKIP)
                .setTask(_ -> refresh())
                .schedule();
    }

    static Duration phase(Duration period) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(period.toMillis()) + 1);
    }

    /** A first load that takes longer than the phase is not joined by a second one. */
    void refresh() {
        if (turn.tryLock()) {
            try {
                token.renewWhenDue();
                // without the operators, a ready replica would refuse everyone and end other replicas' sessions;
                // a first call is repeated, since a login and a TLS handshake make it slow
                operators
                        .refresh()
                        .flatMap(_ -> operators.refresh())
                        .ifPresentOrElse(contact::failed, tenants::refresh);
            } finally {
                turn.unlock();
            }
        }
    }
}
