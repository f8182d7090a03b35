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
import com.rocketmat.tenant.TenantSearch.Page;
import com.rocketmat.tenant.TenantSearch.Place;
import com.rocketmat.tenant.TenantSearch.Wish;
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

    OverviewPage page(Wish wish, Reach reach, Place after, boolean allPaused) {
        Instant now = clock.instant();
        Figures figures = totals.figures(reach);
        Page page = tenants.page(wish, reach, after, ROWS);
        boolean filtered = !wish.part().isEmpty() || wish.state().isPresent();
        return new OverviewPage(
                tiles(figures, allPaused, now),
                states(figures, wish),
                written(figures),
                wish.part(),
                wish.state().map(Enum::name).orElse(""),
                figures.tenants() == 0 && page.tenants().isEmpty(),
                reach instanceof Reach.Only,
                filtered,
                page.tenants().stream()
                        .map(tenant -> TenantRow.of(tenant, allPaused, now))
                        .toList(),
                page.next().map(next -> address(wish, next)).orElse(null),
                after.equals(Place.BEFORE_ALL) ? null : address(wish, Place.BEFORE_ALL),
                address(wish, after));
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

    private static List<StateLink> states(Figures figures, Wish wish) {
        List<StateLink> links = new ArrayList<>();
        links.add(new StateLink(
                "All",
                "calm",
                countUnlessSearched(wish, figures.tenants()),
                address(new Wish(wish.part(), Optional.empty()), Place.BEFORE_ALL),
                wish.state().isEmpty()));
        for (TenantState state : ORDER) {
            Optional<TenantState> filter = Optional.of(state);
            links.add(new StateLink(
                    Formats.title(state),
                    Badge.of(state, false).tone(),
                    countUnlessSearched(wish, figures.states().getOrDefault(state, 0L)),
                    address(new Wish(wish.part(), filter), Place.BEFORE_ALL),
                    wish.state().equals(filter)));
        }
        return links;
    }

    private static String countUnlessSearched(Wish wish, long tenants) {
        return wish.part().isEmpty() ? Formats.number(tenants) : null;
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

    private static String address(Wish wish, Place after) {
        return Addresses.with(
                Addresses.ROOT,
                Map.of(
                        "q",
                        wish.part(),
                        "state",
                        wish.state().map(Enum::name).orElse(""),
                        "after",
                        after.equals(Place.BEFORE_ALL) ? "" : after.rank() + "." + after.id()));
    }
}
