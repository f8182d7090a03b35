package com.rocketmat.sandbox.greenhouse.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.organisation.Privacy;
import com.rocketmat.sandbox.greenhouse.organisation.V1Applications;
import com.rocketmat.sandbox.greenhouse.organisation.V1Candidates;
import com.rocketmat.sandbox.greenhouse.organisation.V1CustomFields;
import com.rocketmat.sandbox.greenhouse.organisation.V1Jobs;
import com.rocketmat.sandbox.greenhouse.organisation.V1Places;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.Scopes;
import com.rocketmat.sandbox.greenhouse.token.Tenants;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.RateWindow;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Harvest v1. Unlike v3 it checks the key before the route. */
public final class HarvestV1 {
    private static final Pattern LIST = Pattern.compile("/v1/(applications|candidates|jobs|users|sources)");
    private static final Pattern ONE =
            Pattern.compile("/v1/(applications|candidates|jobs|users|custom_field)/(\\d{1,19})");
    private static final Pattern FIELDS = Pattern.compile("/v1/custom_fields/(\\w+)");
    private static final List<String> FIELD_TYPES =
            Catalogue.get("custom_fields").filters().get("field_type").choices();
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private final RateWindow window = new RateWindow();
    private final Tenants tenants;
    private final Switches switches;
    private final Clock clock;
    private final Supplier<URI> base;

    public HarvestV1(Tenants tenants, Switches switches, Clock clock, Supplier<URI> base) {
        this.tenants = tenants;
        this.switches = switches;
        this.clock = clock;
        this.base = base;
    }

    public Response serve(Request request) {
        Optional<Organisation> caller = request.basic()
                .filter(basic -> basic.password().isEmpty())
                .map(Request.Basic::user)
                .flatMap(tenants::key);
        RateWindow.Usage usage = window.take(
                caller.map(Organisation::apiKey).orElse(""),
                caller.map(Organisation::v1RateLimit).orElse(50),
                WINDOW,
                clock.instant());
        Response response;
        try {
            response = answer(request, caller, usage);
        } catch (Refused refused) {
            response = perhapsWithoutMessage(refused.response());
        }
        return response.with("X-Request-Id", UUID.randomUUID().toString().replace("-", ""))
                .with("X-RateLimit-Limit", Integer.toString(usage.limit()))
                .with("X-RateLimit-Remaining", Integer.toString(usage.remaining()));
    }

    private Response answer(Request request, Optional<Organisation> caller, RateWindow.Usage usage) {
        if (switches.v1Retired) {
            throw refused(switches.v1RetiredStatus, "Harvest API v1 is no longer available");
        }
        Organisation organisation = caller.orElseThrow(() -> refused(401, "Invalid Basic Auth credentials"));
        if (!usage.allowed()) {
            return Response.json(429, Json.message("Too Many Requests"))
                    .with("Retry-After", retryAfter(usage.now(), usage.retryAfter()))
                    .with("X-RateLimit-Reset", Long.toString(usage.edge()));
        }
        if (request.method().equals("GET") && request.body().length > 0) {
            throw refused(403, "A GET request must not have a body");
        }
        return route(request, organisation);
    }

    public String retryAfter(long now, long seconds) {
        return Long.toString(switches.v1.retryAfterInSeconds ? seconds : now + seconds);
    }

    /** Errors of 2016 had no outer message. */
    private Response perhapsWithoutMessage(Response response) {
        if (response.status() != 422 || switches.v1.messageIn422) {
            return response;
        }
        ObjectNode body = (ObjectNode) Json.parse(response.body()).orElseThrow();
        return Response.json(422, body.without("message"));
    }

    private Response route(Request request, Organisation organisation) {
        Matcher list = LIST.matcher(request.path());
        Matcher one = ONE.matcher(request.path());
        Matcher fields = FIELDS.matcher(request.path());
        if (request.method().equals("GET") && list.matches()) {
            return list(request, organisation, list.group(1));
        }
        if (request.method().equals("GET") && one.matches()) {
            return one(
                    organisation,
                    one.group(1).replaceFirst("^custom_field$", "custom_fields"),
                    Long.parseLong(one.group(2)));
        }
        if (request.method().equals("GET") && fields.matches() && FIELD_TYPES.contains(fields.group(1))) {
            require(organisation, Scopes.list("custom_fields"));
            boolean inactive = "true".equals(request.parameters().get("include_inactive"));
            return page(
                    request,
                    organisation,
                    "custom_fields",
                    row -> row.path("field_type").asText().equals(fields.group(1))
                            && (inactive || row.path("active").asBoolean()));
        }
        if (request.method().equals("PATCH") && one.matches() && one.group(1).equals("applications")) {
            return patch(request, organisation, Long.parseLong(one.group(2)));
        }
        throw notFound();
    }

    private Response list(Request request, Organisation organisation, String resource) {
        require(organisation, Scopes.list(resource));
        V1Filter filter = new V1Filter(resource, request.parameters());
        return page(request, organisation, resource, row -> filter.lets(row) && isVisible(organisation, resource, row));
    }

    private Response page(Request request, Organisation organisation, String resource, Predicate<ObjectNode> wanted) {
        List<ObjectNode> rows = organisation
                .table(resource)
                .shownFrom(Long.MAX_VALUE, clock.instant())
                .filter(wanted)
                .toList();
        V1Page page = V1Page.of(request, rows.reversed());
        Function<ObjectNode, JsonNode> view = view(organisation, resource);
        Response response = Response.json(
                200, Json.array().addAll(page.rows().stream().map(view).toList()));
        return page.link(base.get() + request.path(), switches.v1.lastLink)
                .map(link -> response.with("Link", link))
                .orElse(response);
    }

    private Response one(Organisation organisation, String resource, long id) {
        require(organisation, Scopes.list(resource));
        ObjectNode row = organisation
                .find(resource, id)
                .filter(found -> isVisible(organisation, resource, found))
                .orElseThrow(HarvestV1::notFound);
        return Response.json(200, view(organisation, resource).apply(row));
    }

    private Response patch(Request request, Organisation organisation, long id) {
        require(organisation, Scopes.WRITE);
        request.require("application/json");
        String user = request.header("on-behalf-of")
                .orElseThrow(() -> V1Patch.invalid("On-Behalf-Of header is missing", "on_behalf_of"));
        if (!user.matches("\\d{1,18}")
                || organisation.find("users", Long.parseLong(user)).isEmpty()) {
            throw notFound();
        }
        ObjectNode row = new V1Patch(organisation, clock, switches)
                .apply(id, request.body())
                .orElseThrow(HarvestV1::notFound);
        if (switches.webhooks.echo) {
            organisation.hooks().application("application_updated", id);
        }
        return Response.json(200, view(organisation, "applications").apply(row));
    }

    private boolean isVisible(Organisation organisation, String resource, ObjectNode row) {
        Catalogue.Resource list = Catalogue.get(resource);
        return !row.has("message")
                && (switches.v1.seesEverything
                        || (!Privacy.hides(list, row, organisation, switches)
                                && Privacy.stub(list, row, switches).isEmpty()));
    }

    private Function<ObjectNode, JsonNode> view(Organisation organisation, String resource) {
        return switch (resource) {
            case "applications" -> row -> application(organisation, row);
            case "candidates" -> new V1Candidates(organisation)::show;
            case "jobs" -> new V1Jobs(organisation)::show;
            case "users" -> new V1Places(organisation)::user;
            case "sources" -> row -> Json.pick(row, "id", "name", "type");
            default -> new V1CustomFields(organisation)::definition;
        };
    }

    private JsonNode application(Organisation organisation, ObjectNode row) {
        ObjectNode shown = new V1Applications(organisation).show(row);
        return switch (switches.v1.customFieldMaps) {
            case PRESENT -> shown;
            case NULL -> shown.putNull("custom_fields").putNull("keyed_custom_fields");
            case ABSENT -> shown.without(List.of("custom_fields", "keyed_custom_fields"));
        };
    }

    private void require(Organisation organisation, String permission) {
        if (!organisation.scopes().allow(permission)) {
            throw refused(
                    switches.v1.missingPermissionStatus, "This API Key does not have permission for this endpoint");
        }
    }

    private static Refused notFound() {
        return refused(404, "Resource not found");
    }

    private static Refused refused(int status, String message) {
        return Refused.of(status, message, List.of());
    }
}
