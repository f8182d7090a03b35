package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.organisation.Privacy;
import com.rocketmat.sandbox.greenhouse.organisation.RowView;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.Table;
import com.rocketmat.sandbox.greenhouse.token.Tokens;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.RateHeaders;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.Request;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import com.rocketmat.sandbox.greenhouse.wire.Serving;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lists of Harvest v3, page by page, newest id first. */
final class V3Lists {
    private final Switches switches;
    private final Clock clock;
    private final Supplier<URI> base;

    V3Lists(Switches switches, Clock clock, Supplier<URI> base) {
        this.switches = switches;
        this.clock = clock;
        this.base = base;
    }

    Response list(Request request, Tokens.Grant grant, Catalogue.Resource resource, String requestId, Serving serving) {
        boolean reads = grant.admin();
        if (!reads && switches.nonAdminReads == Switches.NonAdminReads.FORBIDDEN) {
            throw Refused.of(403, "Forbidden", "Lists can be read by Site Admins only");
        }
        ListQuery query = new QueryParser(resource, switches.reads).parse(request.parameters());
        if (query.cursor().filter(this::isExpired).isPresent()) {
            throw Refused.unprocessable("cursor", "is invalid or has expired");
        }
        Organisation organisation = grant.organisation();
        RowView view = new RowView(resource, organisation, switches, query.fields());
        Page page = reads ? page(organisation, resource, query, serving) : new Page(List.of(), Optional.empty());
        ArrayNode body = Json.array();
        page.rows().forEach(row -> body.add(view.show(row)));
        Response response = Response.json(200, body);
        String link = page.next().map(id -> link(request, query, id, requestId)).orElse("");
        if (!link.isEmpty() || switches.lastPageLink == Switches.LastPageLink.EMPTY) {
            response = response.with("Link", link);
        }
        return response.with("Cache-Control", "max-age=0, private, must-revalidate")
                .with("Etag", RateHeaders.etag(response.body()));
    }

    private Page page(Organisation organisation, Catalogue.Resource resource, ListQuery query, Serving serving) {
        Table table = organisation.table(resource.name());
        Instant now = clock.instant();
        Predicate<ObjectNode> wanted =
                new RowFilter(resource).all(query).and(row -> !Privacy.hides(resource, row, organisation, switches));
        long from = query.cursor().map(Cursor::id).orElse(Long.MAX_VALUE);
        Iterator<ObjectNode> rows =
                candidates(table, query, from, now).filter(wanted).iterator();
        List<ObjectNode> page = new ArrayList<>();
        for (int i = 0; i < query.perPage() && rows.hasNext(); i++) {
            page.add(rows.next());
        }
        Optional<Long> next = serving.repeatsPage() && !page.isEmpty()
                ? Optional.of(page.getFirst().get("id").longValue())
                : Optional.of(rows)
                        .filter(Iterator::hasNext)
                        .map(left -> left.next().get("id").longValue());
        if (serving.repeatsRow() && query.cursor().isPresent()) {
            table.shownAbove(from, now).filter(wanted).findFirst().ifPresent(page::addFirst);
        }
        return new Page(page, next);
    }

    /** The candidate rows, newest id first: few if the caller names ids or parents. */
    private static Stream<ObjectNode> candidates(Table table, ListQuery query, long from, Instant now) {
        if (query.ids().isPresent()) {
            return query.ids().get().stream()
                    .distinct()
                    .filter(id -> id <= from)
                    .sorted((a, b) -> Long.compare(b, a))
                    .flatMap(id -> table.shown(id, now).stream());
        }
        Optional<ListQuery.Filter> parent = query.others()
                .filter(filter -> table.indexes(filter.name().replaceFirst("s$", "")))
                .findFirst();
        return parent.map(filter -> table.shownChildren(filter.name().replaceFirst("s$", ""), filter.ids(), from, now))
                .orElseGet(() -> table.shownFrom(from, now));
    }

    private String link(Request request, ListQuery query, long id, String requestId) {
        boolean expires = switches.reads.cursorLifetime.compareTo(ChronoUnit.FOREVER.getDuration()) < 0;
        Cursor next = new Cursor(
                query.given(),
                query.perPage(),
                id,
                query.cursor().map(Cursor::page).orElse(1) + 1,
                query.cursor().map(Cursor::originalRequestId).orElse(requestId),
                expires ? Optional.of(clock.instant()) : Optional.empty());
        return "<" + base.get() + request.path() + "?cursor=" + next.encoded() + ">; rel=\"next\"";
    }

    private boolean isExpired(Cursor cursor) {
        return cursor.issued()
                .filter(issued -> issued.plus(switches.reads.cursorLifetime).isBefore(clock.instant()))
                .isPresent();
    }

    /** Rows, and the id of the next page's first row. */
    private record Page(List<ObjectNode> rows, Optional<Long> next) {}
}
