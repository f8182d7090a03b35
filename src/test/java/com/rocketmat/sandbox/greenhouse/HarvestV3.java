package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Harvest v3. A route is looked for before a token, a token before a scope, a scope before the rate, that before the parameters. */
final class HarvestV3 {
    private static final Pattern LIST = Pattern.compile("/v3/(\\w+)");
    private static final Pattern APPLICATION = Pattern.compile("/v3/applications/(\\d{1,18})");
    private static final String UNDECODABLE =
            "Token could not be decoded. Please ensure your token is from a trusted source.";
    private static final String REVOKED = "Token has already been refreshed or revoked. Please generate a new token.";
    private static final String EXPIRED = "Token has expired. Please generate a new token.";
    private final RateWindow window = new RateWindow(30);
    private final Tokens tokens;
    private final Switches switches;
    private final Clock clock;
    private final Supplier<URI> base;

    HarvestV3(Tokens tokens, Switches switches, Clock clock, Supplier<URI> base) {
        this.tokens = tokens;
        this.switches = switches;
        this.clock = clock;
        this.base = base;
    }

    /** With repeatRow a page begins with the last row of the page before it. */
    Response serve(Request request, boolean repeatRow) {
        String requestId = UUID.randomUUID().toString().replace("-", "");
        Response response;
        try {
            response = route(request, requestId, repeatRow);
        } catch (Refused refused) {
            response = refused.response();
        }
        return response.with("X-Request-Id", requestId);
    }

    private Response route(Request request, String requestId, boolean repeatRow) {
        Matcher list = LIST.matcher(request.path());
        if (request.method().equals("GET")
                && list.matches()
                && Catalogue.find(list.group(1)).isPresent()) {
            Catalogue.Resource resource = Catalogue.get(list.group(1));
            Tokens.Grant grant = authenticated(request);
            return limited(
                    grant, Scopes.list(resource.name()), () -> list(request, grant, resource, requestId, repeatRow));
        }
        Matcher application = APPLICATION.matcher(request.path());
        if (request.method().equals("PATCH") && application.matches()) {
            Tokens.Grant grant = authenticated(request);
            return limited(grant, Scopes.WRITE, () -> patch(request, grant, Long.parseLong(application.group(1))));
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

    /** Every call by a valid token counts, also one that is refused; the counter is the credential's, not the token's. */
    private Response limited(Tokens.Grant grant, String scope, Supplier<Response> serve) {
        Organisation organisation = grant.organisation();
        RateWindow.Usage usage = window.take(organisation.clientId(), organisation.rateLimit(), clock.instant());
        Response response;
        try {
            if (!grant.allows(scope)) {
                throw Refused.of(403, "Forbidden", "The token has no scope " + scope);
            }
            response = usage.allowed()
                    ? serve.get()
                    : Response.json(429, Json.message("Too Many Requests"))
                            .with("Retry-After", Long.toString(usage.retryAfter()));
        } catch (Refused refused) {
            response = refused.response();
        }
        return response.with(RateHeaders.of(usage, switches));
    }

    private Response list(
            Request request, Tokens.Grant grant, Catalogue.Resource resource, String requestId, boolean repeatRow) {
        boolean reads = grant.admin();
        if (!reads && switches.nonAdminReads() == Switches.NonAdminReads.FORBIDDEN) {
            throw Refused.of(403, "Forbidden", "Lists can be read by Site Admins only");
        }
        Organisation organisation = grant.organisation();
        ListQuery query = ListQuery.parse(resource, request.parameters());
        RowView view = new RowView(resource, organisation, switches);
        Page page = reads ? page(organisation, resource, query, repeatRow) : new Page(List.of(), Optional.empty());
        ArrayNode body = Json.array();
        page.rows().forEach(row -> body.add(query.project(view.show(row))));
        Response response = Response.json(200, body);
        String link = page.next().map(id -> link(request, query, id, requestId)).orElse("");
        if (!link.isEmpty() || switches.lastPageLink() == Switches.LastPageLink.EMPTY) {
            response = response.with("Link", link);
        }
        return response.with("Cache-Control", "max-age=0, private, must-revalidate")
                .with("Etag", RateHeaders.etag(response.body()));
    }

    private Page page(Organisation organisation, Catalogue.Resource resource, ListQuery query, boolean repeatRow) {
        Table table = organisation.table(resource.name());
        Instant now = clock.instant();
        Predicate<ObjectNode> wanted = new RowFilter(resource, organisation).all(query);
        long from = query.cursor().map(Cursor::id).orElse(Long.MAX_VALUE);
        Iterator<ObjectNode> rows = candidates(table, query, from)
                .map(row -> table.shown(row, now))
                .filter(wanted)
                .iterator();
        Stream.Builder<ObjectNode> page = Stream.builder();
        if (repeatRow && query.cursor().isPresent()) {
            table.above(from).stream()
                    .map(row -> table.shown(row, now))
                    .filter(wanted)
                    .findFirst()
                    .ifPresent(page);
        }
        for (int i = 0; i < query.perPage() && rows.hasNext(); i++) {
            page.add(rows.next());
        }
        return new Page(
                page.build().toList(),
                rows.hasNext() ? Optional.of(rows.next().get("id").longValue()) : Optional.empty());
    }

    /** The rows to look at, newest id first: a few when the caller names ids or parents. */
    private static Stream<ObjectNode> candidates(Table table, ListQuery query, long from) {
        if (query.ids().isPresent()) {
            return query.ids().get().stream()
                    .distinct()
                    .filter(id -> id <= from)
                    .sorted((a, b) -> Long.compare(b, a))
                    .flatMap(id -> table.find(id).stream());
        }
        Optional<ListQuery.Filter> parent = query.others()
                .filter(filter -> table.indexes(filter.name().replaceFirst("s$", "")))
                .findFirst();
        if (parent.isPresent()) {
            return table
                    .children(
                            parent.get().name().replaceFirst("s$", ""),
                            parent.get().ids())
                    .tailSet(from, true)
                    .stream()
                    .flatMap(id -> table.find(id).stream());
        }
        return table.from(from).stream();
    }

    private String link(Request request, ListQuery query, long id, String requestId) {
        Cursor next = new Cursor(
                query.given(),
                query.perPage(),
                id,
                query.cursor().map(Cursor::page).orElse(1) + 1,
                query.cursor().map(Cursor::originalRequestId).orElse(requestId));
        return "<" + base.get() + request.path() + "?cursor=" + next.encoded() + ">; rel=\"next\"";
    }

    private Response patch(Request request, Tokens.Grant grant, long id) {
        if (!grant.admin()) {
            throw Refused.of(403, "Forbidden", "The user may not change this application");
        }
        ObjectNode row = new ApplicationPatch(grant.organisation(), switches, clock).apply(id, request.body());
        if (switches.patchAnswer() == Switches.PatchAnswer.NO_CONTENT) {
            return Response.empty(204);
        }
        return Response.json(200, new RowView(Catalogue.get("applications"), grant.organisation(), switches).show(row));
    }

    private static Refused unauthorized(String error) {
        return Refused.of(401, "Unauthorized", error);
    }

    /** Rows, and the id of the first row of the next page. */
    private record Page(List<ObjectNode> rows, Optional<Long> next) {}
}
