package com.rocketmat.score.write;

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

/** Brings waiting scores to Greenhouse, one batch of freshly read rows at a time. */
// its metrics are there from the start
@Startup
@ApplicationScoped
public class ScoreWriter {

    private static final String SCORES = "rocketmat_scores";

    private final Scores scores;
    private final WriteProofs proofs;
    private final ReadBack readBack;
    private final Clock clock;
    private final MeterRegistry metrics;

    ScoreWriter(Scores scores, WriteProofs proofs, ReadBack readBack, Clock clock, MeterRegistry metrics) {
        this.scores = scores;
        this.proofs = proofs;
        this.readBack = readBack;
        this.clock = clock;
        this.metrics = metrics;
        // from 0 on: what appears with its first occurrence is no increase to Prometheus
        for (ScoreState state : ScoreState.values()) {
            metrics.counter(SCORES, "outcome", state.name());
        }
    }

    /**
     * What became of some scores that waited.
     *
     * @param written those that Greenhouse carries
     * @param leftAlone those in whose place there was another value
     * @param failed those that are given up
     */
    public record Batch(int written, int leftAlone, int failed) {

        static Batch of(List<Scores.Settled> settled) {
            int written = count(settled, ScoreState.WRITTEN);
            int leftAlone = count(settled, ScoreState.SUPERSEDED);
            return new Batch(written, leftAlone, settled.size() - written - leftAlone);
        }

        private static int count(List<Scores.Settled> settled, ScoreState state) {
            return (int)
                    settled.stream().filter(outcome -> outcome.state() == state).count();
        }
    }

    /** The writes of one slice, to be closed at its end. */
    public SliceWrites open(TenantId tenant) {
        return new SliceWrites(tenant, scores, proofs, readBack, clock, this::count, System::nanoTime);
    }

    /**
     * Writes one batch, the newest applications first. Some of its calls may be in flight when this returns.
     *
     * @param goOn asked before each PATCH, which is sent within two seconds or not at all
     * @param after told what was done, in the transaction that settles it, also when something failed
     * @return when to go on, if a write has to be seen first
     * @throws HarvestException of the first call that failed in a way that concerns more than one row
     * @throws Unwritable when a person has to act before anything more is written
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
