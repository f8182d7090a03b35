package com.rocketmat.score.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.write.ScoreRemoval.Left;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Reads the candidates of applications that were just written again. Between the look at a row and its PATCH the candidate may have been
 * anonymised, so that the PATCH put back what was wiped, or been erased here, or have objected, or been merged with one who has.
 */
@ApplicationScoped
public class SecondLook {

    /** Longer than between two slices of a daily schedule. */
    private static final Duration UNTIL_THE_NEXT_SLICE = Duration.ofDays(2);

    private final WithheldCandidates rights;
    private final ScoreRemoval removal;
    private final PersonalScores scores;
    private final Clock clock;
    /**
     * In memory, in the order of the writes, mostly until the next batch. They stay longer if a call fails, others use up the rate window, or
     * lists are late; unless another replica looks first.
     */
    private final Cache<TenantId, Set<Written>> pending;

    SecondLook(WithheldCandidates rights, ScoreRemoval removal, PersonalScores scores, Clock clock) {
        this.rights = rights;
        this.removal = removal;
        this.scores = scores;
        this.clock = clock;
        this.pending = Caffeine.newBuilder()
                .expireAfterAccess(UNTIL_THE_NEXT_SLICE)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /**
     * A PATCH that was made, or may have been.
     *
     * @param sent the keys of its fields; empty if another process sent it
     * @param at no earlier than it was made, in Greenhouse's time: when it was answered, or {@link Instant#MAX} if unknown; not used if
     *     another process sent it
     */
    private record Written(long candidateId, OwnScore score, Set<String> sent, Instant at) {

        long applicationId() {
            return score.applicationId();
        }

        /** With the candidate after merges that became known meanwhile. */
        Written now(Map<Long, Long> candidates) {
            return new Written(candidates.getOrDefault(applicationId(), candidateId), score, sent, at);
        }

        /** Even if the candidate changes again before the next look. */
        Written toBeEmptied() {
            return new Written(candidateId, score, sent, Instant.MAX);
        }

        /** Whether it may have restored what was wiped. If Greenhouse shows that it was wiped later, other fields are the customer's. */
        boolean mayHavePutBack(Candidate anonymised) {
            Instant changed = anonymised.updatedAt();
            return !sent.isEmpty()
                    && (changed == null
                            || changed.minus(ExpectedRow.CLOCK_ERROR).isBefore(at));
        }

        /** Either may be what the application carries. */
        Written and(Written later) {
            OwnScore last = later.score;
            return new Written(
                    later.candidateId,
                    new OwnScore(
                            last.applicationId(),
                            last.modelVersion(),
                            Stream.concat(score.everWritten().stream(), last.everWritten().stream())
                                    .toList()),
                    Stream.concat(sent.stream(), later.sent.stream()).collect(Collectors.toUnmodifiableSet()),
                    at.isAfter(later.at) ? at : later.at);
        }
    }

    void wrote(TenantId tenant, WriteAttempt write, Instant at) {
        add(tenant, written(write, at));
    }

    /** Greenhouse may still execute it. */
    void mayHaveWritten(TenantId tenant, WriteAttempt write) {
        add(tenant, written(write, Instant.MAX));
    }

    private Written written(WriteAttempt write, Instant at) {
        return new Written(
                write.row().candidateId(), own(write.score()), write.patch().keys(), at);
    }

    /** The application carries the waiting score: the process that sent it died, or got no answer. */
    void arrived(TenantId tenant, Application row, Waiting score) {
        add(tenant, ofAnother(row.candidateId(), own(score)));
    }

    /** The tenant's last replica died, or was another one: only the scores show what it had written. */
    public void orphaned(TenantId tenant) {
        scores.lastWrites(tenant, HarvestSession.MOST_IDS)
                .forEach(last -> add(tenant, ofAnother(last.candidateId(), last.score())));
    }

    /** What else was sent is unknown, and other fields may be the customer's. */
    private static Written ofAnother(long candidateId, OwnScore score) {
        return new Written(candidateId, score, Set.of(), Instant.MIN);
    }

    private OwnScore own(Waiting score) {
        return new OwnScore(
                score.applicationId(),
                score.modelVersion(),
                List.of(OwnScore.Value.anywhere(score.value(), clock.instant())));
    }

    private void add(TenantId tenant, Written written) {
        // the last writes are added slice after slice, until there are calls to look with
        pending.get(tenant, _ -> Collections.synchronizedSet(new LinkedHashSet<>()))
                .add(written);
    }

    private Set<Written> pending(TenantId tenant) {
        return Objects.requireNonNullElse(pending.getIfPresent(tenant), Set.of());
    }

    public boolean outstanding(TenantId tenant) {
        return !pending(tenant).isEmpty();
    }

    /**
     * Whether lists may show some of these only later, so that the next slice should start earlier. What is stored is read again by its id
     * anyway.
     */
    public boolean outstandingAndNew(TenantId tenant) {
        Instant now = clock.instant();
        Set<Long> late = List.copyOf(pending(tenant)).stream()
                .filter(each -> each.score().isNew(now))
                .map(Written::applicationId)
                .collect(Collectors.toSet());
        return !late.isEmpty() && !scores.candidates(tenant, late).keySet().containsAll(late);
    }

    void forget(@Observes TenantChange change) {
        if (change instanceof TenantChange.Stopped) {
            pending.invalidate(change.tenant());
        }
    }

    /** {@code permitted} is asked before each PATCH. */
    void look(TenantId tenant, Supplier<WriteTarget> target, BooleanSupplier permitted) {
        Set<Written> written = pending(tenant);
        for (List<Written> some : List.copyOf(written).stream()
                .gather(Gatherers.windowFixed(HarvestSession.MOST_IDS))
                .toList()) {
            if (!permitted.getAsBoolean()) {
                return;
            }
            // one that does not show yet holds up no other; without calls the next look throws
            List<Written> again = look(target.get(), some, permitted);
            some.forEach(written::remove);
            written.addAll(again);
        }
    }

    /** @return those to be looked at again */
    private List<Written> look(WriteTarget target, List<Written> made, BooleanSupplier permitted) {
        Map<Long, Long> owners = scores.candidates(
                target.tenant(), made.stream().map(Written::applicationId).toList());
        // a merge may be known here, or in Greenhouse, alone
        List<Written> written = made.stream()
                .flatMap(each -> Stream.of(each, each.now(owners)).distinct())
                .toList();
        Set<Long> candidates = written.stream().map(Written::candidateId).collect(Collectors.toSet());
        Map<Long, Candidate> anonymised = Candidate.byId(candidates.stream()
                .gather(Gatherers.windowFixed(HarvestSession.MOST_IDS))
                .flatMap(some -> target.session().candidates(some, Candidate.WITH_TIME).stream())
                .filter(Candidate::anonymised)
                .toList());
        Set<Long> withheld = new HashSet<>(rights.among(target.tenant(), candidates));
        withheld.removeAll(anonymised.keySet());
        if (anonymised.isEmpty() && withheld.isEmpty()) {
            return List.of();
        }
        Map<Long, Written> ofAnonymised = of(anonymised.keySet(), written);
        Map<Long, Written> toWipe = new HashMap<>();
        Map<Long, Written> toRemove = of(withheld, written);
        ofAnonymised.forEach((application, each) ->
                (each.mayHavePutBack(anonymised.get(each.candidateId())) ? toWipe : toRemove).put(application, each));
        List<Written> again = new ArrayList<>(wipe(target, toWipe, permitted));
        again.addAll(remove(target, toRemove, permitted));
        erase(target.tenant(), ofAnonymised);
        return again;
    }

    private static Map<Long, Written> of(Set<Long> candidates, List<Written> written) {
        return written.stream()
                .filter(each -> candidates.contains(each.candidateId()))
                .collect(Collectors.toMap(Written::applicationId, Function.identity(), Written::and));
    }

    private List<Written> wipe(WriteTarget target, Map<Long, Written> written, BooleanSupplier permitted) {
        List<Written> again = new ArrayList<>();
        for (CarriedScore score : fresh(target, written)) {
            Written made = written.get(score.applicationId());
            if (removal.emptyAllSent(target, score.row(), made.sent(), permitted)
                    || removal.mayShowLater(target, score)) {
                again.add(made.toBeEmptied());
            }
        }
        return again;
    }

    private List<Written> remove(WriteTarget target, Map<Long, Written> written, BooleanSupplier permitted) {
        List<CarriedScore> shown = fresh(target, written);
        Left left = removal.emptyInSlice(
                target, shown.stream().filter(score -> score.isIn(target)).toList(), permitted);
        return shown.stream()
                .filter(score -> left.later().contains(score.applicationId()) || removal.mayShowLater(target, score))
                .map(score -> written.get(score.applicationId()))
                .toList();
    }

    /** Read for each purpose: an older row would send back what was just emptied. */
    private static List<CarriedScore> fresh(WriteTarget target, Map<Long, Written> written) {
        if (written.isEmpty()) {
            return List.of();
        }
        return target.readRows(written.keySet()).values().stream()
                .map(row -> new CarriedScore(row, written.get(row.id()).score()))
                .toList();
    }

    private void erase(TenantId tenant, Map<Long, Written> written) {
        written.values().stream()
                .collect(Collectors.groupingBy(
                        Written::candidateId, Collectors.mapping(Written::applicationId, Collectors.toSet())))
                .forEach((candidate, applications) -> rights.eraseAnonymised(tenant, candidate, applications));
    }
}
