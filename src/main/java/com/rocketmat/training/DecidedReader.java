package com.rocketmat.training;

import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Later;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.sync.reading.BackOff;
import com.rocketmat.sync.reading.SubjectReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Reads decided applications in steps: a page of them, or the rows of fifty. A step never waits, and memory use does not grow with the
 * number of rows.
 */
public final class DecidedReader {

    /** Short, so that callers can check in between whether they may continue. */
    static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /** Consecutive failures before an export ends: about as long as a connection may be silent. */
    static final int MAX_FAILURES_OF_EXPORT = 6;
    /** About an hour, since a training would have to repeat hours of reading. */
    static final int MAX_FAILURES_OF_TRAINING = 120;

    private final HiringOutcomes hiring;
    private final OptOuts objections;
    private final DecidedApplications applications;
    private final SubjectReader reader;
    private final OutcomeReader outcomes;
    private final FeaturePlan plan;
    private final Function<Application, Instant> asOf;
    private final int maxFailures;
    private final Clock clock;
    private int failures;
    private boolean refused;

    DecidedReader(
            HiringOutcomes hiring,
            OptOuts objections,
            DecidedApplications applications,
            SubjectReader reader,
            FeaturePlan plan,
            Optional<Instant> asOf,
            int maxFailures,
            Clock clock) {
        this.hiring = hiring;
        this.objections = objections;
        this.applications = applications;
        this.reader = reader;
        this.outcomes = new OutcomeReader(hiring);
        this.plan = plan;
        this.asOf = row -> asOf.orElse(row.createdAt());
        this.maxFailures = maxFailures;
        this.clock = clock;
    }

    public sealed interface Step {

        /** Some rows, possibly none. */
        record Rows(List<DecidedRow> rows) implements Step {}

        record Wait(Duration duration) implements Step {}

        /** There are no more rows. */
        record Done() implements Step {}
    }

    /** Throws {@link HarvestException} if Greenhouse refuses, or keeps failing. */
    public Step step() {
        try {
            Optional<Instant> pauseEnd = hiring.restUntil();
            if (pauseEnd.isPresent()) {
                return new Step.Wait(until(pauseEnd.get(), clock));
            }
            Step step = read();
            failures = 0;
            refused = false;
            return step;
        } catch (HarvestException e) {
            return waitOrThrow(e);
        }
    }

    /** The candidates of the rows so far who object by the tenant's opt_out_field in Greenhouse. */
    public Set<Long> optedOut() {
        return objections.candidates();
    }

    private Step waitOrThrow(HarvestException e) {
        boolean throttled = e.failure() instanceof Throttled;
        if (!throttled && ++failures >= maxFailures) {
            throw e;
        }
        Duration delay = retryDelay(e.failure(), failures, refused, clock).orElseThrow(() -> e);
        refused |= e.failure().perhapsOnce();
        return new Step.Wait(delay);
    }

    /** Empty if a retry is pointless; {@code failures} counts consecutive failures, {@code refused} is set if one was a refusal. */
    public static Optional<Duration> retryDelay(HarvestFailure failure, int failures, boolean refused, Clock clock) {
        return switch (failure) {
            case Later later -> Optional.of(until(later.until(), clock));
            case Unavailable _ -> Optional.of(limited(BackOff.after(failures, ThreadLocalRandom.current())));
            default -> failure.perhapsOnce() && !refused ? Optional.of(MAX_WAIT) : Optional.empty();
        };
    }

    private Step read() {
        List<Application> batch = applications.batch();
        if (!batch.isEmpty()) {
            List<DecidedRow> rows = rows(batch);
            applications.removeBatch();
            return new Step.Rows(rows);
        }
        if (applications.allRead()) {
            return new Step.Done();
        }
        applications.readPage();
        return new Step.Rows(List.of());
    }

    private List<DecidedRow> rows(List<Application> batch) {
        List<Application> visible = reader.onShownJobs(batch);
        List<Subject> subjects =
                visible.isEmpty() ? List.of() : reader.read(visible, asOf).subjects();
        if (subjects.isEmpty()) {
            return List.of();
        }
        Map<Long, Outcome> byApplication =
                outcomes.read(subjects.stream().map(Subject::application).toList());
        objections.read(subjects);
        return subjects.stream()
                .map(subject -> new DecidedRow(
                        subject,
                        plan.values(subject),
                        byApplication.get(subject.application().id())))
                .toList();
    }

    private static Duration until(Instant end, Clock clock) {
        Duration duration = Duration.between(clock.instant(), end);
        return duration.isNegative() ? Duration.ZERO : limited(duration);
    }

    private static Duration limited(Duration duration) {
        return duration.compareTo(MAX_WAIT) < 0 ? duration : MAX_WAIT;
    }
}
