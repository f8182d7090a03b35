package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sync.People.Deed;
import com.rocketmat.sync.World.Step;
import com.rocketmat.sync.reading.Eligibility;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.sync.run.Reading;
import com.rocketmat.sync.run.Watermark;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * No eligible application is lost, no matter what people do while a replica reads, however small the pages, wherever it dies, with any
 * clock of the next replica, and however late (within the overlap) Greenhouse shows changes.
 *
 * <p>Real: the rules of windows ({@link Watermark}, {@link Reading}), Greenhouse's time, {@link Eligibility} and {@link
 * SubjectReader}. Lists, filters, cursors, late rows and writes are the simulator's. Modelled: the database and the order of the
 * steps, see {@link Replica}.
 */
class WindowPropertiesTest {

    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final Duration SWEEP = Duration.ofHours(6);

    private static final TenantSettings SETTINGS =
            TestTenants.settings("acme", new Credential.ApiKey(new Secret("k")), Optional.of(1L));

    /** Without any sweep but the first, which has ended once {@code known} applications exist before the steps. */
    @Property
    void theNextRunFindsWhateverMoved(
            @ForAll("moving") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 4) int perPage,
            @ForAll @IntRange(min = 60, max = 3_600) int overlap,
            @ForAll("hundredths") int lateness,
            @ForAll @IntRange(min = -300, max = 300) int skew,
            @ForAll @IntRange(max = 6) int known) {
        World world = new World(SETTINGS, perPage, Duration.ofSeconds(overlap), lateness, NEVER, skew);
        begin(world, known);

        steps.forEach(world::take);
        world.settle();
        world.replica().readWindow();
        world.replica().write();

        assertThat(world.truth().unscored(SETTINGS)).isEmpty();
    }

    @Property
    void theNextSweepFindsTheRest(
            @ForAll("anything") List<Step> steps,
            @ForAll @IntRange(min = 1, max = 4) int perPage,
            @ForAll @IntRange(min = 60, max = 3_600) int overlap,
            @ForAll("hundredths") int lateness,
            @ForAll @IntRange(min = -300, max = 300) int skew,
            @ForAll @IntRange(max = 6) int known) {
        World world = new World(SETTINGS, perPage, Duration.ofSeconds(overlap), lateness, SWEEP, skew);
        begin(world, known);

        steps.forEach(world::take);
        world.settle();
        for (long hour = 0; hour <= SWEEP.toHours(); hour++) {
            world.replica().readWindow();
            world.passes(Duration.ofHours(1));
        }
        world.replica().write();

        assertThat(world.truth().unscored(SETTINGS)).isEmpty();
    }

    /** Both ways; the next window is opened by the time as it was learned before. */
    @Property
    void aClockThatIsSetHidesNothing(
            @ForAll @IntRange(min = -20_000, max = 20_000) int seconds, @ForAll @IntRange(min = 0, max = 6) int known) {
        World world = new World(SETTINGS, 2, Duration.ofHours(1), 0, NEVER, 0);
        begin(world, known);
        world.clockMoves(Duration.ofSeconds(seconds));
        world.replica().readWindow();
        world.passes(Duration.ofMinutes(15));
        world.people().does(Deed.APPLY, 7);

        world.settle();
        world.replica().readWindow();
        world.replica().write();

        assertThat(world.truth().unscored(SETTINGS)).isEmpty();
    }

    /** Windows are opened by the time as it was learned before: the second one is by the wrong time, and so is the third. */
    @Property
    void aGreenhouseWhoseClockRanAheadHidesNothing(
            @ForAll @IntRange(max = 200_000) int seconds, @ForAll @IntRange(max = 6) int known) {
        World world = new World(SETTINGS, 2, Duration.ofHours(1), 0, SWEEP, 0);
        begin(world, known);
        world.greenhouseIsAhead(Duration.ofSeconds(seconds));
        world.replica().readWindow();
        world.replica().readWindow();
        world.greenhouseIsAhead(Duration.ZERO);
        world.people().does(Deed.APPLY, 7);
        world.passes(Duration.ofMinutes(15));
        world.replica().readWindow();
        world.people().does(Deed.APPLY, 8);
        world.passes(Duration.ofMinutes(15));

        world.replica().readWindow();
        world.replica().write();

        assertThat(world.truth().unscored(SETTINGS)).isEmpty();
    }

    private static void begin(World world, int known) {
        if (known > 0) {
            for (int whom = 0; whom < known; whom++) {
                world.people().does(Deed.APPLY, whom);
            }
            world.settle();
            world.replica().readWindow();
            world.replica().write();
        }
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
        return steps(Arrays.stream(Deed.values()).filter(Deed::moves).toList());
    }

    @Provide
    Arbitrary<List<Step>> anything() {
        return steps(List.of(Deed.values()));
    }

    private static Arbitrary<List<Step>> steps(List<Deed> deeds) {
        Arbitrary<Step> doing = Combinators.combine(
                        Arbitraries.of(deeds), Arbitraries.integers().between(0, 20))
                .as(Step.Doing::new);
        Arbitrary<Step> applying = Arbitraries.integers().between(0, 1).map(whom -> new Step.Doing(Deed.APPLY, whom));
        Arbitrary<Step> passing = Arbitraries.oneOf(
                        Arbitraries.longs().between(1, 2_000),
                        Arbitraries.longs().between(1, Duration.ofHours(3).toMillis()))
                .map(millis -> new Step.Passing(Duration.ofMillis(millis)));
        Arbitrary<Step> dying = Arbitraries.integers().between(-300, 300).map(Step.Dying::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(5, doing),
                        Tuple.of(3, applying),
                        Tuple.of(6, Arbitraries.just(new Step.ReadingPage())),
                        Tuple.of(3, passing),
                        Tuple.of(2, Arbitraries.just(new Step.BecomingDue())),
                        Tuple.of(1, dying),
                        Tuple.of(1, Arbitraries.just(new Step.Expiring())),
                        Tuple.of(1, Arbitraries.just(new Step.Repeating())),
                        Tuple.of(1, Arbitraries.just(new Step.Writing())))
                .list()
                .ofMaxSize(60);
    }
}
