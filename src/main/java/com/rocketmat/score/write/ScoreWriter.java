package com.rocketmat.score.write;

import static com.rocketmat.score.ScoreState.GONE;
import static com.rocketmat.score.ScoreState.REFUSED;
import static com.rocketmat.score.ScoreState.SUPERSEDED;
import static com.rocketmat.score.ScoreState.WRITTEN;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Writes waiting scores to Greenhouse, one batch of freshly read rows at a time. */
// created at start, so that its metrics exist from then on
@Startup
@ApplicationScoped
public class ScoreWriter {

    private static final String SCORES = "rocketmat_scores";

    private final SliceWrites.Services services;
    private final MeterRegistry metrics;

    ScoreWriter(
            Scores scores,
            WriteProofs proofs,
            ReadBack readBack,
            WithheldCandidates withheld,
            SecondLook secondLook,
            Clock clock,
            MeterRegistry metrics) {
        this.services = new SliceWrites.Services(scores, proofs, readBack, withheld, secondLook, clock);
        this.metrics = metrics;
        // starts at 0: Prometheus does not see the first occurrence of a new series as an increase
        for (ScoreState state : List.of(WRITTEN, SUPERSEDED, REFUSED, GONE)) {
            metrics.counter(SCORES, "outcome", state.name());
        }
    }

    /** Counts as left alone scores that were not written because of the application itself, and as failed those that were given up. */
    public record Batch(int written, int leftAlone, int failed) {

        static Batch of(List<Scores.Settled> settled) {
            int written = count(settled, WRITTEN);
            int leftAlone = count(settled, SUPERSEDED);
            return new Batch(written, leftAlone, settled.size() - written - leftAlone);
        }

        private static int count(List<Scores.Settled> settled, ScoreState state) {
            return (int)
                    settled.stream().filter(outcome -> outcome.state() == state).count();
        }
    }

    /** To be closed at the slice's end; {@code permitted} tells whether what was written may be looked at again. */
    public SliceWrites open(TenantId tenant, Supplier<WriteTarget> target, BooleanSupplier permitted) {
        return new SliceWrites(tenant, services, target, permitted, this::count, System::nanoTime);
    }

    /**
     * Writes one batch, newest applications first. Some of its calls may be in flight when this returns.
     *
     * @param goOn asked before each PATCH, which is sent within two seconds or not at all
     * @param after receives the outcomes in the transaction that records them, also after a failure
     * @return when to continue, if a write has to be checked first
     * @throws HarvestException of the first failure that concerns more than one row
     * @throws Unwritable if nothing more can be written without human action
     */
    @WithSpan("write")
    public Optional<Instant> write(
            SliceWrites writes, WriteTarget target, BooleanSupplier goOn, Consumer<Batch> after) {
        return writes.batch(target, goOn, after);
    }

    private void count(ScoreState outcome) {
        metrics.counter(SCORES, "outcome", outcome.name()).increment();
    }
}
