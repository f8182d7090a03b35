package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.organisation.Privacy;
import com.rocketmat.sandbox.greenhouse.organisation.RowView;
import com.rocketmat.sandbox.greenhouse.switches.RateSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.Scopes;
import com.rocketmat.sandbox.greenhouse.token.Tokens;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.RateHeaders;
import com.rocketmat.sandbox.greenhouse.wire.RateWindow;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import com.rocketmat.sandbox.greenhouse.wire.Serving;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Harvest v3. It checks the route, then the token, the scope, the rate, and the parameters. */
public final class HarvestV3 {
    private static final Pattern LIST = Pattern.compile("/v3/(\\w+)");
    private static final Pattern APPLICATION = Pattern.compile("/v3/applications/(\\d{1,19})");
    private static final String UNDECODABLE =
            "Token could not be decoded. Please ensure your token is from a trusted source.";
    private static final String REVOKED = "Token has already been refreshed or revoked. Please generate a new token.";
    private static final String EXPIRED = "Token has expired. Please generate a new token.";
    private final RateWindow window = new RateWindow();
    private final Tokens tokens;
    private final Switches switches;
    private final Clock clock;
    private final V3Lists lists;

    public HarvestV3(Tokens tokens, Switches switches, Clock clock, Supplier<URI> base) {
        this.tokens = tokens;
        this.switches = switches;
        this.clock = clock;
        this.lists = new V3Lists(switches, clock, base);
    }

    public Response serve(Request request, Serving serving) {
        String requestId = UUID.randomUUID().toString().replace("-", "");
        Response response;
        try {
            response = route(request, requestId, serving);
        } catch (Refused refused) {
            response = refused.response();
        }
        return response.with("X-Request-Id", requestId);
    }

    private Response route(Request request, String requestId, Serving serving) {
        boolean get = request.method().equals("GET");
        Matcher list = LIST.matcher(request.path());
        Optional<Catalogue.Resource> resource =
                get && list.matches() ? Catalogue.find(list.group(1)) : Optional.empty();
        if (resource.isPresent()) {
            Tokens.Grant grant = authenticated(request);
            return limited(
                    grant,
                    Scopes.list(resource.get().name()),
                    () -> lists.list(request, grant, resource.get(), requestId, serving));
        }
        Matcher application = APPLICATION.matcher(request.path());
        if (request.method().equals("PATCH") && application.matches()) {
            Tokens.Grant grant = authenticated(request);
            return limited(
                    grant, Scopes.WRITE, () -> patch(request, grant, Long.parseLong(application.group(1)), serving));
        }
        throw Refused.of(404, "Resource not found", List.of());
    }

    private Tokens.Grant authenticated(Request request) {
        Tokens.Grant grant = request.bearer().flatMap(tokens::find).orElseThrow(() -> unauthorized(UNDECODABLE));
        if (grant.revoked()) {
            throw unauthorized(REVOKED);
        }
        if (!grant.expiresAt().isAfter(clock.instant())) {
            throw unauthorized(EXPIRED);
        }
        return grant;
    }

    /** Every call with a valid token counts; the counter is per credential, or per credential and user, not per token. */
    private Response limited(Tokens.Grant grant, String scope, Supplier<Response> serve) {
        Organisation organisation = grant.organisation();
        String key =
                organisation.clientId() + (switches.rates.key == RateSwitches.Key.CREDENTIAL ? "" : " " + grant.sub());
        RateWindow.Usage usage = window.take(key, organisation.rateLimit(), switches.rates.v3Window, clock.instant());
        Response response = withErrors(answer(grant, scope, usage, serve));
        boolean costs = response.status() < 400 || response.status() == 429 || switches.rates.refusedCallsCount;
        return response.with(RateHeaders.of(costs ? usage : window.giveBack(key, usage), switches));
    }

    private Response answer(Tokens.Grant grant, String scope, RateWindow.Usage usage, Supplier<Response> serve) {
        Response tooMany = Response.json(429, Json.message("Too Many Requests"))
                .with("Retry-After", Long.toString(usage.retryAfter()));
        if (!usage.allowed() && switches.rates.limitBeforeScope) {
            return tooMany;
        }
        try {
            if (!grant.allows(scope)) {
                throw Refused.of(403, "Forbidden", "The token has no scope " + scope);
            }
            return usage.allowed() ? serve.get() : tooMany;
        } catch (Refused refused) {
            return refused.response();
        }
    }

    private Response withErrors(Response response) {
        return List.of(400, 403, 429).contains(response.status())
                ? switch (switches.errors.unknownBodies) {
                    case JSON -> response;
                    case TEXT -> response.withText("Error " + response.status());
                    case EMPTY -> response.withText("");
                }
                : response;
    }

    private Response patch(Request request, Tokens.Grant grant, long id, Serving serving) {
        if (!grant.admin()) {
            throw Refused.of(403, "Forbidden", "The user may not change this application");
        }
        request.require("application/json");
        Organisation organisation = grant.organisation();
        if (organisation
                .find("applications", id)
                .filter(row -> Privacy.hides(Catalogue.get("applications"), row, organisation, switches))
                .isPresent()) {
            throw notFound("Application", id);
        }
        ObjectNode row = new ApplicationPatch(organisation, switches, clock)
                .apply(id, request.body(), serving.lag().orElse(switches.readAfterWriteLag));
        if (switches.webhooks.echo) {
            organisation.hooks().application("application_updated", id);
        }
        if (switches.patchAnswer == Switches.PatchAnswer.NO_CONTENT) {
            return Response.empty(204);
        }
        return Response.json(200, new RowView(Catalogue.get("applications"), organisation, switches).show(row));
    }

    static Refused notFound(String what, long id) {
        return Refused.of(404, "Resource not found", what + " " + id + " was not found");
    }

    private static Refused unauthorized(String error) {
        return Refused.of(401, "Unauthorized", error);
    }
}
