package com.rocketmat.tenant.state;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Number of tenants in each state; updated on a timer, so that a scrape costs no query. */
@ApplicationScoped
public class TenantGauge {

    public static final String TENANTS = "rocketmat_tenants";

    private final TenantStates states;
    private final Map<TenantState, AtomicLong> tenants = new EnumMap<>(TenantState.class);

    TenantGauge(TenantStates states, MeterRegistry metrics) {
        this.states = states;
        for (TenantState state : TenantState.values()) {
            tenants.put(state, metrics.gauge(TENANTS, Tags.of("state", state.name()), new AtomicLong()));
        }
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    public void refresh() {
        Map<TenantState, Long> counted = states.count();
        tenants.forEach((state, gauge) -> gauge.set(counted.getOrDefault(state, 0L)));
    }
}
