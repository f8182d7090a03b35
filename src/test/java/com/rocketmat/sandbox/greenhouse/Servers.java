package com.rocketmat.sandbox.greenhouse;

import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.organisation.FileStore;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.token.Tenants;
import com.rocketmat.sandbox.greenhouse.token.TokenEndpoint;
import com.rocketmat.sandbox.greenhouse.token.Tokens;
import com.rocketmat.sandbox.greenhouse.v1.HarvestV1;
import com.rocketmat.sandbox.greenhouse.v3.HarvestV3;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import com.rocketmat.sandbox.greenhouse.wire.Serving;
import java.time.Instant;
import java.util.Optional;

/** The authorisation server, v3 and v1 behind one address. */
final class Servers {
    private final Tenants tenants;
    private final Tokens tokens;
    private final TokenEndpoint tokenEndpoint;
    private final HarvestV3 v3;
    private final HarvestV1 v1;

    Servers(Tenants tenants, Tokens tokens, TokenEndpoint tokenEndpoint, HarvestV3 v3, HarvestV1 v1) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.tokenEndpoint = tokenEndpoint;
        this.v3 = v3;
        this.v1 = v1;
    }

    Response serve(Request request, Serving serving) {
        Optional<Organisation> owner = FileStore.owner(request.path()).flatMap(tenants::named);
        if (owner.isPresent()) {
            return owner.get().files().serve(request);
        }
        if (isV1(request)) {
            return v1.serve(request);
        }
        if (request.method().equals("POST") && request.path().equals("/token")) {
            return tokenEndpoint.token(request);
        }
        if (request.method().equals("POST") && request.path().equals("/introspect")) {
            return tokenEndpoint.introspect(request);
        }
        return v3.serve(request, serving);
    }

    /** The organisation of the request's token, client or key. */
    Optional<Organisation> caller(Request request) {
        Optional<Organisation> byToken = request.bearer().flatMap(tokens::find).map(Tokens.Grant::organisation);
        return byToken.or(() -> request.basic()
                .map(Request.Basic::user)
                .flatMap(user -> isV1(request) ? tenants.key(user) : tenants.client(user)));
    }

    /** As if another client had minted with the same credential. */
    void revokeAll(Organisation organisation) {
        tokens.revokeAll(organisation.clientId());
    }

    void revoke(Request request) {
        request.bearer().ifPresent(tokens::revoke);
    }

    /** A 429 in its usual form, regardless of the actual count. */
    Response limited(Request request, Fault.RateLimited fault, Instant now) {
        int limit = caller(request)
                .map(isV1(request) ? Organisation::v1RateLimit : Organisation::rateLimit)
                .orElse(60);
        Response response = Response.json(429, Json.message("Too Many Requests"))
                .with("X-RateLimit-Limit", Integer.toString(limit))
                .with("X-RateLimit-Remaining", "0");
        if (fault.retryAfter().isEmpty()) {
            return response;
        }
        int wait = fault.retryAfter().getAsInt();
        return isV1(request)
                ? response.with("Retry-After", v1.retryAfter(now.getEpochSecond(), wait))
                        .with("X-RateLimit-Reset", Long.toString(now.getEpochSecond() + wait))
                : response.with("Retry-After", Integer.toString(wait));
    }

    private static boolean isV1(Request request) {
        return request.path().startsWith("/v1/");
    }
}
