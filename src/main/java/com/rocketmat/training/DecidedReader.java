package com.rocketmat.training;

import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.sync.reading.SubjectReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads decided applications in steps: a page of them, or the rows of fifty. A step never waits, and memory use does not grow with the
 * number of rows.
 */
public final class DecidedReader {

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
    private final Retries retries;

    DecidedReader(
            HiringOutcomes hiring,
            OptOuts objections,
            DecidedApplications applications,
            SubjectReader reader,
            FeaturePlan plan,
            Optional<Instant> asOf,
            Retries retries) {
        this.hiring = hiring;
        this.objections = objections;
        this.applications = applications;
        this.reader = reader;
        this.outcomes = new OutcomeReader(hiring);
        this.plan = plan;
        this.asOf = row -> asOf.orElse(row.createdAt());
        this.retries = retries;
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
                return new Step.Wait(retries.until(pauseEnd.get()));
            }
            Step step = read();
            retries.succeeded();
            return step;
        } catch (HarvestException e) {
            return new Step.Wait(retries.after(e));
        }
    }

    /** The candidates of the rows so far who object by the tenant's opt_out_field in Greenhouse. */
    public Set<Long> optedOut() {
        return objections.candidates();
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
}
