package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Redirected;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.Page;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.training.DecidedReader.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DecidedReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final int MOST = 4;

    private HarvestFailure failure;
    private Optional<Instant> rest = Optional.empty();
    private Optional<String> next = Optional.empty();
    private final DecidedReader reader = reader();

    @Test
    void waitsThroughAShortOutageButNotForever() {
        waitsAfter(new Unavailable("503"));
        rest = Optional.of(NOW.plusSeconds(2));
        assertThat(reader.step()).as("runs come first").isEqualTo(new Step.Wait(Duration.ofSeconds(2)));
        rest = Optional.empty();
        waitsAfter(new Resting("503", NOW.plusSeconds(90)));
        waitsAfter(new Unavailable("503"));

        assertThatThrownBy(reader::step).isInstanceOf(HarvestException.class);
    }

    @Test
    void aUsedUpRateWindowIsNotAFailure() {
        for (int times = 0; times < 2 * MOST; times++) {
            waitsAfter(new Throttled(NOW.plusSeconds(7)));
        }
        failure = new Throttled(NOW.minusSeconds(1));
        assertThat(reader.step()).as("already over").isEqualTo(new Step.Wait(Duration.ZERO));
    }

    @Test
    void doesNotWaitForAPermanentFailure() {
        failure = new Forbidden("harvest:applications:list");

        assertThatThrownBy(reader::step).isInstanceOf(HarvestException.class);
    }

    /** A proxy or a token endpoint may refuse a single call, even right after an outage. */
    @Test
    void waitsAfterASingleRefusalButNotAfterASecondInARow() {
        waitsAfter(new Unavailable("503"));
        waitsAfter(new Unauthorised("401"));
        failure = null;
        assertThat(reader.step()).isInstanceOf(Step.Rows.class);
        waitsAfter(new Redirected("302"));
        waitsAfter(new Unavailable("503"));
        failure = new Unauthorised("401");

        assertThatThrownBy(reader::step).isInstanceOf(HarvestException.class);
    }

    /** Each new start reads a first page, so failures in a row are not counted. */
    @Test
    void aLinkThatIsAlwaysRefusedEndsTheReading() {
        next = Optional.of("page 2");
        AtomicInteger steps = new AtomicInteger();

        assertThatThrownBy(() -> {
                    while (steps.incrementAndGet() < 100) {
                        failure = null;
                        reader.step();
                    }
                })
                .isInstanceOfSatisfying(
                        HarvestException.class, e -> assertThat(e.failure()).isInstanceOf(Invalid.class));
        assertThat(steps).as("the first page and two restarts").hasValue(4);
    }

    @Test
    void anOutageAfterALinkHasExpiredDoesNotEndTheReading() {
        next = Optional.of("page 2");
        reader.step();
        for (int times = 0; times < 3; times++) {
            waitsAfter(new Throttled(NOW.plusSeconds(7)));
        }
        failure = null;
        next = Optional.empty();

        assertThat(reader.step()).isInstanceOf(Step.Rows.class);
    }

    private void waitsAfter(HarvestFailure how) {
        failure = how;
        assertThat(reader.step())
                .isInstanceOfSatisfying(
                        Step.Wait.class,
                        step -> assertThat(step.duration()).isPositive().isLessThanOrEqualTo(Retries.MAX_WAIT));
    }

    /** Reads from a Greenhouse that answers each page with the failure, if there is one. */
    private DecidedReader reader() {
        HiringOutcomes decisions = StandIn.of(HiringOutcomes.class, (_, method, _) -> {
            if (method.getName().equals("restUntil")) {
                return rest;
            }
            if (failure == null) {
                return new Page<>(List.of(), next);
            }
            throw new HarvestException(failure);
        });
        HarvestSession session = StandIn.of(HarvestSession.class, (_, _, _) -> {
            throw new HarvestException(new Invalid("422", List.of()));
        });
        return new DecidedReader(
                decisions,
                new OptOuts(Optional.empty(), ReferenceData.apart(null), decisions),
                new DecidedApplications(session, decisions, CreatedBetween.EVER, Set.of(), Set.of()),
                null,
                null,
                Optional.empty(),
                new Retries(MOST, CLOCK));
    }
}
