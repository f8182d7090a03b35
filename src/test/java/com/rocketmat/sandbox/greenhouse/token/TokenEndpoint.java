package com.rocketmat.sandbox.greenhouse.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.switches.TokenSwitches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.RateHeaders;
import com.rocketmat.sandbox.greenhouse.wire.RateWindow;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The authorisation server: /token and /introspect, with its own rate limit. */
public final class TokenEndpoint {
    private static final int LIMIT = 60;
    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final List<String> GRANT_TYPES = List.of(
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "urn:ietf:params:oauth:grant-type:token-exchange");
    private final RateWindow window = new RateWindow();
    private final Tenants tenants;
    private final Tokens tokens;
    private final Switches switches;
    private final Clock clock;

    public TokenEndpoint(Tenants tenants, Tokens tokens, Switches switches, Clock clock) {
        this.tenants = tenants;
        this.tokens = tokens;
        this.switches = switches;
        this.clock = clock;
    }

    public Response token(Request request) {
        Instant now = clock.instant();
        String bucket = request.basic().map(Request.Basic::user).orElse("");
        RateWindow.Usage usage = window.take(bucket, LIMIT, WINDOW, now);
        return answer(request, usage, now).with(RateHeaders.of(usage, switches));
    }

    public Response introspect(Request request) {
        if (switches.tokens.introspection == TokenSwitches.Introspection.ABSENT) {
            return json(404, Json.message("Resource not found"));
        }
        Organisation organisation;
        try {
            organisation = client(request);
        } catch (Refused refused) {
            return refused.response();
        }
        Optional<Tokens.Grant> grant = tokens.find(Request.form(request.text()).getOrDefault("token", ""))
                .filter(found -> found.organisation() == organisation
                        && !found.revoked()
                        && found.expiresAt().isAfter(clock.instant()));
        return json(
                200, grant.map(this::described).orElseGet(() -> Json.object().put("active", false)));
    }

    private Response answer(Request request, RateWindow.Usage usage, Instant now) {
        if (!usage.allowed()) {
            return json(429, Json.message("Too Many Requests")).with("Retry-After", Long.toString(usage.retryAfter()));
        }
        try {
            Organisation organisation = client(request);
            request.require("application/x-www-form-urlencoded");
            Map<String, String> form = new HashMap<>(request.parameters()); // the reference has the grant in the query
            form.putAll(Request.form(request.text()));
            checkGrant(form.get("grant_type"));
            return minted(organisation, sub(form.get("sub")), now);
        } catch (Refused refused) {
            return refused.response();
        }
    }

    private Response minted(Organisation organisation, OptionalLong sub, Instant now) {
        if (switches.revokeOnMint) {
            tokens.revokeAll(organisation.clientId());
        }
        String token = tokens.mint(organisation, sub, now, LIFETIME);
        ObjectNode body = Json.object().put("token_type", "Bearer").put("access_token", token);
        switch (switches.tokenExpiry) {
            case EXPIRES_AT ->
                body.put(
                        "expires_at",
                        tokens.find(token).orElseThrow().expiresAt().toString());
            case EXPIRES_IN -> body.put("expires_in", LIFETIME.toSeconds());
            case ABSENT -> {}
        }
        return json(200, body).with("Etag", RateHeaders.etag(Json.bytes(body)));
    }

    private Organisation client(Request request) {
        Request.Basic basic = request.basic().orElseThrow(() -> refused(401, withErrorId("Unauthorized")));
        if (!basic.user().matches(".+-\\d+")) {
            throw refused(400, withErrorId("client_id=" + basic.user() + " does not contain a valid client ID suffix"));
        }
        return tenants.client(basic.user())
                .filter(found -> found.clientSecret().equals(basic.password()))
                .orElseThrow(() -> refused(401, Json.object().put("error", "invalid_client")));
    }

    private static void checkGrant(String type) {
        if (type == null || type.isEmpty()) {
            throw refused(400, Json.message("Must include `grant_type` parameter in /token request"));
        }
        if (!GRANT_TYPES.contains(type)) {
            throw refused(
                    400,
                    Json.message("grant_type=" + type + " is invalid, please use one of: "
                            + String.join(", ", GRANT_TYPES)));
        }
        if (type.equals("refresh_token")) {
            throw refused(400, Json.object().put("error", "invalid_grant"));
        }
        if (!type.equals("client_credentials")) {
            throw refused(400, Json.object().put("error", "unauthorized_client"));
        }
    }

    private static OptionalLong sub(String text) {
        if (text == null || text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("\\d{1,18}")) {
            throw refused(400, Json.object().put("error", "invalid_request"));
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private ObjectNode described(Tokens.Grant grant) {
        if (switches.tokens.introspection == TokenSwitches.Introspection.ACTIVE_ONLY) {
            return Json.object().put("active", true);
        }
        Organisation organisation = grant.organisation();
        ObjectNode body = Json.object()
                .put("active", true)
                .put("client_id", organisation.clientId())
                .put("sub", Long.toString(grant.sub().orElse(organisation.userId())))
                .put("scope", grant.scopes().text())
                .put("exp", grant.expiresAt().getEpochSecond());
        ObjectNode claims = body.putObject("https://auth.greenhouse.io/claims");
        claims.putObject("organization")
                .put("id", Math.floorMod(organisation.name().hashCode(), 1_000_000))
                .put("name", organisation.name());
        claims.put("user_role", grant.admin() ? "site_admin" : "basic");
        return body;
    }

    private static ObjectNode withErrorId(String message) {
        return Json.message(message).put("errorId", "err-" + UUID.randomUUID());
    }

    private static Refused refused(int status, ObjectNode body) {
        return new Refused(json(status, body));
    }

    private static Response json(int status, ObjectNode body) {
        return Response.json(status, body)
                .with(Map.of(
                        "Content-Type",
                        "application/json; charset=utf-8",
                        "Cache-Control",
                        "private, no-store",
                        "X-Request-Id",
                        UUID.randomUUID().toString().replace("-", "")));
    }
}
