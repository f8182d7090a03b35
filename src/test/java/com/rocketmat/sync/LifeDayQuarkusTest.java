package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.SettableClock;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.switches.Switches.CustomFieldWrites;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A day in the life of a customer, in simulated time: people work in Greenhouse, three of ten requests fail, and the service runs
 * every quarter of an hour.
 */
@QuarkusTest
@TestProfile(LifeDay.class)
class LifeDayQuarkusTest {

    private static final Duration WORKDAY = Duration.ofHours(24);
    /** Without edits: a sweep, and the time to complete it despite the faults. */
    private static final Duration EVENING = LifeDay.SWEEP.multipliedBy(2);

    private static final Duration QUARTER = Duration.ofMinutes(15);
    /** Longer than lists lag. */
    private static final Duration A_WHILE = Duration.ofMinutes(5);
    /** As in the schedule. */
    private static final Duration AFTER_WINDOW = Duration.ofMillis(600);

    private static final Duration LATENCY = Duration.ofMillis(400);

    private static final SettableClock CLOCK = SimulatedTime.CLOCK;

    /** The seed of the ordinary build. */
    private static final long FIXED = 4_711;

    /** The seed of a nightly build; a failure reports it. */
    private static final long SEED =
            Long.getLong("rocketmat.life.seed", RandomGenerator.getDefault().nextLong());

    @TestHTTPResource
    URI service;

    GreenhouseSimulator greenhouse;
    SandboxVault vault;

    @Inject
    Slice slice;

    @Inject
    TenantRegistry registry;

    @Inject
    TenantStates states;

    private final Random random = new Random(FIXED);
    private volatile Instant revoked = Instant.EPOCH;

    @ParameterizedTest
    @CsvSource(LifeDay.FIXED + ", REPLACE, true, PT40S")
    void everyEligibleApplicationGetsItsScoreAndNothingElseChanges(
            String name, CustomFieldWrites writes, boolean revokeOnMint, Duration lag) {
        live(name, writes, revokeOnMint, lag, DrawnSwitches::last);
    }

    static List<String> drawn() {
        return LifeDay.DRAWN;
    }

    @ParameterizedTest
    @Tag("nightly")
    @MethodSource("drawn")
    void everyScoreArrivesWithAnySwitchesOfGreenhouse(String name) {
        long seed = SEED + name.hashCode();
        Random switches = new Random(seed);
        live(
                name,
                switches.nextBoolean() ? CustomFieldWrites.MERGE : CustomFieldWrites.REPLACE,
                switches.nextBoolean(),
                switches.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(40),
                all -> DrawnSwitches.draw(seed, all));
    }

    private void live(
            String name,
            CustomFieldWrites writes,
            boolean revokeOnMint,
            Duration lag,
            Function<Switches, Map<String, Object>> draw) {
        CustomersDay day = LifeDay.customer(name);
        greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        day.begin(1_020, 30);
        Map<String, Object> drawn = draw.apply(greenhouse.switches());
        try {
            live(day, writes, revokeOnMint, lag);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "-Drocketmat.life.seed=%d: %s, %s, revokes %s, lags %s, %s"
                            .formatted(SEED, name, writes, revokeOnMint, lag, drawn),
                    e);
        } finally {
            DrawnSwitches.undo(greenhouse.switches());
        }
    }

    private void live(CustomersDay day, CustomFieldWrites writes, boolean revokeOnMint, Duration lag) {
        String name = day.greenhouse().name();
        greenhouse.switches().customFieldWrites = writes;
        greenhouse.switches().revokeOnMint = revokeOnMint;
        greenhouse.switches().readAfterWriteLag = lag;
        greenhouse.switches().patchAnswer = revokeOnMint ? Switches.PatchAnswer.NO_CONTENT : Switches.PatchAnswer.ROW;
        greenhouse.switches().life.mergeKeepsApplicationIds = !revokeOnMint;
        TenantSettings settings = join(day);
        int before = greenhouse.faults().fired();

        // a write may undo an edit that lists do not show yet
        workday(day, lag.isZero() ? () -> day.inBetween(written(name)) : day::meanwhile);
        int interruptions = greenhouse.faults().fired() - before;
        List<Call> calls = greenhouse.calls().of(name);
        evening(day);

        assertThat(new Aftermath(day, settings).faults()).isEmpty();
        Writes sent = Writes.into(greenhouse, name);
        assertThat(sent.properties()).containsExactly("custom_fields");
        // null empties the score of a candidate who was erased meanwhile
        assertThat(sent.values(CustomersDay.SCORE).values())
                .allMatch(values ->
                        values.stream().filter(value -> !value.equals("null")).count() == 1);
        assertThat(written(name).size()).as("applications written").isGreaterThan(100);
        assertThat(interruptions).as("of %d requests", calls.size()).isGreaterThan(calls.size() * 3 / 10);
        assertThat(calls).extracting(Call::status).contains(0, 200, 401, 422, 429, 500, 502);
    }

    private void workday(CustomersDay day, Runnable betweenSlices) {
        trouble(day, () -> work(day));
        Instant evening = CLOCK.instant().plus(WORKDAY);
        while (CLOCK.instant().isBefore(evening)) {
            run(day, betweenSlices);
            CLOCK.forward(A_WHILE);
            day.quietly();
            CLOCK.forward(QUARTER.minus(A_WHILE));
        }
    }

    private void evening(CustomersDay day) {
        trouble(day, () -> {});
        Instant midnight = CLOCK.instant().plus(EVENING);
        while (CLOCK.instant().isBefore(midnight)) {
            run(day, () -> {});
            CLOCK.forward(QUARTER);
        }
    }

    /** Runs slices until the run is complete. */
    private void run(CustomersDay day, Runnable inBetween) {
        TenantId tenant = new TenantId(day.greenhouse().name());
        while (true) {
            switch (slice.run(tenant, () -> false)) {
                case SliceOutcome.Due _ -> {
                    return;
                }
                case SliceOutcome.More _ -> inBetween.run();
                case SliceOutcome.Wait wait -> {
                    inBetween.run();
                    Instant until = wait.until().plus(AFTER_WINDOW);
                    if (until.isAfter(CLOCK.instant())) {
                        CLOCK.set(until);
                    }
                }
                case SliceOutcome.Blocked _ -> throw new AssertionError("blocked: " + states.standing(tenant));
                case SliceOutcome.Unknown _ -> throw new AssertionError("without settings");
                case SliceOutcome.Lost _ -> throw new AssertionError("there is no other replica");
            }
        }
    }

    /** Makes the customer a tenant whose model returns an application's points. */
    private TenantSettings join(CustomersDay day) {
        String name = day.greenhouse().name();
        TenantId tenant = new TenantId(name);
        OwnSlice.claim(tenant);
        WrittenSecret.put(vault, name, day.greenhouse().secret(Map.of()));
        Operator operator = new Operator(service, LifeDay.OPERATOR);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> operator.tenant(name).statusCode() == 200
                        && registry.settings(tenant).isPresent());
        operator.giveModel(name, Graph.identity().toBytes(), PointsCustomer.MANIFEST);
        return registry.settings(tenant).orElseThrow();
    }

    /** At times a person edits right before a request is served, or another client mints with the same credential. */
    private void work(CustomersDay day) {
        if (random.nextInt(100) < 5) {
            day.meanwhile();
        }
        Instant now = CLOCK.instant();
        if (random.nextInt(100) < 2 && revoked.plus(A_WHILE).isBefore(now)) {
            revoked = now;
            greenhouse.revokeTokens(day.greenhouse().name());
        }
    }

    /** Requests take time, an edit may happen right before one, and three of ten fail, writes more often. */
    private void trouble(CustomersDay day, Runnable happening) {
        String name = day.greenhouse().name();
        Faults faults = greenhouse.faults();
        faults.clear();
        faults.on(Match.any()).always().happens(() -> {
            // concurrent requests must not move the clock while an edit is made in both organisations
            synchronized (day) {
                CLOCK.forward(LATENCY);
                happening.run();
            }
        });
        Match any = Match.any().organisation(name);
        faults.randomly(
                0.15,
                1,
                Match.get("/v3/applications").organisation(name).query("cursor="),
                Fault.cursorExpired(),
                new Fault.DuplicateRowOfPreviousPage());
        faults.randomly(
                0.3,
                2,
                Match.patch("/v3/applications").organisation(name),
                new Fault.RateLimited(3),
                new Fault.RateLimited(),
                Fault.serverError(),
                new Fault.Html(502),
                new Fault.Drop(),
                new Fault.ApplyThenDrop(),
                new Fault.ApplyThenStatus(500),
                new Fault.Truncate(),
                new Fault.InvalidJson(),
                new Fault.VisibleLater(Duration.ofSeconds(45)),
                new Fault.LowerCaseHeaders());
        faults.randomly(
                0.3,
                3,
                any,
                new Fault.RateLimited(3),
                new Fault.RateLimited(),
                Fault.serverError(),
                new Fault.Html(502),
                new Fault.Drop(),
                new Fault.Truncate(),
                new Fault.InvalidJson(),
                new Fault.ResetShifted(Duration.ofMinutes(-5)),
                new Fault.LowerCaseHeaders());
    }

    private Set<Long> written(String name) {
        return greenhouse.calls().of(name).stream()
                .filter(call -> call.method().equals("PATCH"))
                .map(Call::path)
                .map(path -> Long.valueOf(path.substring(path.lastIndexOf('/') + 1)))
                .collect(Collectors.toSet());
    }
}
