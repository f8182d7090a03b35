package com.rocketmat.training;

import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.Decisions;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Later;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.sync.reading.BackOff;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.table.TableWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A running export, step by step: a page of applications, or the rows of fifty of them. A step never waits, and memory use does
 * not grow with the number of rows.
 */
final class TrainingExport {

    /** During longer waits, checks in between whether the export may continue. */
    static final Duration LONGEST_REST = Duration.ofSeconds(30);

    private static final int MOST_FAILURES = 6;

    private final Decisions decisions;
    private final DecidedApplications applications;
    private final SubjectReader reader;
    private final OutcomeReader outcomes;
    private final FeaturePlan plan;
    private final Optional<Instant> asOf;
    private final TrainingTable table;
    private final TableWriter writer;
    private final Clock clock;
    private boolean begun;
    private int failures;
    private final AtomicLong rows = new AtomicLong();

    TrainingExport(
            Decisions decisions,
            DecidedApplications applications,
            SubjectReader reader,
            FeaturePlan plan,
            TrainingTable table,
            TrainingRequest request,
            Clock clock) {
        this.decisions = decisions;
        this.applications = applications;
        this.reader = reader;
        this.outcomes = new OutcomeReader(decisions);
        this.plan = plan;
        this.asOf = request.asOf();
        this.table = table;
        this.writer = request.format().write(table.columns());
        this.clock = clock;
    }

    /** The result of a step. */
    sealed interface Step {

        /** A part of the file, possibly empty. */
        final class Piece implements Step {

            private final byte[] bytes;
            private final boolean last;

            Piece(byte[] bytes, boolean last) {
                this.bytes = bytes;
                this.last = last;
            }

            byte[] bytes() {
                return bytes;
            }

            boolean last() {
                return last;
            }
        }

        /** Nothing can be done before this is over. */
        record Rest(Duration duration) implements Step {}
    }

    /** Number of rows so far. */
    long rows() {
        return rows.get();
    }

    /** @throws HarvestException if Greenhouse refuses, or keeps failing */
    Step step() {
        if (!begun) {
            begun = true;
            return new Step.Piece(writer.header(), false);
        }
        try {
            Optional<Instant> rest = decisions.restUntil();
            Step step = rest.isPresent() ? restUntil(rest.get()) : work();
            failures = 0;
            return step;
        } catch (HarvestException e) {
            return afterFailure(e);
        }
    }

    private Step afterFailure(HarvestException e) {
        if (e.failure() instanceof Later later) {
            return restUntil(later.until());
        }
        failures++;
        if (e.failure() instanceof Unavailable && failures < MOST_FAILURES) {
            return new Step.Rest(least(BackOff.after(failures, ThreadLocalRandom.current())));
        }
        throw e;
    }

    private Step work() {
        List<Application> batch = applications.atHand();
        if (!batch.isEmpty()) {
            byte[] bytes = writer.rows(rows(batch));
            applications.take();
            return new Step.Piece(bytes, false);
        }
        if (applications.readWhole()) {
            return new Step.Piece(new byte[0], true);
        }
        applications.readOn();
        return new Step.Piece(new byte[0], false);
    }

    private List<List<Object>> rows(List<Application> batch) {
        List<Application> shown = reader.onShownJobs(batch);
        List<Subject> subjects = shown.isEmpty() ? List.of() : reader.read(shown, row -> asOf.orElse(row.createdAt()));
        if (subjects.isEmpty()) {
            return List.of();
        }
        Map<Long, Outcome> became =
                outcomes.read(subjects.stream().map(Subject::application).toList());
        List<List<Object>> made = subjects.stream()
                .map(subject -> table.row(
                        subject.application().id(),
                        subject.asOf(),
                        plan.values(subject),
                        became.get(subject.application().id())))
                .toList();
        rows.addAndGet(made.size());
        return made;
    }

    private Step restUntil(Instant until) {
        Duration rest = Duration.between(clock.instant(), until);
        return new Step.Rest(rest.isNegative() ? Duration.ZERO : least(rest));
    }

    private static Duration least(Duration rest) {
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }
}
