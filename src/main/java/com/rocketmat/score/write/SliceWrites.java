package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.NotSent;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores;
import com.rocketmat.score.Scores.Settled;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.ScoreWriter.Batch;
import com.rocketmat.score.write.UnsureWrites.Unsure;
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

    /** An older row may miss an edit; the next batch reads it again. */
    private static final Duration FRESH = Duration.ofSeconds(30);
    /** A thread may stall between permit and call; operators are promised that writing stops within five seconds. */
    private static final Duration SENT_WITHIN = Duration.ofSeconds(2);
    /** A transaction costs more than waiting for some more answers; a PATCH that is not recorded is merely read back. */
    private static final Duration NOTED_WITHIN = Duration.ofSeconds(1);
    /** An application that alone keeps a tenant's run open this long is given up, so that others are found. */
    private static final Duration KEEPS_OTHERS_WAITING = Duration.ofMinutes(15);
    /** Where so many in a row are refused, all are. */
    static final int MOST_REFUSED = 10;
    /** Where so many of the newest are refused, as on a job that the user may not edit, the oldest tell more. */
    private static final int NEWEST_REFUSED = MOST_REFUSED / 2;

    /** Where so many in a row cannot be sent, the tenant rests. */
    private static final int MOST_NOT_SENT = 10;

    /** Calls of a rate window that no write takes: for the second look at a batch that was written in it, and at what was in flight before. */
    private static final int LAST = 2;

    private static final String DELETED_OPTION =
            "; its option may be deleted: choose another in Greenhouse, or set write_mode to merge where Greenhouse merges";

    private final TenantId tenant;
    private final Scores scores;
    private final WriteProofs proofs;
    private final ReadBack readBack;
    private final Rights rights;
    private final Clock clock;
    private final Consumer<ScoreState> count;
    private final LongSupplier nanoTime;
    private final InFlight<Write, Outcome> inFlight = new InFlight<>();
    private final UnsureWrites unsure;
    private final List<Settled> settled = new ArrayList<>();
    /** Until another write succeeds, which tells that not all are. */
    private final Map<Waiting, Outcome.Refused> refused = new LinkedHashMap<>();

    private Consumer<Batch> after = _ -> {};
    /** The same in all batches: another one takes another version of the secret, which ends the slice. */
    private String field;

    private Instant noted;
    private int written;
    /** Whether any was written since so many in a row were refused. */
    private boolean taken;
    /** False once a look has failed: it is not made again at the slice's end. */
    private boolean looks = true;
    /** Since another write succeeded. */
    private int notSent;

    private RuntimeException failure;

    public SliceWrites(
            TenantId tenant,
            Scores scores,
            WriteProofs proofs,
            ReadBack readBack,
            Rights rights,
            Clock clock,
            Consumer<ScoreState> count,
            LongSupplier nanoTime) {
        this.tenant = tenant;
        this.scores = scores;
        this.proofs = proofs;
        this.readBack = readBack;
        this.unsure = readBack.unsure(tenant);
        this.rights = rights;
        this.clock = clock;
        this.count = count;
        this.nanoTime = nanoTime;
        this.noted = clock.instant();
    }

    /** Where to look at what was written, and whether to, which is asked before each PATCH. */
    public record Rights(
            WithheldCandidates withheld,
            SecondLook secondLook,
            Supplier<WriteTarget> target,
            BooleanSupplier permitted) {}

    private record Write(WriteTarget target, Proof proof, Waiting score, Application row, WriteDecision.Patch patch) {

        long application() {
            return score.applicationId();
        }
    }

    private sealed interface Outcome {

        record Known(Settled settled) implements Outcome {}

        record Unknown(UnknownOutcome failure) implements Outcome {}

        /** One, or all: {@code one} is recorded once another one is written, or none is left that could be; {@code all} tells why none is. */
        record Refused(Settled one, RuntimeException all) implements Outcome {

            /** Whether one is enough to tell, where no other is left: a value may be refused for the application's sake. */
            boolean standing() {
                return all instanceof HarvestException;
            }
        }

        /** The row still waits; {@code why} is set if it could not be sent, rather than was not to be. */
        record NotSent(Optional<HarvestException> why) implements Outcome {}
    }

    /** Waiting applications for which nothing can be sent now: a call is in flight, or it is too soon to repeat one. */
    public Set<Long> held() {
        Set<Long> held = unsure.held(clock.instant());
        held.addAll(inFlight());
        held.addAll(refused());
        return held;
    }

    public Optional<Instant> batch(WriteTarget target, BooleanSupplier goOn, Consumer<Batch> noteDown) {
        after = noteDown;
        field = target.fields().score().nameKey();
        Proof proof = target.proof();
        target.requireNoDamage();
        if (proof.first().isPresent()) {
            Optional<Instant> notSeen = readBack.first(target, proof);
            if (notSeen.isPresent()) {
                return notSeen;
            }
            proof = proof(target);
        }
        Optional<Instant> pause = write(target, proof, goOn);
        return proof.seen() || pause.isPresent() ? pause : readBack.first(target, proof(target));
    }

    private Optional<Instant> write(WriteTarget target, Proof proof, BooleanSupplier goOn) {
        Optional<ExpectedRow> sample = readBack.sample(tenant);
        int most = Math.max(1, target.session().applicationsAtOnce() - (sample.isPresent() ? 1 : 0));
        Set<Long> leftOut = unsure.exhausted();
        leftOut.addAll(inFlight());
        leftOut.addAll(refused());
        List<Waiting> waiting = scores.waiting(tenant, leftOut, most);
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
        long read = nanoTime.getAsLong();
        Map<Long, Application> rows = target.rows(ids);
        sample.ifPresent(sent -> readBack.look(target, sent, rows));
        Deque<Write> writes = toSend(target, proof, waiting, rows);
        if (writes.isEmpty() && settled.isEmpty()) {
            return awaitOthers(goOn);
        }
        send(target.session(), writes, () -> nanoTime.getAsLong() - read < FRESH.toNanos() && goOn.getAsBoolean());
        if (!proof.seen()) {
            awaitAll();
        }
        noteAndFail();
        return Optional.empty();
    }

    /**
     * Looks at what was written before. Where that fails nothing more is written, so that what is still to be looked at does not grow with
     * the backlog.
     */
    public void lookAgain() {
        looks = false;
        rights.secondLook().look(tenant, rights.target(), rights.permitted());
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
        return failure != null || refused.size() >= MOST_REFUSED;
    }

    /** Nothing else is left that could tell. */
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
        return proofs.of(tenant, target.fields().score());
    }

    private Set<Long> inFlight() {
        return inFlight.works().stream().map(Write::application).collect(Collectors.toSet());
    }

    private Set<Long> refused() {
        return refused.keySet().stream().map(Waiting::applicationId).collect(Collectors.toSet());
    }

    /** Settles scores that need no PATCH, and returns the others; only one before the first write was checked. */
    private Deque<Write> toSend(WriteTarget known, Proof proof, List<Waiting> waiting, Map<Long, Application> rows) {
        WriteTarget target = known.forRows(rows.values());
        boolean alone = target.alone();
        Scope scope = Scope.of(target.settings());
        Instant now = clock.instant();
        Set<Long> withheld = rights.withheld().among(tenant, candidates(rows.values().stream()));
        List<Write> writes = new ArrayList<>();
        for (Waiting score : waiting) {
            Application row = rows.get(score.applicationId());
            if (row != null && (withheld.contains(row.candidateId()) || objects(target, row))) {
                settle(Settled.withheld(score));
                continue;
            }
            switch (WriteDecision.of(score, row, scope, target.fields(), alone)) {
                case WriteDecision.Settle settle -> {
                    Settled settled = new Settled(score, settle.state(), settle.reason());
                    // a PATCH that may still arrive would leave a score that nothing here knows
                    if (settled.moved() && !unsure.mayRepeat(score.applicationId(), now)) {
                        continue;
                    }
                    if (settle.state() == ScoreState.WRITTEN) {
                        rights.secondLook().arrived(tenant, row, score);
                    }
                    settle(settled);
                }
                case WriteDecision.Patch patch -> {
                    if (unsure.mayRepeat(score.applicationId(), now)) {
                        writes.add(new Write(target, proof, score, row, patch));
                    }
                }
            }
        }
        Deque<Write> all = new ArrayDeque<>(writes);
        return proof.seen() || all.isEmpty() ? all : new ArrayDeque<>(List.of(next(all)));
    }

    /** As the row says now: the tenant's field may be newer than the sweep that records who objects. */
    private static boolean objects(WriteTarget target, Application row) {
        return CustomFieldEntry.saysYes(row.customFields(), target.settings().optOutField());
    }

    private static Set<Long> candidates(Stream<Application> rows) {
        return rows.map(Application::candidateId).collect(Collectors.toSet());
    }

    private Write next(Deque<Write> writes) {
        return refused.size() < NEWEST_REFUSED ? writes.removeFirst() : writes.removeLast();
    }

    private void send(HarvestSession session, Deque<Write> writes, BooleanSupplier goOn) {
        while (!stops() && !writes.isEmpty()) {
            long asked = nanoTime.getAsLong();
            if (!goOn.getAsBoolean()) {
                return;
            }
            // of those in flight some may not be counted yet
            boolean isLast = session.left() - inFlight.size() <= LAST;
            if (isLast && inFlight.isEmpty()) {
                return;
            }
            if (inFlight.hasRoom() && !isLast) {
                inFlight.start(next(writes), write -> send(write, () -> inTime(asked)));
            } else {
                inFlight.take().forEach(this::answered);
                if (!clock.instant().isBefore(noted.plus(NOTED_WITHIN))) {
                    note();
                    leaveOutWithheld(writes);
                }
            }
        }
    }

    /** Who was erased or objected since the batch began: no write of theirs is begun more than about a second later. */
    private void leaveOutWithheld(Deque<Write> writes) {
        Set<Long> withheld =
                rights.withheld().among(tenant, candidates(writes.stream().map(Write::row)));
        writes.removeIf(write -> {
            boolean leftOut = withheld.contains(write.row().candidateId());
            if (leftOut) {
                settle(Settled.withheld(write.score()));
            }
            return leftOut;
        });
    }

    private boolean inTime(long permitted) {
        return nanoTime.getAsLong() - permitted <= SENT_WITHIN.toNanos();
    }

    private static Outcome send(Write write, BooleanSupplier inTime) {
        Waiting score = write.score();
        try {
            write.target().session().update(write.application(), write.patch().fields(), inTime);
            return new Outcome.Known(new Settled(score, ScoreState.WRITTEN, null));
        } catch (NotSent _) {
            return new Outcome.NotSent(Optional.empty());
        } catch (HarvestException e) {
            return switch (e.failure()) {
                case NotFound _ ->
                    new Outcome.Known(
                            new Settled(score, ScoreState.GONE, "the application does not exist in Greenhouse"));
                case Invalid invalid -> refused(write, invalid);
                case UnknownOutcome unknown -> new Outcome.Unknown(unknown);
                case Forbidden refusal -> forbidden(score, refusal);
                // of a write it says that nothing was changed: no token could be had, or another process replaced it
                case Unavailable _ -> new Outcome.NotSent(Optional.of(e));
                default -> throw e;
            };
        }
    }

    private static Outcome forbidden(Waiting score, Forbidden refusal) {
        return new Outcome.Refused(
                new Settled(
                        score,
                        ScoreState.REFUSED,
                        "Greenhouse forbids the credential's user to write to this application, though not to others; the next sweep tries again"),
                new HarvestException(new Forbidden(refusal.scope(), Optional.of(score.applicationId()))));
    }

    /** A refusal may concern this row, or our field itself: in that case writing stops. */
    private static Outcome refused(Write write, Invalid refusal) {
        WriteTarget target = write.target();
        TargetFields.among(target.session().customFields("application"), target.settings());
        String names = refusal.fields().isEmpty() ? write.patch().names() : String.join(", ", refusal.fields());
        boolean another = namesAnother(write, refusal);
        Settled settled = new Settled(
                write.score(),
                ScoreState.REFUSED,
                "Greenhouse refuses the values of %s (%s)%s"
                        .formatted(names, refusal.what(), another ? DELETED_OPTION : ""));
        return mayRefuseAll(write, refusal)
                ? new Outcome.Refused(settled, refusesAll(target.fields().score()))
                : new Outcome.Known(settled);
    }

    /** Where other fields are sent too, one of them may be meant, unless ours is named, or not shown by the row. */
    private static boolean mayRefuseAll(Write write, Invalid refusal) {
        TargetFields fields = write.target().fields();
        String score = fields.score().nameKey();
        return names(refusal, score)
                || (!namesAnother(write, refusal)
                        && (!write.row().customFields().containsKey(score)
                                || write.patch().keys().stream().allMatch(fields::ours)));
    }

    /** Only what was sent: Greenhouse may name the list, or a place in it, instead of a field. */
    private static boolean namesAnother(Write write, Invalid refusal) {
        TargetFields fields = write.target().fields();
        return write.patch().keys().stream().anyMatch(key -> !fields.ours(key) && names(refusal, key));
    }

    private static boolean names(Invalid refusal, String key) {
        return refusal.fields().stream().anyMatch(name -> name.equals(key) || name.endsWith("." + key));
    }

    private static Unwritable refusesAll(ScoreField field) {
        return new Unwritable(
                "score_field: Greenhouse refuses every value of '%s'".formatted(field.nameKey()),
                "if the field is private, let the credential's user see and edit it; it has to be a Number field that takes the model's decimals, for candidate applications");
    }

    private void answered(InFlight.Answer<Write, Outcome> answer) {
        if (answer.failure() != null) {
            failure = failure == null ? answer.failure() : failure;
            if (failure instanceof HarvestException e && e.failure() instanceof Resting) {
                unsure.allFail();
            }
            return;
        }
        Write write = answer.work();
        switch (answer.result()) {
            case Outcome.Known(Settled known) -> {
                settle(known);
                if (known.state() == ScoreState.WRITTEN) {
                    written++;
                    taken = true;
                    notSent = 0;
                    unsure.wroteAnother();
                    keep(write);
                    settleRefused();
                }
            }
            case Outcome.Refused refusal -> {
                refused.put(write.score(), refusal);
                if (taken && refused.size() >= MOST_REFUSED) {
                    settleRefused();
                    taken = false;
                }
            }
            case Outcome.Unknown(UnknownOutcome unknown) -> {
                rights.secondLook().wrote(tenant, write.row(), write.score(), write.patch());
                unknown(write, unknown);
            }
            case Outcome.NotSent(Optional<HarvestException> why) -> {
                Log.debugf("Write of application %d delayed; its score keeps waiting", write.application());
                why.ifPresent(this::notSent);
            }
        }
    }

    /** Reads succeed in between, so that no several failures in a row would end it. */
    private void notSent(HarvestException why) {
        notSent++;
        if (notSent >= MOST_NOT_SENT && failure == null) {
            failure = why;
        }
    }

    /** Others are not refused, so that it is for the application. */
    private void settleRefused() {
        refused.values().forEach(refusal -> settle(refusal.one()));
        refused.clear();
    }

    private void keep(Write write) {
        rights.secondLook().wrote(tenant, write.row(), write.score(), write.patch());
        WriteTarget target = write.target();
        readBack.keep(
                tenant,
                ExpectedRow.of(
                        write.application(),
                        write.score().value(),
                        write.row(),
                        target,
                        target.session().now()));
        if (!write.proof().seen()) {
            proofs.sentFirst(tenant, target.fields().score(), write.application());
        }
    }

    /** An application that keeps failing while others are written must not keep the tenant's run open. */
    private void unknown(Write write, UnknownOutcome outcome) {
        Instant now = clock.instant();
        Unsure row = unsure.failed(write.application(), outcome, now);
        boolean keepsOthersWaiting = write.score().scoredAt().isBefore(now.minus(KEEPS_OTHERS_WAITING));
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
            int flying = inFlight.size();
            while (inFlight.size() == flying && goOn.getAsBoolean()) {
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
            if (!refused.isEmpty()) {
                endRefused();
            }
        }
        return again;
    }

    private void awaitAll() {
        while (!inFlight.isEmpty()) {
            inFlight.take().forEach(this::answered);
        }
    }

    private void note() {
        noted = clock.instant();
        if (settled.isEmpty()) {
            return;
        }
        List<Settled> outcomes = List.copyOf(settled);
        settled.clear();
        scores.settle(tenant, field, outcomes, () -> after.accept(Batch.of(outcomes)));
        outcomes.forEach(outcome -> count.accept(outcome.state()));
    }

    /** Waits for calls in flight; their failures do not interrupt the others. */
    @Override
    public void close() {
        try (inFlight) {
            awaitAll();
            note();
        } finally {
            // where an outcome cannot be recorded too: the write was made
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
