package com.rocketmat.webhook;

import com.rocketmat.problem.ProblemType;
import com.rocketmat.problem.UnreadBody;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSettings;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * {@code POST /webhooks/greenhouse/{tenant}}, open to anyone. Until its signature is verified, a call takes no thread, no
 * database connection and very little memory: the digest is computed, and the ids are extracted, while the body arrives.
 */
@Singleton
class WebhookRoute {

    static final int SHARES = 4;

    private static final String PATH = "/webhooks/greenhouse/:tenant";
    private static final String SIGNATURE = "Signature";
    private static final String EVENT_ID = "Greenhouse-Event-ID";
    private static final Pattern ID = Pattern.compile("[\\w-]{1,100}");
    private static final int RETRY_SECONDS = 60;

    private final TenantRegistry tenants;
    private final WebhookInbox inbox;
    private final WebhookCounts counts;
    private final WebhookConfig config;
    private final Semaphore free;
    private final int share;
    /**
     * Calls in progress by tenant, so that no tenant crowds out the others. All calls that name no tenant with a secret count as one
     * tenant's. Entries of idle tenants are removed, since a tenant may be purged.
     */
    final Map<Optional<TenantId>, Integer> inProgress = new ConcurrentHashMap<>();
    /** For tenants without a secret, so that their calls look like any other with a wrong signature. */
    private final Secret unknownSecret = new Secret(UUID.randomUUID().toString());

    WebhookRoute(TenantRegistry tenants, WebhookInbox inbox, WebhookCounts counts, WebhookConfig config) {
        this.tenants = tenants;
        this.inbox = inbox;
        this.counts = counts;
        this.config = config;
        this.free = new Semaphore(config.atOnce());
        this.share = Math.ceilDiv(config.atOnce(), SHARES);
    }

    void register(@Observes Router router) {
        router.post(PATH).handler(this::receive);
    }

    private void receive(RoutingContext call) {
        Optional<TenantSettings> settings = TenantId.parse(call.pathParam("tenant"))
                .flatMap(tenants::settings)
                .filter(tenant -> tenant.webhookSecret().isPresent());
        if (!enterShare(call, settings.map(TenantSettings::id)) || !enter(call)) {
            turnAway(call, Reception.BUSY);
        } else if (!Signature.isWellFormed(call.request().getHeader(SIGNATURE))) {
            turnAway(call, Reception.REFUSED);
        } else {
            read(call, settings);
        }
    }

    private boolean enterShare(RoutingContext call, Optional<TenantId> tenant) {
        boolean entered = inProgress.merge(tenant, 1, Integer::sum) <= share;
        call.addEndHandler(_ -> inProgress.computeIfPresent(tenant, (_, calls) -> calls == 1 ? null : calls - 1));
        return entered;
    }

    private boolean enter(RoutingContext call) {
        boolean entered = free.tryAcquire();
        if (entered) {
            call.addEndHandler(_ -> free.release());
        }
        return entered;
    }

    /** Measures, signs and parses the body while it arrives; the body itself is never kept. */
    private void read(RoutingContext call, Optional<TenantSettings> settings) {
        Signature signature = Signature.with(settings.flatMap(TenantSettings::webhookSecret)
                .orElse(unknownSecret)
                .reveal());
        NoticeReader body = new NoticeReader(
                settings.map(TenantSettings::scoreField).orElse("none"),
                settings.flatMap(TenantSettings::optOutField).orElse("none"));
        HttpServerRequest request = call.request();
        long timer = call.vertx().setTimer(config.time().toMillis(), _ -> timeOut(call));
        call.addEndHandler(_ -> call.vertx().cancelTimer(timer));
        request.handler(part -> {
            if (request.bytesRead() > config.maxBody().asLongValue()) {
                turnAway(call, Reception.TOO_LARGE);
            } else {
                byte[] bytes = part.getBytes();
                signature.add(bytes);
                body.add(bytes);
            }
        });
        request.endHandler(_ -> {
            boolean signed = signature.matches(request.getHeader(SIGNATURE));
            settings.filter(_ -> signed)
                    .ifPresentOrElse(
                            tenant -> take(call, tenant, body.end()),
                            () -> answer(call, settings.map(TenantSettings::id), Effect.OTHER, Reception.REFUSED));
        });
        request.exceptionHandler(_ -> request.connection().close());
        request.resume();
    }

    private void timeOut(RoutingContext call) {
        if (!call.request().isEnded()) {
            call.request().connection().close();
        } else if (!call.response().ended()) {
            answer(call, Optional.empty(), Effect.OTHER, Reception.DATABASE_AWAY);
        }
    }

    private void take(RoutingContext call, TenantSettings settings, Optional<Notice> notice) {
        Optional<TenantId> tenant = Optional.of(settings.id());
        if (notice.isEmpty()) {
            answer(call, tenant, Effect.OTHER, Reception.UNREADABLE);
            return;
        }
        String action = notice.get().action();
        if (!WebhookInbox.isRelevant(settings, notice.get())) {
            answer(call, tenant, action, Reception.IGNORED);
            return;
        }
        Context loop = call.vertx().getOrCreateContext();
        inbox.add(
                settings.id(),
                eventId(call),
                notice.get(),
                outcome -> loop.runOnContext(_ -> {
                    // the call may have timed out
                    if (!call.response().ended()) {
                        answer(call, tenant, action, outcome);
                    }
                }));
    }

    /** Falls back to the signature, which is the same for the same body. */
    private static String eventId(RoutingContext call) {
        String id = call.request().getHeader(EVENT_ID);
        return id != null && ID.matcher(id).matches()
                ? id
                : call.request().getHeader(SIGNATURE).replace(' ', '-');
    }

    /** Answers without reading the body. */
    private void turnAway(RoutingContext call, Reception outcome) {
        UnreadBody.drop(call);
        answer(call, Optional.empty(), Effect.OTHER, outcome);
    }

    private void answer(RoutingContext call, Optional<TenantId> tenant, String action, Reception outcome) {
        counts.count(tenant, action, outcome);
        Optional<ProblemType> problem = outcome.problem();
        if (problem.isEmpty()) {
            call.response().end();
            return;
        }
        ProblemType type = problem.get();
        call.response().setStatusCode(type.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json");
        if (type.status() >= 500) {
            call.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(RETRY_SECONDS));
        }
        call.response().end(type.json(outcome.detail()).encode());
    }
}
