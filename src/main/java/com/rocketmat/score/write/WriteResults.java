package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.score.write.InFlight.Answer;
import com.rocketmat.score.write.ScoreWriter.Batch;
import com.rocketmat.score.write.SliceWrites.Services;
import com.rocketmat.score.write.UnsureWrites.Unsure;
import com.rocketmat.score.write.WriteAttempt.Outcome;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The outcomes of one slice's writes: recorded together; a refusal is kept until others show whether all writes are refused. */
final class WriteResults {

    /** A transaction costs more than waiting for more answers; a PATCH that is not recorded is only read back. */
    private static final Duration NOTED_WITHIN = Duration.ofSeconds(1);
    /** An application that fails alone keeps a tenant's run open, and is given up after this long, so that others are found. */
    private static final Duration KEEPS_OTHERS_WAITING = Duration.ofMinutes(15);
    /** This many refusals in a row mean that all are refused; twice as many if this slice has written some, as on a job that the user may not edit. */
    static final int MOST_REFUSED = 10;
    /** If this many in a row cannot be sent, the tenant rests. */
    private static final int MOST_NOT_SENT = 10;

    private final TenantId tenant;
    private final Services services;
    private final UnsureWrites unsure;
    private final Consumer<ScoreState> count;

    private final List<Settled> settled = new ArrayList<>();
    /** By application; until another write succeeds, which shows that not all are refused. */
    private final Map<Long, Outcome.Refused> refused = new LinkedHashMap<>();

    private Consumer<Batch> after = _ -> {};
    /** The same in all batches: another one takes another version of the secret, which ends the slice. */
    private String field;

    private Instant noted;
    private int written;
    /** Since another write succeeded. */
    private int notSent;

    private RuntimeException failure;

    WriteResults(TenantId tenant, Services services, UnsureWrites unsure, Consumer<ScoreState> count) {
        this.tenant = tenant;
        this.services = services;
        this.unsure = unsure;
        this.count = count;
        this.noted = services.clock().instant();
    }

    void beginBatch(String scoreField, Consumer<Batch> noteDown) {
        field = scoreField;
        after = noteDown;
    }

    Set<Long> refusedApplications() {
        return refused.keySet();
    }

    int refusedInARow() {
        return refused.size();
    }

    boolean hasSettled() {
        return !settled.isEmpty();
    }

    /** Whether a failure concerns the tenant, or so many writes are refused that all seem to be. */
    boolean endWriting() {
        return failure != null || refused.size() >= (written == 0 ? MOST_REFUSED : 2 * MOST_REFUSED);
    }

    void add(Answer<WriteAttempt, Outcome> answer) {
        if (answer.failure() != null) {
            failure = failure == null ? answer.failure() : failure;
            if (failure instanceof HarvestException e && e.failure() instanceof Resting) {
                unsure.allFail();
            }
            return;
        }
        WriteAttempt write = answer.work();
        switch (answer.result()) {
            case Outcome.Written(Instant at) -> wrote(write, at);
            case Outcome.OfThisRow(Settled one) -> settle(one);
            case Outcome.Refused refusal -> {
                unsure.settled(write.application());
                refused.put(write.application(), refusal);
            }
            case Outcome.Unknown(UnknownOutcome unknown, Instant at) -> unknown(write, unknown, at);
            case Outcome.NotSent(Optional<HarvestException> why) -> {
                Log.debugf("Write of application %d delayed; its score keeps waiting", write.application());
                why.ifPresent(this::notSent);
            }
        }
    }

    void settle(Settled outcome) {
        unsure.settled(outcome.score().applicationId());
        settled.add(outcome);
    }

    private void wrote(WriteAttempt write, Instant at) {
        settle(new Settled(write.score(), ScoreState.WRITTEN, null));
        written++;
        notSent = 0;
        unsure.wroteAnother();
        services.secondLook().wrote(tenant, write, at);
        if (write.target().proof().seen() && !write.risksOthers()) {
            services.readBack().keep(tenant, ExpectedRow.of(write, at));
        } else {
            services.readBack().replaceSample(tenant, ExpectedRow.of(write, at));
            services.proofs().sentFirst(tenant, write.target().fields().score(), write.application());
        }
        settleRefused();
    }

    /** An application that keeps failing while others are written must not keep the tenant's run open. */
    private void unknown(WriteAttempt write, UnknownOutcome outcome, Instant at) {
        services.secondLook().mayHaveWritten(tenant, write);
        // of two applications, the earlier is judged first: the later one may not show yet
        boolean first = services.readBack()
                .withOthers(tenant)
                .filter(earlier -> earlier != write.application())
                .isEmpty();
        if (write.risksOthers() && first) {
            services.readBack().replaceSample(tenant, ExpectedRow.of(write, at));
        }
        Instant now = services.clock().instant();
        Unsure row = unsure.failed(write.application(), outcome, now);
        boolean keepsOthersWaiting = row.since().isBefore(now.minus(KEEPS_OTHERS_WAITING));
        if (row.exhausted() && (row.besideOthers() || keepsOthersWaiting)) {
            services.readBack().giveUp(tenant, write.application());
            settle(Settled.unconfirmed(write.score(), row.failures(), outcome.what()));
        }
    }

    /** Reads succeed in between, so these failures are not several in a row for the session. */
    private void notSent(HarvestException why) {
        notSent++;
        if (notSent >= MOST_NOT_SENT && failure == null) {
            failure = why;
        }
    }

    /** Others are not refused, so these are refused because of the application. */
    private void settleRefused() {
        refused.values().forEach(refusal -> settle(refusal.one()));
        refused.clear();
    }

    /** To be called when no other write is left that could show whether all are refused. */
    void endRefused() {
        Optional<Outcome.Refused> standing =
                refused.values().stream().filter(Outcome.Refused::standing).findFirst();
        if (written == 0 && standing.isPresent()) {
            throw standing.get().all();
        }
        settleRefused();
        note();
    }

    /** Returns false if the outcomes were recorded less than a second ago. */
    boolean noteIfDue() {
        boolean due = !services.clock().instant().isBefore(noted.plus(NOTED_WITHIN));
        if (due) {
            note();
        }
        return due;
    }

    /** Records the outcomes, then throws what ends the writing, if anything does. */
    void noteAndFail() {
        note();
        if (failure != null) {
            throw failure;
        }
        if (endWriting()) {
            throw refused.values().iterator().next().all();
        }
    }

    /** Records the outcomes at the slice's end. The next slice does not know what was written, and could take a few refusals for all. */
    void noteLast() {
        if (written > 0 && !endWriting()) {
            settleRefused();
        }
        note();
    }

    private void note() {
        noted = services.clock().instant();
        if (settled.isEmpty()) {
            return;
        }
        List<Settled> outcomes = List.copyOf(settled);
        settled.clear();
        services.scores().settle(tenant, field, outcomes, () -> after.accept(Batch.of(outcomes)));
        outcomes.forEach(outcome -> count.accept(outcome.state()));
    }
}
