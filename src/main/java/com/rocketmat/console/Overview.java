package com.rocketmat.console;

import com.rocketmat.access.Reach;
import com.rocketmat.console.OverviewPage.StateLink;
import com.rocketmat.console.OverviewPage.Tile;
import com.rocketmat.console.Totals.Figures;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.tenant.TenantSearch;
import com.rocketmat.tenant.TenantSearch.Filter;
import com.rocketmat.tenant.TenantSearch.Page;
import com.rocketmat.tenant.TenantSearch.Place;
import com.rocketmat.tenant.state.TenantState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@ApplicationScoped
class Overview {

    private static final int ROWS = 50;
    private static final int HOURS_BETWEEN_TICKS = 4;
    private static final Duration LATE = Duration.ofMinutes(1);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);
    /** States that need action come first. */
    private static final List<TenantState> ORDER = List.of(
            TenantState.BLOCKED,
            TenantState.INVALID,
            TenantState.ACTIVE,
            TenantState.DRY_RUN,
            TenantState.PAUSED,
            TenantState.STOPPED);

    private final TenantSearch tenants;
    private final Totals totals;
    private final Clock clock;

    Overview(TenantSearch tenants, Totals totals, Clock clock) {
        this.tenants = tenants;
        this.totals = totals;
        this.clock = clock;
    }

    OverviewPage page(Filter filter, Reach reach, Place after, boolean allPaused) {
        Instant now = clock.instant();
        Figures figures = totals.figures(reach);
        Page page = tenants.page(filter, reach, after, ROWS);
        boolean filtered = !filter.part().isEmpty() || filter.state().isPresent();
        return new OverviewPage(
                tiles(figures, allPaused, now),
                states(figures, filter),
                written(figures),
                filter.part(),
                filter.state().map(Enum::name).orElse(""),
                figures.tenants() == 0 && page.tenants().isEmpty(),
                reach instanceof Reach.Only,
                filtered,
                allPaused,
                page.tenants(),
                page.next().map(next -> address(filter, next)).orElse(null),
                after.equals(Place.BEFORE_ALL) ? null : address(filter, Place.BEFORE_ALL),
                address(filter, after));
    }

    private static List<Tile> tiles(Figures figures, boolean allPaused, Instant now) {
        long failing = figures.states().getOrDefault(TenantState.BLOCKED, 0L)
                + figures.states().getOrDefault(TenantState.INVALID, 0L);
        return List.of(
                new Tile(
                        "Need attention",
                        Formats.number(failing),
                        failing == 0 ? "no tenant is blocked or invalid" : "blocked or with an unusable secret",
                        failing == 0 ? "good" : "bad"),
                allPaused
                        ? new Tile("Oldest due", "–", "all tenants are paused", "calm")
                        : oldestDue(figures.oldestDue(), now),
                new Tile(
                        "Waiting to be written",
                        Formats.number(figures.waiting()),
                        "each takes at least one call to Greenhouse",
                        "calm"),
                new Tile(
                        "Written in the last 24 hours",
                        Formats.number(figures.written().total()),
                        "for " + Formats.count(figures.written().tenants(), "tenant"),
                        "calm"));
    }

    private static Tile oldestDue(Optional<Instant> due, Instant now) {
        Duration delay = due.map(moment -> Duration.between(moment, now)).orElse(Duration.ZERO);
        if (due.isEmpty()) {
            return new Tile("Oldest due", "–", "no tenant is scheduled", "calm");
        }
        return delay.compareTo(LATE) < 0
                ? new Tile("Oldest due", "On time", "no tenant is more than a minute late", "good")
                : new Tile("Oldest due", Formats.span(delay), "late: more replicas or workers would help", "warn");
    }

    private static List<StateLink> states(Figures figures, Filter filter) {
        List<StateLink> links = new ArrayList<>();
        links.add(new StateLink(
                "All",
                "calm",
                countUnlessSearched(filter, figures.tenants()),
                address(new Filter(filter.part(), Optional.empty()), Place.BEFORE_ALL),
                filter.state().isEmpty()));
        for (TenantState state : ORDER) {
            Optional<TenantState> only = Optional.of(state);
            links.add(new StateLink(
                    Formats.title(state),
                    Badge.of(state, false).tone(),
                    countUnlessSearched(filter, figures.states().getOrDefault(state, 0L)),
                    address(new Filter(filter.part(), only), Place.BEFORE_ALL),
                    filter.state().equals(only)));
        }
        return links;
    }

    private static String countUnlessSearched(Filter filter, long tenants) {
        return filter.part().isEmpty() ? Formats.number(tenants) : null;
    }

    private static BarChart written(Figures figures) {
        List<BarChart.Column> columns = new ArrayList<>();
        figures.written().byHour().forEach((hour, scores) -> {
            String from = HOUR.format(hour);
            boolean hasTick = hour.atOffset(ZoneOffset.UTC).getHour() % HOURS_BETWEEN_TICKS == 0;
            columns.add(new BarChart.Column(from + " UTC", hasTick ? from : "", scores));
        });
        return BarChart.of(
                "%s in the last 24 hours, by hour of writing"
                        .formatted(Formats.count(figures.written().total(), "score")),
                columns);
    }

    private static String address(Filter filter, Place after) {
        return Addresses.with(
                Addresses.ROOT,
                Map.of(
                        "q",
                        filter.part(),
                        "state",
                        filter.state().map(Enum::name).orElse(""),
                        "after",
                        after.equals(Place.BEFORE_ALL) ? "" : after.rank() + "." + after.id()));
    }
}
