package com.rocketmat.score;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.WriteProofs.Proof;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Brings waiting scores to Greenhouse, one batch of freshly read rows at a time. */
// its metrics are there from the start
@Startup
@ApplicationScoped
public class ScoreWriter {

    static final String SCORES = "rocketmat_scores";

    /** A row older than this may hide an edit; the next batch reads it again. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final Scores scores;
    private final WriteProofs proofs;
    private final ReadBack readBack;
    private final MergeProbe probe;
    private final Clock clock;
    private final MeterRegistry metrics;

    ScoreWriter(
            Scores scores,
            WriteProofs proofs,
            ReadBack readBack,
            MergeProbe probe,
            Clock clock,
            MeterRegistry metrics) {
        this.scores = scores;
        this.proofs = proofs;
        this.readBack = readBack;
        this.probe = probe;
        this.clock = clock;
        this.metrics = metrics;
        // from 0 on: what appears with its first occurrence is no increase to Prometheus
        for (ScoreState state : ScoreState.values()) {
            metrics.counter(SCORES, "outcome", state.name());
        }
    }

    /** What a batch did. */
    public record Batch(int written, int leftAlone, int failed) {

        private static Batch of(List<Settled> settled) {
            int written = count(settled, ScoreState.WRITTEN);
            int leftAlone = count(settled, ScoreState.SUPERSEDED);
            return new Batch(written, leftAlone, settled.size() - written - leftAlone);
        }

        private static int count(List<Settled> settled, ScoreState state) {
            return (int)
                    settled.stream().filter(outcome -> outcome.state() == state).count();
        }
    }

    /**
     * Writes one batch, the newest applications first.
     *
     * @param goOn asked before each PATCH
     * @param after told what was done, in the transaction that settles it, also when something failed
     * @return when to go on, if the last write has to be seen first
     * @throws HarvestException of the first call that failed in a way that concerns more than one row
     * @throws Unwritable when somebody has to act before anything more is written
     */
    @WithSpan("write")
    public Optional<Instant> write(WriteTarget target, BooleanSupplier goOn, Consumer<Batch> after) {
        Proof proof = proof(target);
        proof.damage()
                .filter(damage -> damage.mode() == target.settings().writeMode())
                .ifPresent(damage -> {
                    throw damage.unwritable();
                });
        Optional<Instant> notSeen = readBack.first(target, proof);
        if (notSeen.isPresent()) {
            return notSeen;
        }
        probe.conclude(target, proof, goOn);
        Proof present = proof(target);
        writeBatch(target, present, goOn, after);
        return present.seen() ? Optional.empty() : readBack.first(target, proof(target));
    }

    private Proof proof(WriteTarget target) {
        return proofs.of(target.tenant(), target.fields().score());
    }

    private void writeBatch(WriteTarget target, Proof proof, BooleanSupplier goOn, Consumer<Batch> after) {
        Optional<Sent> sample = readBack.sample(target.tenant());
        int most = target.session().applicationsAtOnce() - (sample.isPresent() ? 1 : 0);
        List<Waiting> waiting = scores.waiting(target.tenant(), Math.max(1, most));
        if (waiting.isEmpty()) {
            return;
        }
        Set<Long> ids = waiting.stream().map(Waiting::applicationId).collect(Collectors.toSet());
        sample.ifPresent(sent -> ids.add(sent.applicationId()));
        Instant read = clock.instant();
        Map<Long, Application> rows = target.rows(ids);
        sample.ifPresent(sent -> readBack.look(target, sent, rows));
        BooleanSupplier fresh = () -> clock.instant().isBefore(read.plus(FRESH)) && goOn.getAsBoolean();
        List<Settled> settled = new ArrayList<>();
        List<Prepared> patches = prepare(target, proof, waiting, rows, settled);
        InFlight.each(
                patches,
                fresh,
                patch -> send(target, patch, goOn),
                (patch, outcome) -> {
                    settled.add(outcome);
                    keep(target, proof, patch, outcome);
                },
                () -> {
                    settle(target, settled, after);
                    settled.clear();
                });
    }

    private record Prepared(Waiting score, Application row, Decision.Patch patch, boolean probes) {}

    /** Settles what needs no PATCH, and gives the others; before the first write was seen, one. */
    private List<Prepared> prepare(
            WriteTarget target,
            Proof proof,
            List<Waiting> waiting,
            Map<Long, Application> rows,
            List<Settled> settled) {
        boolean alone = alone(target, proof);
        List<Prepared> patches = new ArrayList<>();
        for (Waiting score : waiting) {
            Application row = rows.get(score.applicationId());
            switch (Decision.of(score, row, target.fields(), alone)) {
                case Decision.Settle settle -> settled.add(new Settled(score, settle.state(), settle.reason()));
                case Decision.Patch patch -> {
                    forgoProbe(target, proof, score);
                    boolean probes =
                            patches.stream().noneMatch(Prepared::probes) && probe.fits(target, proof, score, row);
                    patches.add(new Prepared(score, row, patch, probes));
                }
            }
        }
        return proof.seen() ? patches : patches.subList(0, Math.min(1, patches.size()));
    }

    /** What it wrote is written over: the reasons that are seen later would be those of this write. */
    private void forgoProbe(WriteTarget target, Proof proof, Waiting score) {
        if (proof.probe()
                .filter(sending -> sending.applicationId() == score.applicationId())
                .isPresent()) {
            proofs.concluded(target.tenant(), target.fields().score(), Optional.empty());
        }
    }

    /** {@code auto} sends everything along, which is safe whether Greenhouse merges or replaces, until merging is proved. */
    private static boolean alone(WriteTarget target, Proof proof) {
        return target.session().merges()
                || switch (target.settings().writeMode()) {
                    case MERGE -> true;
                    case FULL -> false;
                    case AUTO -> proof.merges().orElse(false);
                };
    }

    private Settled send(WriteTarget target, Prepared prepared, BooleanSupplier goOn) {
        Waiting score = prepared.score();
        long application = score.applicationId();
        try {
            if (prepared.probes()) {
                probe.write(target, application, prepared.patch().fields(), goOn);
            } else {
                target.session().update(application, prepared.patch().fields());
            }
            return new Settled(score, ScoreState.WRITTEN, null);
        } catch (HarvestException e) {
            return switch (e.failure()) {
                case NotFound _ -> new Settled(score, ScoreState.GONE, "Greenhouse knows no such application");
                case Invalid invalid -> refused(target, prepared, invalid);
                // the rest concerns the tenant; an unknown outcome is read back before anything is repeated
                default -> throw e;
            };
        }
    }

    /** A refusal may be about this row, or about our field itself: then nothing more is tried. */
    private static Settled refused(WriteTarget target, Prepared prepared, Invalid refusal) {
        TargetFields.among(target.session().applicationFields(), target.settings());
        String names = refusal.fields().isEmpty() ? prepared.patch().names() : String.join(", ", refusal.fields());
        return new Settled(
                prepared.score(),
                ScoreState.REFUSED,
                "Greenhouse refuses the values of %s (%s)".formatted(names, refusal.what()));
    }

    private void settle(WriteTarget target, List<Settled> settled, Consumer<Batch> after) {
        if (settled.isEmpty()) {
            return;
        }
        scores.settle(target.tenant(), settled, () -> after.accept(Batch.of(settled)));
        settled.forEach(outcome ->
                metrics.counter(SCORES, "outcome", outcome.state().name()).increment());
    }

    private void keep(WriteTarget target, Proof proof, Prepared written, Settled settled) {
        if (settled.state() != ScoreState.WRITTEN) {
            return;
        }
        long application = written.score().applicationId();
        readBack.keep(
                target.tenant(),
                Sent.of(
                        application,
                        written.score().value(),
                        written.row(),
                        target.fields(),
                        target.session().now()));
        if (!proof.seen()) {
            proofs.sentFirst(target.tenant(), target.fields().score(), application);
        }
    }
}
