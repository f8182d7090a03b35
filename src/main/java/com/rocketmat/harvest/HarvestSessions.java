package com.rocketmat.harvest;

import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.tenant.Credential;
import com.rocketmat.tenant.TenantChange;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The open sessions, one a tenant, so that all its callers share one token, one budget and one circuit breaker. */
@ApplicationScoped
public class HarvestSessions {

    static final String BUDGET_USED = "rocketmat_budget_used_ratio";

    private final HarvestApi api;
    private final TokenApi tokenApi;
    private final HarvestConfig config;
    private final Budgets budgets;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Map<TenantId, Open> open = new ConcurrentHashMap<>();

    HarvestSessions(
            @RestClient HarvestApi api,
            @RestClient TokenApi tokenApi,
            HarvestConfig config,
            Budgets budgets,
            Clock clock,
            MeterRegistry metrics) {
        this.api = api;
        this.tokenApi = tokenApi;
        this.config = config;
        this.budgets = budgets;
        this.clock = clock;
        this.metrics = metrics;
        metrics.gauge(BUDGET_USED, open, HarvestSessions::mostUsed);
    }

    /** The used share of the window of whoever is nearest to its end: with thousands of tenants no label can tell them apart. */
    private static double mostUsed(Map<TenantId, Open> open) {
        return open.values().stream()
                .map(Open::session)
                .mapToDouble(session -> session.budget().used(session.now()))
                .max()
                .orElse(0);
    }

    /** What a session was made for; other settings do not concern it. */
    private record Access(Credential credential, Optional<Long> userId, URI base) {}

    private record Open(Access access, HarvestSession session) {}

    /** The tenant's session, on the budget that the last slice left, whichever replica ran it. */
    public HarvestSession session(TenantSettings settings) {
        Access access = new Access(
                settings.credential(), settings.userId(), settings.harvestUrl().orElse(config.url()));
        HarvestSession session = open.compute(
                        settings.id(),
                        (id, existing) -> existing != null && existing.access().equals(access)
                                ? existing
                                : new Open(access, create(access)))
                .session();
        budgets.load(settings.id()).ifPresent(session.budget()::restore);
        return session;
    }

    /** Stores what is left of the tenant's rate window; part of the caller's transaction if there is one. */
    public void save(TenantId tenant) {
        Optional.ofNullable(open.get(tenant))
                .ifPresent(
                        entry -> budgets.save(tenant, entry.session().budget().snapshot()));
    }

    void forget(@Observes TenantChange change) {
        if (change instanceof TenantChange.Stopped) {
            open.remove(change.tenant());
        }
    }

    private HarvestSession create(Access access) {
        if (!(access.credential() instanceof Credential.OAuthClient client)) {
            throw new HarvestException(
                    new Unauthorised(
                            "Harvest v1 keys are not supported: Greenhouse has ended v1; create a credential of type Harvest V3 (OAuth)"));
        }
        ServerClock serverClock = new ServerClock(clock);
        RateBudget budget = new RateBudget();
        Tokens tokens = new Tokens(tokenApi, client, access.userId(), serverClock);
        HarvestCalls calls = new HarvestCalls(tokens, budget, serverClock, metrics);
        return new HarvestSession(api, access.base(), calls, serverClock, budget);
    }
}
