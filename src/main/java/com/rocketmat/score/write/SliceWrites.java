package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.ScoreWriter.Batch;
import com.rocketmat.score.write.UnsureWrites.Unsure;
import com.rocketmat.score.write.WriteAttempt.Outcome;
import com.rocketmat.score.write.WriteProofs.Proof;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The writes of one slice. A failed call concerns its own row: with an unknown outcome it is read back with the next batch, a
 * refused one is settled, and the others continue. A failure that concerns the tenant ends the writing: no more calls are
 * started, and those in flight are awaited.
 */
public final class SliceWrites implements AutoCloseable {

    /** An older row may lack what was since entered in our field; the next batch reads it again. */
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** If other fields are sent along, an edit of theirs would be undone. */
    private static final Duration FRESH_WITH_OTHERS = Duration.ofSeconds(2);
    /** A thread may stall between permit and call; operators are promised that writing stops within five seconds. */
    private static final Duration SENT_WITHIN = Duration.ofSeconds(2);
    /** A transaction costs more than waiting for more answers; a PATCH that is not recorded is only read back. */
    private static final Duration NOTED_WITHIN = Duration.ofSeconds(1);
    /** An application that fails alone keeps a tenant's run open, and is given up after this long, so that others are found. */
    private static final Duration KEEPS_OTHERS_WAITING = Duration.ofMinutes(15);
    /** This many refusals in a row mean that all are refused; twice as many if this slice has written some, as on a job that the user may not edit. */
    static final int MOST_REFUSED = 10;
    /** If this many of the newest are refused, as on such a job, the oldest are tried. */
    private static final int NEWEST_REFUSED = MOST_REFUSED / 2;

    /** If this many in a row cannot be sent, the tenant rests. */
    private static final int MOST_NOT_SENT = 10;

    /** Calls of a rate window that no write takes: for the second look at a batch that was written in it, and at what was in flight before. */
    private static final int LAST = 2;

    private final TenantId tenant;
    private final Services services;
    private final Supplier<WriteTarget> lookedAt;
    private final BooleanSupplier permitted;
    private final Consumer<ScoreState> count;
    private final LongSupplier nanoTime;

    private final InFlight<WriteAttempt, Outcome> inFlight = new InFlight<>();
    private final UnsureWrites unsure;
    private final List<Settled> settled = new ArrayList<>();
    /** By application; until another write succeeds, which shows that not all are refused. */
    private final Map<Long, Outcome.Refused> refused = new LinkedHashMap<>();

    private Consumer<Batch> after = _ -> {};
    /** The same in all batches: another one takes another version of the secret, which ends the slice. */
    private String field;

    private Instant noted;
    private int written;
    /** False once a look has failed: it is not made again at the slice's end. */
    private boolean looks = true;
    /** Since another write succeeded. */
    private int notSent;

    private RuntimeException failure;

    /** What all slices share. */
    public record Services(
            Scores scores,
            WriteProofs proofs,
            ReadBack readBack,
            WithheldCandidates withheld,
            SecondLook secondLook,
            Clock clock) {}

    /**
     * @param lookedAt where to look at what was written
     * @param permitted whether to, asked before each PATCH that empties a field again
     */
    public SliceWrites(
            TenantId tenant,
            Services services,
            Supplier<WriteTarget> lookedAt,
            BooleanSupplier permitted,
            Consumer<ScoreState> count,
            LongSupplier nanoTime) {
        this.tenant = tenant;
        this.services = services;
        this.lookedAt = lookedAt;
        this.permitted = permitted;
        this.count = count;
        this.nanoTime = nanoTime;
        this.unsure = services.readBack().unsure(tenant);
        this.noted = services.clock().instant();
    }

    /** Waiting applications for which nothing can be sent now: a call is in flight, or it is too soon to repeat one. */
    public Set<Long> held() {
        Set<Long> held = unsure.held(services.clock().instant());
        held.addAll(inFlight());
        held.addAll(refused.keySet());
        return held;
    }

    public Optional<Instant> batch(WriteTarget known, BooleanSupplier goOn, Consumer<Batch> noteDown) {
        after = noteDown;
        field = known.fields().score().nameKey();
        WriteTarget target = known;
        target.requireNoDamage();
        if (target.awaitsFirst()) {
            Optional<Instant> notSeen = services.readBack().first(target, target.proof());
            if (notSeen.isPresent()) {
                return notSeen;
            }
            target = services.proofs().known(tenant, known);
        }
        Optional<Instant> pause = write(target, goOn);
        return target.proven() || pause.isPresent()
                ? pause
                : services.readBack().first(target, proof(target));
    }

    private Optional<Instant> write(WriteTarget target, BooleanSupplier goOn) {
        Optional<ExpectedRow> sample = services.readBack().sample(tenant);
        int most = Math.max(1, target.session().applicationsAtOnce() - (sample.isPresent() ? 1 : 0));
        Set<Long> leftOut = unsure.exhausted();
        leftOut.addAll(inFlight());
        leftOut.addAll(refused.keySet());
        List<Waiting> waiting = services.scores().waiting(tenant, leftOut, most);
        if (waiting.isEmpty()) {
            return awaitOthers(goOn);
        }
        if (target.session().left() <= LAST) {
            // for those in flight too
            awaitAll();
        }
        lookAgain();
        Set<Long> ids = waiting.stream().map(Waiting::applicationId).collect(Collectors.toSet());
        sample.ifPresent(sent -> ids.add(sent.applicationId()));
        Map<Long, Application> rows = target.rows(ids);
        sample.ifPresent(sent -> services.readBack().look(target, sent, rows));
        Deque<WriteAttempt> writes = toSend(target, waiting, rows);
        if (writes.isEmpty() && settled.isEmpty()) {
            return awaitOthers(goOn);
        }
        long fresh = (target.alone() ? FRESH : FRESH_WITH_OTHERS).toNanos();
        // not before they are read: where that is slow, nothing would ever be written
        long read = nanoTime.getAsLong();
        send(target.session(), writes, () -> nanoTime.getAsLong() - read < fresh && goOn.getAsBoolean());
        if (!target.proven()) {
            awaitAll();
        }
        noteAndFail();
        return Optional.empty();
    }

    /**
     * Looks again at what was written. If that fails, nothing more is written, so that the writes to look at do not grow with the backlog.
     */
    public void lookAgain() {
        looks = false;
        services.secondLook().look(tenant, lookedAt, permitted);
        looks = true;
    }

    private void noteAndFail() {
        if (stops()) {
            awaitAll();
        }
        note();
        if (failure != null) {
            throw failure;
        }
        if (stops()) {
            throw refused.values().iterator().next().all();
        }
    }

    private boolean stops() {
        return failure != null || refused.size() >= (written == 0 ? MOST_REFUSED : 2 * MOST_REFUSED);
    }

    /** No other write is left that could show whether all are refused. */
    private void endRefused() {
        Optional<Outcome.Refused> standing =
                refused.values().stream().filter(Outcome.Refused::standing).findFirst();
        if (written == 0 && standing.isPresent()) {
            throw standing.get().all();
        }
        settleRefused();
        note();
    }

    private Proof proof(WriteTarget target) {
        return services.proofs().of(tenant, target.fields().score());
    }

    private Set<Long> inFlight() {
        return inFlight.works().stream().map(WriteAttempt::application).collect(Collectors.toSet());
    }

    /** Settles scores that need no PATCH, and returns the others; only one while the next write is one to be checked first. */
    private Deque<WriteAttempt> toSend(WriteTarget target, List<Waiting> waiting, Map<Long, Application> rows) {
        Scope scope = Scope.of(target.settings());
        Instant now = services.clock().instant();
        Set<Long> notToBeScored = services.withheld().among(tenant, candidates(rows.values().stream()));
        Deque<WriteAttempt> writes = new ArrayDeque<>();
        for (Waiting score : waiting) {
            Application row = rows.get(score.applicationId());
            if (row != null && (notToBeScored.contains(row.candidateId()) || objects(target, row))) {
                settle(Settled.withheld(score));
                continue;
            }
            boolean mayRepeat = unsure.mayRepeat(score.applicationId(), now);
            switch (WriteDecision.of(score, row, scope, target.fields(), target.whenWriting())) {
                case WriteDecision.Settle decided -> settle(score, row, decided, mayRepeat);
                case WriteDecision.Patch patch
                when mayRepeat -> writes.add(new WriteAttempt(target, score, row, patch));
                case WriteDecision.Patch _ ->
                    Log.debugf("Write of application %d not repeated yet", score.applicationId());
            }
        }
        return target.proven() || writes.isEmpty() ? writes : unproven(target, writes);
    }

    /** One with other fields first, since only it shows whether they are kept; applications without any can lose none. */
    private Deque<WriteAttempt> unproven(WriteTarget target, Deque<WriteAttempt> writes) {
        Deque<WriteAttempt> risky =
                writes.stream().filter(WriteAttempt::risksOthers).collect(Collectors.toCollection(ArrayDeque::new));
        if (risky.isEmpty() && target.proof().seen()) {
            return writes;
        }
        return new ArrayDeque<>(List.of(next(risky.isEmpty() ? writes : risky)));
    }

    private void settle(Waiting score, Application row, WriteDecision.Settle decided, boolean mayRepeat) {
        // a PATCH that may still arrive would leave a score that is not recorded
        if (decided.state() == ScoreState.SUPERSEDED && !mayRepeat) {
            return;
        }
        if (decided.state() == ScoreState.WRITTEN) {
            services.secondLook().arrived(tenant, row, score);
        }
        settle(new Settled(score, decided.state(), decided.reason()));
    }

    /** As the row says now: the tenant's field may be newer than the sweep that records who objects. */
    private static boolean objects(WriteTarget target, Application row) {
        return CustomFieldEntry.saysYes(row.customFields(), target.settings().optOutField());
    }

    private static Set<Long> candidates(Stream<Application> rows) {
        return rows.map(Application::candidateId).collect(Collectors.toSet());
    }

    private WriteAttempt next(Deque<WriteAttempt> writes) {
        return refused.size() < NEWEST_REFUSED ? writes.removeFirst() : writes.removeLast();
    }

    private void send(HarvestSession session, Deque<WriteAttempt> writes, BooleanSupplier goOn) {
        while (!stops() && !writes.isEmpty()) {
            long asked = nanoTime.getAsLong();
            if (!goOn.getAsBoolean()) {
                return;
            }
            // some of those in flight may not be counted yet
            boolean isLast = session.left() - inFlight.size() <= LAST;
            if (isLast && inFlight.isEmpty()) {
                return;
            }
            if (inFlight.canStart() && !isLast) {
                inFlight.start(next(writes), write -> write.send(() -> inTime(asked)));
            } else {
                inFlight.take().forEach(this::answered);
                if (!services.clock().instant().isBefore(noted.plus(NOTED_WITHIN))) {
                    note();
                    leaveOutWithheld(writes);
                }
            }
        }
    }

    /** Starts no write more than about a second after the candidate was erased or has objected. */
    private void leaveOutWithheld(Deque<WriteAttempt> writes) {
        Set<Long> notToBeScored =
                services.withheld().among(tenant, candidates(writes.stream().map(WriteAttempt::row)));
        writes.removeIf(write -> {
            boolean leftOut = notToBeScored.contains(write.row().candidateId());
            if (leftOut) {
                settle(Settled.withheld(write.score()));
            }
            return leftOut;
        });
    }

    private boolean inTime(long permitted) {
        return nanoTime.getAsLong() - permitted <= SENT_WITHIN.toNanos();
    }

    private void answered(InFlight.Answer<WriteAttempt, Outcome> answer) {
        if (answer.failure() != null) {
            failure = failure == null ? answer.failure() : failure;
            if (failure instanceof HarvestException e && e.failure() instanceof Resting) {
                unsure.allFail();
            }
            return;
        }
        WriteAttempt write = answer.work();
        switch (answer.result()) {
            case Outcome.Known(Settled known) -> {
                settle(known);
                if (known.state() == ScoreState.WRITTEN) {
                    written++;
                    notSent = 0;
                    unsure.wroteAnother();
                    keep(write);
                    settleRefused();
                }
            }
            case Outcome.Refused refusal -> refused.put(write.application(), refusal);
            case Outcome.Unknown(UnknownOutcome unknown) -> {
                services.secondLook().mayHaveWritten(tenant, write);
                // of two, the earlier is judged first: the later one may not show yet
                if (write.risksOthers() && !services.readBack().hasSampleWithOthers(tenant)) {
                    services.readBack().keepFirst(tenant, ExpectedRow.of(write));
                }
                unknown(write, unknown);
            }
            case Outcome.NotSent(Optional<HarvestException> why) -> {
                Log.debugf("Write of application %d delayed; its score keeps waiting", write.application());
                why.ifPresent(this::notSent);
            }
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

    private void keep(WriteAttempt write) {
        services.secondLook().wrote(tenant, write);
        if (write.target().proof().seen() && !write.risksOthers()) {
            services.readBack().keep(tenant, ExpectedRow.of(write));
        } else {
            services.readBack().keepFirst(tenant, ExpectedRow.of(write));
            services.proofs().sentFirst(tenant, write.target().fields().score(), write.application());
        }
    }

    /** An application that keeps failing while others are written must not keep the tenant's run open. */
    private void unknown(WriteAttempt write, UnknownOutcome outcome) {
        Instant now = services.clock().instant();
        Unsure row = unsure.failed(write.application(), outcome, now);
        boolean keepsOthersWaiting = row.since().isBefore(now.minus(KEEPS_OTHERS_WAITING));
        if (row.exhausted() && (row.besideOthers() || keepsOthersWaiting)) {
            settle(new Settled(
                    write.score(),
                    ScoreState.REFUSED,
                    "Greenhouse did not confirm the write in %d attempts (%s); the next sweep tries again"
                            .formatted(row.failures(), outcome.what())));
        }
    }

    private void settle(Settled outcome) {
        unsure.settled(outcome.score().applicationId());
        settled.add(outcome);
    }

    /**
     * When nothing else can be sent: waits for calls in flight, or returns when the rest may be tried again.
     *
     * @throws HarvestException if everything left has failed too often
     */
    private Optional<Instant> awaitOthers(BooleanSupplier goOn) {
        if (!inFlight.isEmpty()) {
            int before = inFlight.size();
            while (inFlight.size() == before && goOn.getAsBoolean()) {
                inFlight.take().forEach(this::answered);
            }
            noteAndFail();
            return Optional.empty();
        }
        Optional<Instant> again = unsure.earliest();
        if (again.isEmpty()) {
            unsure.failure().ifPresent(e -> {
                throw e;
            });
            endRefused();
        }
        return again;
    }

    private void awaitAll() {
        while (!inFlight.isEmpty()) {
            inFlight.take().forEach(this::answered);
        }
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

    /** Waits for calls in flight; their failures do not interrupt the others. */
    @Override
    public void close() {
        try (inFlight) {
            awaitAll();
            if (written > 0 && !stops()) {
                // the next slice begins without any that were written, and would take a few for all
                settleRefused();
            }
            note();
        } finally {
            // even if an outcome cannot be recorded: the write was made
            if (looks) {
                lookAgainNowOrLater();
            }
        }
    }

    private void lookAgainNowOrLater() {
        try {
            lookAgain();
        } catch (HarvestException | SessionClosed | Unwritable e) {
            Log.debugf("The last writes are looked at by the next slice: %s", e.toString());
        }
    }
}
