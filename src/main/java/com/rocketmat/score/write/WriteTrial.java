package com.rocketmat.score.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.rocketmat.harvest.Causes;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Later;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.WriteModeProbe.Back;
import com.rocketmat.score.write.WriteModeProbe.Outcome.Made;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes the score field of one application, checks it and restores it. Its other custom fields show whether Greenhouse merges. */
final class WriteTrial {

    static final int CALLS = 12;

    private static final int LOOKS = 3;
    private static final int TRIES = 3;
    /** The next rate window; a connection that is silent for minutes is closed (quarkus.http.idle-timeout). */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(35);

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final WriteTarget target;
    private final Application before;
    private final Map<String, JsonNode> toRestore;
    private final Map<String, Integer> witnesses;
    private final BigDecimal value;
    private final Predicate<Application> withheld;
    private final Clock clock;
    private final WriteModeProbe.Waiter waiter;
    private Application now;
    private Set<String> leftOut = Set.of();

    /**
     * @param before the row to restore
     * @param toRestore all its values in the form of a PATCH
     * @param withheld whether its candidate is not to have a score
     */
    WriteTrial(
            WriteTarget target,
            Application before,
            List<CustomFieldWrite> toRestore,
            Predicate<Application> withheld,
            Clock clock,
            WriteModeProbe.Waiter waiter) {
        this.target = target;
        this.withheld = withheld;
        this.clock = clock;
        this.waiter = waiter;
        this.before = before;
        this.toRestore = new LinkedHashMap<>();
        toRestore.forEach(field -> this.toRestore.put(field.nameKey(), field.value()));
        this.witnesses = witnesses(target, before);
        // a value that the row does not have, otherwise our write could not be recognised
        this.value = score().carries(before.customFields(), BigDecimal.TWO) ? BigDecimal.ONE : BigDecimal.TWO;
    }

    /**
     * @param mayWrite asked right before the first write is sent
     * @throws HarvestException if nothing was written, so that nothing has to be restored
     * @throws com.rocketmat.harvest.NotSent if it may not be; nothing was written either
     */
    Made make(BooleanSupplier mayWrite) {
        send(mayWrite);
        // from here on the application is restored, even if the tenant is paused meanwhile
        Optional<Boolean> merges;
        try {
            merges = look();
        } catch (RuntimeException _) {
            merges = Optional.empty();
        }
        return new Made(merges, putBack(merges.orElse(false)));
    }

    private Optional<Boolean> look() {
        Instant sent = target.session().now();
        for (int look = 0; look < LOOKS; look++) {
            now = target.readRow(before.id()).orElse(null);
            if (now == null) {
                return Optional.empty();
            }
            if (score().carries(now.customFields(), value)) {
                return merged(sent);
            }
        }
        return Optional.empty();
    }

    private Optional<Boolean> merged(Instant sent) {
        Map<String, Integer> present = witnesses(target, now);
        if (present.equals(witnesses)) {
            return Optional.of(true);
        }
        boolean editedSince = ExpectedRow.mayBeChangedSince(sent, now);
        boolean emptied = !present.keySet().containsAll(witnesses.keySet());
        return emptied && !editedSince ? Optional.of(false) : Optional.empty();
    }

    /** Waits out failures that pass, since only this process knows the values that the write may have replaced. */
    private Back putBack(boolean merges) {
        List<CustomFieldWrite> fields = fields(merges);
        for (int tries = 1; ; tries++) {
            try {
                if (tries > 1) {
                    Optional<Back> ended = lookAgain(names(fields));
                    if (ended.isPresent()) {
                        return ended.get();
                    }
                    fields = fields(merges);
                }
                target.session().update(before.id(), fields);
                return verified();
            } catch (HarvestException e) {
                if (tries == TRIES || !waited(e.failure())) {
                    return new Back.Not(
                            names(fields),
                            Advice.on(e.failure(), DevCenter.of(target.settings()))
                                    .reason());
                }
            } catch (SessionClosed e) {
                return new Back.Not(names(fields), "the tenant's secret was changed meanwhile");
            } catch (RuntimeException e) {
                // such as a database that is away: only this process knows what to restore
                return new Back.Not(names(fields), Causes.kind(e));
            }
        }
    }

    /** After a pause, so that nothing that happened meanwhile is undone. */
    private Optional<Back> lookAgain(Set<String> fields) {
        now = target.readRow(before.id()).orElse(null);
        if (now == null) {
            return Optional.of(new Back.Not(fields, "Greenhouse does not show it any more"));
        }
        if (target.session().candidates(Set.of(now.candidateId()), Candidate.NAMED).stream()
                .anyMatch(Candidate::anonymised)) {
            return Optional.of(new Back.Not(Set.of(score().nameKey()), "its candidate was anonymised meanwhile"));
        }
        if (withheld.test(now)) {
            drop(score().nameKey());
            ourReasons(before).ifPresent(this::drop);
            // also if the list still shows the row from before the trial
            leftOut = ourReasons(now).map(Set::of).orElse(Set.of());
        }
        return Optional.empty();
    }

    /** The field of our reasons, if the row has ours. */
    private Optional<String> ourReasons(Application row) {
        return target.fields().reasons().filter(_ -> target.fields().reasonsAreOurs(row.customFields()));
    }

    private void drop(String key) {
        toRestore.remove(key);
        witnesses.remove(key);
    }

    private List<CustomFieldWrite> fields(boolean merges) {
        Map<String, JsonNode> fields = new TreeMap<>(merges ? Map.of() : all());
        String key = score().nameKey();
        fields.put(
                key,
                scored().flatMap(row -> OtherFields.wire(row.customFields().get(key)))
                        .orElse(toRestore.getOrDefault(key, NullNode.instance)));
        return fields.entrySet().stream()
                .map(field -> new CustomFieldWrite(field.getKey(), field.getValue()))
                .toList();
    }

    /** The row with a score that is neither the original nor the trial's: a person entered it meanwhile, or a slice wrote it. */
    private Optional<Application> scored() {
        return Optional.ofNullable(now)
                .filter(row -> !score().empty(row.customFields()))
                .filter(row -> !score().carries(row.customFields(), value))
                .filter(row -> !hash(row).equals(hash(before)));
    }

    /** The original row, except for values that someone entered since. */
    private Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new LinkedHashMap<>(toRestore);
        if (now != null
                && OtherFields.of(now.customFields(), leftOut, target.fields().active())
                        instanceof OtherFields.Outcome.Resendable present) {
            present.fields().forEach(field -> all.put(field.nameKey(), field.value()));
        }
        return all;
    }

    private Back verified() {
        Map<String, Integer> expected = scored().map(this::hash)
                .orElseGet(() -> toRestore.containsKey(score().nameKey()) ? hash(before) : Map.of());
        try {
            for (int look = 0; look < LOOKS; look++) {
                Optional<Application> row = target.readRow(before.id());
                if (row.filter(shown -> hash(shown).equals(expected)).isPresent()) {
                    Map<String, Integer> present = witnesses(target, row.get());
                    Set<String> gone = new TreeSet<>(witnesses.keySet());
                    gone.removeAll(present.keySet());
                    return gone.isEmpty()
                            ? new Back.AsBefore(present.equals(witnesses))
                            : new Back.Not(gone, "Greenhouse accepted them, but shows them as empty");
                }
            }
        } catch (RuntimeException _) {
            // accepted, but not visible yet
        }
        return new Back.NotShownYet();
    }

    /** Of the score; empty without one. */
    private Map<String, Integer> hash(Application row) {
        return ExpectedRow.hashes(row, score().nameKey()::equals);
    }

    /** False if the failure does not pass soon. */
    private boolean waited(HarvestFailure failure) {
        Duration pause = switch (failure) {
            case Later later -> Duration.between(clock.instant(), later.until()).plus(MOMENT);
            case Unavailable _, UnknownOutcome _ -> PAUSE;
            default -> ChronoUnit.FOREVER.getDuration();
        };
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            return false;
        }
        try {
            waiter.await(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A write with unknown outcome counts as made: reading back shows it. */
    private void send(BooleanSupplier mayWrite) {
        var trial = new CustomFieldWrite(score().nameKey(), score().wire(value));
        try {
            target.session().update(before.id(), List.of(trial), mayWrite);
        } catch (HarvestException e) {
            if (!(e.failure() instanceof UnknownOutcome)) {
                throw e;
            }
        }
    }

    private ScoreField score() {
        return target.fields().score();
    }

    /** The other fields with a value: without any, there is nothing to observe. */
    static Map<String, Integer> witnesses(WriteTarget target, Application row) {
        String score = target.fields().score().nameKey();
        return ExpectedRow.hashes(row, key -> !key.equals(score));
    }

    private static Set<String> names(List<CustomFieldWrite> fields) {
        return fields.stream().map(CustomFieldWrite::nameKey).collect(Collectors.toCollection(TreeSet::new));
    }
}
