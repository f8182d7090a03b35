package com.rocketmat.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * No open application is missed while people change others, pages are small, a replica dies, lists are late (within the overlap) and a clock was
 * wrong once. {@link Watermark} and {@link Reading} are real; lists, time and commits are modelled.
 */
class WatermarkPropertiesTest {

    private static final Duration LATENCY = Duration.ofMillis(130);
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final Duration SWEEP = Duration.ofHours(6);

    private final List<Version> versions = new ArrayList<>();
    private final Set<Version> seen = new HashSet<>();
    private Instant time = Instant.parse("2026-11-24T10:00:00.3Z");
    private Duration greenhouseAhead = Duration.ZERO;
    /** Error of the current time, which is derived from the last answer and the machine's clock. */
    private Duration error = Duration.ZERO;

    private int perPage = 2;
    private Duration overlap = Duration.ofHours(1);
    private Duration lag = Duration.ZERO;
    private Duration sweep = NEVER;

    private Watermark watermark = new Watermark(Optional.empty(), Optional.empty());
    private Optional<Reading> sweeping = Optional.empty();
    /** Beside a sweep, or alone. */
    private Optional<Reading> window = Optional.empty();

    /** An application since {@code changed}; {@code updatedAt} is older where a change does not move it, as of its job. */
    private record Version(long id, Instant changed, Instant updatedAt, boolean open) {}

    sealed interface Step {
        record Change(int whom, boolean open, boolean moves) implements Step {}

        record Pass(Duration time) implements Step {}

        enum Read implements Step {
            PAGE,
            /** Is read, but not committed. */
            LOST_PAGE,
            /** The cursor is refused. */
            EXPIRED_PAGE,
            /** The schedule is due, maybe in the middle of a sweep. */
            DUE
        }
    }

    /** Without another sweep than the first, which is complete if {@code known} is positive. */
    @Property
    void theNextWindowFindsEveryChangeThatMovesUpdatedAt(
            @ForAll("moving") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 4) int perPage,
            @ForAll @IntRange(min = 60, max = 3_600) int overlap,
            @ForAll("hundredths") int lateness,
            @ForAll @IntRange(max = 6) int known) {
        take(steps, perPage, overlap, lateness, known);

        readWindow();

        assertAllSeen();
    }

    @Property
    void theNextSweepFindsTheRest(
            @ForAll("anything") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 4) int perPage,
            @ForAll @IntRange(min = 60, max = 3_600) int overlap,
            @ForAll("hundredths") int lateness,
            @ForAll @IntRange(max = 6) int known) {
        sweep = SWEEP;
        take(steps, perPage, overlap, lateness, known);

        for (long hour = 0; hour <= SWEEP.toHours(); hour++) {
            readWindow();
            time = time.plus(Duration.ofHours(1));
        }

        assertAllSeen();
    }

    /** Forwards or backwards. The next window is opened by the former time. */
    @Property
    void aClockThatIsSetHidesNothing(
            @ForAll @IntRange(min = -20_000, max = 20_000) int seconds,
            @ForAll @IntRange(max = 6) int known,
            @ForAll @IntRange(max = 20_000) int later) {
        begin(known);
        error = Duration.ofSeconds(seconds);
        readWindow();
        time = time.plus(Duration.ofMinutes(15));
        change(7, true, true);
        time = time.plusSeconds(later);

        readWindow();

        assertAllSeen();
    }

    /** A window is opened by the time of the answer before, so the second and the third have a wrong time. */
    @Property
    void aGreenhouseWhoseClockRanAheadHidesNothing(
            @ForAll @IntRange(max = 200_000) int seconds, @ForAll @IntRange(max = 6) int known) {
        sweep = SWEEP;
        begin(known);
        greenhouseAhead = Duration.ofSeconds(seconds);
        readWindow();
        readWindow();
        greenhouseAhead = Duration.ZERO;
        change(7, true, true);
        time = time.plus(Duration.ofMinutes(15));
        readWindow();
        change(8, true, true);
        time = time.plus(Duration.ofMinutes(15));

        readWindow();

        assertAllSeen();
    }

    /** In the end all changes show, and a window that was open then is read completely. */
    private void take(List<Step> steps, int perPage, int overlap, int lateness, int known) {
        this.perPage = perPage;
        this.overlap = Duration.ofSeconds(overlap);
        lag = this.overlap.multipliedBy(lateness).dividedBy(100);
        begin(known);
        steps.forEach(this::take);
        time = time.plus(lag);
        if (isOpen()) {
            readWindow();
        }
    }

    private void begin(int known) {
        for (int whom = 0; whom < known; whom++) {
            change(whom, true, true);
        }
        time = time.plus(lag);
        if (known > 0) {
            readWindow();
        }
    }

    private void take(Step step) {
        switch (step) {
            case Step.Change change -> change(change.whom(), change.open(), change.moves());
            case Step.Pass pass -> time = time.plus(pass.time());
            case Step.Read.PAGE -> commit(page());
            case Step.Read.LOST_PAGE -> page();
            case Step.Read.EXPIRED_PAGE -> put(reading().again());
            case Step.Read.DUE -> window = window.or(() -> Optional.of(start()).filter(opened -> !opened.sweep()));
        }
    }

    private void change(long id, boolean open, boolean moves) {
        Version before = shown(time).get(id);
        Instant updated = moves || before == null ? time : before.updatedAt();
        versions.add(new Version(id, time, updated, open));
    }

    private Map<Long, Version> shown(Instant until) {
        Map<Long, Version> last = new TreeMap<>();
        versions.stream()
                .filter(version -> !version.changed().isAfter(until))
                .forEach(version -> last.put(version.id(), version));
        return last;
    }

    private void readWindow() {
        do {
            commit(page());
        } while (isOpen());
    }

    private boolean isOpen() {
        return window.isPresent() || sweeping.isPresent();
    }

    private record Found(Collection<Version> rows, Reading read) {}

    /** The cursor is the last id. */
    private Found page() {
        Reading reading = reading();
        long after = reading.nextPage().map(Long::valueOf).orElse(-1L);
        List<Version> rest = shown(time.minus(lag)).values().stream()
                .filter(version -> version.id() > after && version.open())
                .filter(version -> reading.from()
                        .map(from -> !version.updatedAt().isBefore(from)
                                && !version.updatedAt().isAfter(reading.to()))
                        .orElse(true))
                .toList();
        time = time.plus(LATENCY);
        error = greenhouseAhead;
        List<Version> rows = rest.subList(0, Math.min(perPage, rest.size()));
        Optional<String> next = Optional.of(rows)
                .filter(page -> page.size() < rest.size())
                .map(page -> Long.toString(page.getLast().id()));
        return new Found(rows, reading.noLaterThan(now()).after(next));
    }

    private void commit(Found found) {
        seen.addAll(found.rows());
        watermark = watermark.after(found.read());
        put(found.read());
    }

    private Reading reading() {
        return window.or(() -> sweeping).orElseGet(this::start);
    }

    private Reading start() {
        Reading opened = sweeping.map(open -> watermark.beside(open.to(), now(), overlap))
                .orElseGet(() -> watermark.next(now(), overlap, sweep));
        put(opened);
        return opened;
    }

    private void put(Reading reading) {
        Optional<Reading> left = Optional.of(reading).filter(open -> !open.whole());
        if (reading.sweep()) {
            sweeping = left;
        } else {
            window = left;
        }
    }

    private Instant now() {
        return time.plus(error);
    }

    private void assertAllSeen() {
        assertThat(seen)
                .containsAll(shown(time).values().stream().filter(Version::open).toList());
    }

    /** Extremes often. */
    @Provide
    Arbitrary<Integer> hundredths() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just(0)),
                Tuple.of(3, Arbitraries.just(100)),
                Tuple.of(4, Arbitraries.integers().between(1, 99)));
    }

    @Provide
    Arbitrary<List<Step>> moving() {
        return steps(Arbitraries.just(true));
    }

    @Provide
    Arbitrary<List<Step>> anything() {
        return steps(Arbitraries.of(true, false));
    }

    private static Arbitrary<List<Step>> steps(Arbitrary<Boolean> moves) {
        Arbitrary<Step> change = Combinators.combine(
                        Arbitraries.integers().between(0, 20), Arbitraries.of(true, true, false), moves)
                .as(Step.Change::new);
        Arbitrary<Step> pass = Arbitraries.oneOf(
                        Arbitraries.longs().between(1, 2_000),
                        Arbitraries.longs().between(1, Duration.ofHours(3).toMillis()))
                .map(millis -> new Step.Pass(Duration.ofMillis(millis)));
        return Arbitraries.frequencyOf(
                        Tuple.of(8, change),
                        Tuple.of(6, Arbitraries.just(Step.Read.PAGE)),
                        Tuple.of(3, pass),
                        Tuple.of(3, Arbitraries.of(Step.Read.class)))
                .list()
                .ofMaxSize(60);
    }
}
