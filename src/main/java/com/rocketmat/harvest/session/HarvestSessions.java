package com.rocketmat.harvest.session;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.call.AnswerReader;
import com.rocketmat.harvest.call.AttachmentFiles;
import com.rocketmat.harvest.call.HarvestCalls;
import com.rocketmat.harvest.call.HarvestConfig;
import com.rocketmat.harvest.call.RateBudget;
import com.rocketmat.harvest.call.ServerClock;
import com.rocketmat.harvest.v1.ApiKey;
import com.rocketmat.harvest.v1.V1Api;
import com.rocketmat.harvest.v1.V1Session;
import com.rocketmat.harvest.v3.TokenApi;
import com.rocketmat.harvest.v3.Tokens;
import com.rocketmat.harvest.v3.V3Api;
import com.rocketmat.harvest.v3.V3Session;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The open sessions, one per tenant, so that all callers share its token, budget and circuit breaker. */
// created at start, so that its metrics exist from then on
@Startup
@ApplicationScoped
public class HarvestSessions {

    static final String BUDGET_USED = "rocketmat_budget_used_ratio";

    private final V3Api api;
    private final V1Api v1Api;
    private final TokenApi tokenApi;
    private final HarvestConfig config;
    private final Budgets budgets;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final AttachmentFiles files;
    private final Map<TenantId, Open> open = new ConcurrentHashMap<>();

    public HarvestSessions(
            @RestClient V3Api api,
            @RestClient V1Api v1Api,
            @RestClient TokenApi tokenApi,
            HarvestConfig config,
            Budgets budgets,
            Clock clock,
            MeterRegistry metrics) {
        this.api = api;
        this.v1Api = v1Api;
        this.tokenApi = tokenApi;
        this.config = config;
        this.budgets = budgets;
        this.clock = clock;
        this.metrics = metrics;
        this.files = new AttachmentFiles(metrics, config.callTimeout());
        metrics.gauge(BUDGET_USED, open, HarvestSessions::mostUsed);
        // starts at 0: Prometheus does not see the first occurrence of a new series as an increase
        metrics.counter(HarvestCalls.THROTTLED);
        AnswerReader.COUNTED
                .values()
                .forEach(kind -> metrics.counter(AnswerReader.ODD_VALUES, AnswerReader.TYPE, kind));
        for (Operation operation : Operation.values()) {
            metrics.counter(HarvestCalls.REQUESTS, "operation", operation.label(), "outcome", "ok");
        }
    }

    @PreDestroy
    void close() {
        files.close();
    }

    /** The highest used share of any tenant's window: with thousands of tenants, a label per tenant is not feasible. */
    private static double mostUsed(Map<TenantId, Open> open) {
        return open.values().stream()
                .mapToDouble(tenant -> tenant.calls().budgetUsed())
                .max()
                .orElse(0);
    }

    /** The settings that a session depends on; a change of others does not affect it. */
    private record Access(Credential credential, Optional<Long> userId, URI base) {}

    /** @param stored the rate window that the tenant's last caller found in the database, or null */
    private record Open(Access access, HarvestCalls calls, HarvestSession session, AtomicReference<RateWindow> stored) {

        Open(Access access, HarvestCalls calls, HarvestSession session) {
            this(access, calls, session, new AtomicReference<>());
        }

        /** With more than half left, another replica may assume a full window: its first answer corrects that. */
        boolean isDispensable(RateWindow window) {
            RateWindow before = stored.get();
            return before != null
                    && before.limit() == window.limit()
                    && before.length().equals(window.length())
                    && window.remaining() > window.limit() / 2;
        }
    }

    /** The tenant's session, with the budget that the last slice on any replica stored. */
    public HarvestSession session(TenantSettings settings) {
        Access access = access(settings);
        Open tenant = open.compute(settings.id(), (_, existing) -> {
            if (existing != null && existing.access().equals(access)) {
                return existing;
            }
            Open created = create(access);
            close(existing);
            return created;
        });
        resume(settings.id(), tenant);
        return tenant.session();
    }

    /**
     * Continues the session that was opened with these settings with the budget that the last slice on any replica stored. A session closed
     * meanwhile stays closed: a long job may not know that the credential was replaced.
     */
    public void resume(TenantSettings settings) {
        Optional.ofNullable(open.get(settings.id()))
                .filter(tenant -> tenant.access().equals(access(settings)))
                .ifPresent(tenant -> resume(settings.id(), tenant));
    }

    private void resume(TenantId id, Open tenant) {
        boolean v1 = tenant.access().credential() instanceof Credential.ApiKey;
        Optional<RateWindow> stored = budgets.load(id).filter(window -> !v1 || RateBudget.fitsV1(window));
        stored.ifPresent(tenant.calls()::resume);
        tenant.stored().set(stored.orElse(null));
    }

    /**
     * Stores the tenant's rate window if another replica needs it: with thousands of idle tenants, storing each would be much of the work.
     * Joins the caller's transaction if there is one.
     */
    public void save(TenantId tenant) {
        Optional.ofNullable(open.get(tenant)).ifPresent(entry -> {
            RateWindow window = entry.calls().window();
            if (!entry.isDispensable(window)) {
                budgets.save(tenant, window);
            }
        });
    }

    /** Closes sessions with outdated settings, even if another replica runs the tenant's next slices. */
    public void forget(@Observes TenantChange change, TenantRegistry tenants) {
        Optional<Access> present = tenants.settings(change.tenant()).map(this::access);
        open.computeIfPresent(change.tenant(), (_, existing) -> {
            if (present.filter(existing.access()::equals).isPresent()) {
                return existing;
            }
            close(existing);
            return null;
        });
    }

    private static void close(Open old) {
        if (old != null) {
            old.calls().close();
        }
    }

    private Access access(TenantSettings settings) {
        return new Access(
                settings.credential(), settings.userId(), settings.harvestUrl().orElse(config.url()));
    }

    private String introspection() {
        return config.tokenUrl().resolve("introspect").toString();
    }

    private Open create(Access access) {
        ServerClock serverClock = new ServerClock(clock);
        return switch (access.credential()) {
            case Credential.OAuthClient client -> {
                Tokens tokens = new Tokens(tokenApi, client, access.userId(), serverClock, metrics);
                HarvestCalls calls = new HarvestCalls(tokens, RateBudget.v3(), serverClock, config, metrics);
                yield new Open(access, calls, new V3Session(api, access.base(), calls, tokens, introspection(), files));
            }
            case Credential.ApiKey key -> {
                HarvestCalls calls = new HarvestCalls(new ApiKey(key), RateBudget.v1(), serverClock, config, metrics);
                long userId = access.userId().orElseThrow(() -> new IllegalStateException("a v1 key without a user"));
                yield new Open(access, calls, new V1Session(v1Api, access.base(), calls, userId, files));
            }
        };
    }
}
