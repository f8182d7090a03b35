package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
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
import com.rocketmat.score.write.WriteAttempt.Outcome;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
    /** If this many of the newest are refused, as on such a job, the oldest are tried. */
    private static final int NEWEST_REFUSED = WriteResults.MOST_REFUSED / 2;

    /** Calls of a rate window that no write takes: for the second look at a batch that was written in it, and at what was in flight before. */
    private static final int LAST = 2;

    private final TenantId tenant;
    private final Services services;
    private final Supplier<WriteTarget> whereToLook;
    private final BooleanSupplier permitted;
    private final LongSupplier nanoTime;

    private final InFlight<WriteAttempt, Outcome> inFlight = new InFlight<>();
    private final UnsureWrites unsure;
    private final WriteResults results;

    /** Then none is made at the slice's end. */
    private boolean lookFailed;

    /** What all slices share. */
    public record Services(
            Scores scores,
            WriteProofs proofs,
            ReadBack readBack,
            WithheldCandidates withheld,
            SecondLook secondLook,
            Clock clock) {}

    /**
     * @param whereToLook at what was written
     * @param permitted whether to, asked before each PATCH that empties a field again
     */
    public SliceWrites(
            TenantId tenant,
            Services services,
            Supplier<WriteTarget> whereToLook,
            BooleanSupplier permitted,
            Consumer<ScoreState> count,
            LongSupplier nanoTime) {
        this.tenant = tenant;
        this.services = services;
        this.whereToLook = whereToLook;
        this.permitted = permitted;
        this.nanoTime = nanoTime;
        this.unsure = services.readBack().unsure(tenant);
        this.results = new WriteResults(tenant, services, unsure, count);
    }

    /** Waiting applications for which nothing can be sent now: a call is in flight, or it is too soon to repeat one. */
    public Set<Long> held() {
        Set<Long> held = unsure.held(services.clock().instant());
        held.addAll(inFlight());
        held.addAll(results.refusedApplications());
        return held;
    }

    public Optional<Instant> batch(WriteTarget known, BooleanSupplier goOn, Consumer<Batch> noteDown) {
        results.beginBatch(known.fields().score().nameKey(), noteDown);
        WriteTarget target = known;
        target.requireNoDamage();
        if (target.awaitsFirst()) {
            Optional<Instant> notSeen = services.readBack().first(target);
            if (notSeen.isPresent()) {
                return notSeen;
            }
            target = known.now(services.proofs());
        }
        Optional<Instant> pause = write(target, goOn);
        return target.proven() || pause.isPresent()
                ? pause
                : services.readBack().first(target.now(services.proofs()));
    }

    private Optional<Instant> write(WriteTarget target, BooleanSupplier goOn) {
        Optional<ExpectedRow> sample = services.readBack().sample(tenant);
        int most = Math.max(1, target.session().applicationsAtOnce() - (sample.isPresent() ? 1 : 0));
        Set<Long> leftOut = unsure.exhausted();
        leftOut.addAll(inFlight());
        leftOut.addAll(results.refusedApplications());
        List<Waiting> waiting = services.scores().waiting(tenant, leftOut, most);
        if (waiting.isEmpty() && results.refusedInARow() > 0 && inFlight.isEmpty()) {
            // only if all others are refused too, the tenant may not write
            waiting = services.scores().replacing(tenant, leftOut, most);
        }
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
        Map<Long, Application> rows = target.readRows(ids);
        sample.ifPresent(sent -> services.readBack().look(target, sent, rows));
        Deque<WriteAttempt> writes = toSend(target, waiting, rows);
        if (writes.isEmpty() && !results.hasSettled()) {
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

    /** Looks again at what was written. If that fails, nothing more is written, so that the writes to look at do not grow with the backlog. */
    public void lookAgain() {
        lookFailed = true;
        services.secondLook().look(tenant, whereToLook, permitted);
        lookFailed = false;
    }

    private void noteAndFail() {
        if (results.endWriting()) {
            awaitAll();
        }
        results.noteAndFail();
    }

    private Set<Long> inFlight() {
        return inFlight.works().stream().map(WriteAttempt::application).collect(Collectors.toSet());
    }

    /** Settles scores that need no PATCH, and returns the others; only one while the next write is one to be checked first. */
    private Deque<WriteAttempt> toSend(WriteTarget target, List<Waiting> waiting, Map<Long, Application> rows) {
        Scope scope = Scope.of(target.settings());
        Instant now = services.clock().instant();
        Set<Long> notToBeScored = services.withheld().withheld(tenant, rows.values());
        Deque<WriteAttempt> writes = new ArrayDeque<>();
        for (Waiting score : waiting) {
            Application row = rows.get(score.applicationId());
            if (row != null && (notToBeScored.contains(row.candidateId()) || objects(target, row))) {
                results.settle(Settled.withheld(score));
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

    /**
     * One with other fields first, since only it shows whether they are kept; applications without any can lose none. If it got no answer
     * and does not show yet, it is the only one.
     */
    private Deque<WriteAttempt> unproven(WriteTarget target, Deque<WriteAttempt> writes) {
        boolean seen = target.proof().seen();
        services.readBack()
                .withOthers(tenant)
                .filter(sent -> unsure.includes(sent) || writes.stream().anyMatch(write -> write.application() == sent))
                .ifPresent(sent ->
                        writes.removeIf(write -> write.application() != sent && (write.risksOthers() || !seen)));
        Deque<WriteAttempt> risky =
                writes.stream().filter(WriteAttempt::risksOthers).collect(Collectors.toCollection(ArrayDeque::new));
        if (writes.isEmpty() || (risky.isEmpty() && seen)) {
            return writes;
        }
        return new ArrayDeque<>(List.of(next(risky.isEmpty() ? writes : risky)));
    }

    private void settle(Waiting score, Application row, WriteDecision.Settle decided, boolean mayRepeat) {
        // a PATCH that may still arrive would leave a score that is not recorded; withheld ones are looked at again
        if (decided.state() != ScoreState.WRITTEN && !mayRepeat) {
            return;
        }
        if (decided.state() == ScoreState.WRITTEN) {
            services.secondLook().arrived(tenant, row, score);
        }
        results.settle(new Settled(score, decided.state(), decided.reason()));
    }

    /** As the row says now: the tenant's field may be newer than the sweep that records who objects. */
    private static boolean objects(WriteTarget target, Application row) {
        return CustomFieldEntry.saysYes(row.customFields(), target.settings().optOutField());
    }

    private WriteAttempt next(Deque<WriteAttempt> writes) {
        return results.refusedInARow() < NEWEST_REFUSED ? writes.removeFirst() : writes.removeLast();
    }

    private void send(HarvestSession session, Deque<WriteAttempt> writes, BooleanSupplier goOn) {
        while (!results.endWriting() && !writes.isEmpty()) {
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
                inFlight.take().forEach(results::add);
                if (results.noteIfDue()) {
                    leaveOutWithheld(writes);
                }
            }
        }
    }

    /** Starts no write more than about a second after the candidate was erased or has objected. */
    private void leaveOutWithheld(Deque<WriteAttempt> writes) {
        Set<Long> notToBeScored = services.withheld()
                .withheld(tenant, writes.stream().map(WriteAttempt::row).toList());
        writes.removeIf(write -> {
            boolean leftOut = notToBeScored.contains(write.row().candidateId());
            if (leftOut) {
                results.settle(Settled.withheld(write.score()));
            }
            return leftOut;
        });
    }

    private boolean inTime(long permitted) {
        return nanoTime.getAsLong() - permitted <= SENT_WITHIN.toNanos();
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
                inFlight.take().forEach(results::add);
            }
            noteAndFail();
            return Optional.empty();
        }
        Optional<Instant> again = unsure.earliest();
        if (again.isEmpty()) {
            unsure.failure().ifPresent(e -> {
                throw e;
            });
            results.endRefused();
        }
        return again;
    }

    private void awaitAll() {
        while (!inFlight.isEmpty()) {
            inFlight.take().forEach(results::add);
        }
    }

    /** Waits for calls in flight; their failures do not interrupt the others. */
    @Override
    public void close() {
        try (inFlight) {
            awaitAll();
            results.noteLast();
        } finally {
            // even if an outcome cannot be recorded: the write was made
            if (!lookFailed) {
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
