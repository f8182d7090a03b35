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
 * Reads decided applications step by step: a page of them, or fifty with their rows. A step never waits, and memory use does not
 * grow with the number of rows.
 */
public final class DecidedReader {

    /** During longer waits, callers check in between whether they may continue. */
    static final Duration LONGEST_REST = Duration.ofSeconds(30);

    /** In a row, before an export breaks off: about as long as a connection may be silent. */
    static final int MOST_OF_AN_EXPORT = 6;
    /** About an hour, since a training would have to read again what took it hours. */
    static final int MOST_OF_A_TRAINING = 120;

    private final HiringOutcomes hiring;
    private final OptOuts objections;
    private final DecidedApplications applications;
    private final SubjectReader reader;
    private final OutcomeReader outcomes;
    private final FeaturePlan plan;
    private final Function<Application, Instant> asOf;
    private final int mostFailures;
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
            int mostFailures,
            Clock clock) {
        this.hiring = hiring;
        this.objections = objections;
        this.applications = applications;
        this.reader = reader;
        this.outcomes = new OutcomeReader(hiring);
        this.plan = plan;
        this.asOf = row -> asOf.orElse(row.createdAt());
        this.mostFailures = mostFailures;
        this.clock = clock;
    }

    public sealed interface Step {

        /** Some rows, possibly none. */
        record Rows(List<DecidedRow> rows, boolean last) implements Step {}

        record Rest(Duration duration) implements Step {}
    }

    /** Throws {@link HarvestException} if Greenhouse refuses, or keeps failing. */
    public Step step() {
        try {
            Optional<Instant> rest = hiring.restUntil();
            if (rest.isPresent()) {
                return new Step.Rest(until(rest.get(), clock));
            }
            Step step = work();
            failures = 0;
            refused = false;
            return step;
        } catch (HarvestException e) {
            return afterFailure(e);
        }
    }

    /** The candidates of the rows so far who object by the tenant's opt_out_field, in Greenhouse. */
    public Set<Long> optedOut() {
        return objections.candidates();
    }

    private Step afterFailure(HarvestException e) {
        boolean failed = !(e.failure() instanceof Throttled);
        if (failed && ++failures >= mostFailures) {
            throw e;
        }
        Duration rest = rest(e.failure(), failures, refused, clock).orElseThrow(() -> e);
        refused |= e.failure().perhapsOnce();
        return new Step.Rest(rest);
    }

    /** Empty after a failure that does not pass; {@code failures} counts those in a row, and {@code refused} if one was a refusal. */
    public static Optional<Duration> rest(HarvestFailure failure, int failures, boolean refused, Clock clock) {
        return switch (failure) {
            case Later later -> Optional.of(until(later.until(), clock));
            case Unavailable _ -> Optional.of(least(BackOff.after(failures, ThreadLocalRandom.current())));
            default -> failure.perhapsOnce() && !refused ? Optional.of(LONGEST_REST) : Optional.empty();
        };
    }

    private Step work() {
        List<Application> batch = applications.atHand();
        if (!batch.isEmpty()) {
            List<DecidedRow> rows = rows(batch);
            applications.take();
            return new Step.Rows(rows, false);
        }
        if (applications.allRead()) {
            return new Step.Rows(List.of(), true);
        }
        applications.readOn();
        return new Step.Rows(List.of(), false);
    }

    private List<DecidedRow> rows(List<Application> batch) {
        List<Application> shown = reader.onShownJobs(batch);
        List<Subject> subjects =
                shown.isEmpty() ? List.of() : reader.read(shown, asOf).subjects();
        if (subjects.isEmpty()) {
            return List.of();
        }
        Map<Long, Outcome> became =
                outcomes.read(subjects.stream().map(Subject::application).toList());
        objections.read(subjects);
        return subjects.stream()
                .map(subject -> new DecidedRow(
                        subject,
                        plan.values(subject),
                        became.get(subject.application().id())))
                .toList();
    }

    private static Duration until(Instant end, Clock clock) {
        Duration rest = Duration.between(clock.instant(), end);
        return rest.isNegative() ? Duration.ZERO : least(rest);
    }

    private static Duration least(Duration rest) {
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}
