package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What rows that were read say of who is not to be scored, until it is recorded.
 *
 * @param objecting candidates whose field says so
 * @param others candidates whose field says that they may be scored
 * @param anonymised candidates without a name, with those of their applications that were read
 */
record FoundRights(Set<Long> objecting, Set<Long> others, Map<Long, Set<Long>> anonymised) {

    static final FoundRights NONE = new FoundRights(Set.of(), Set.of(), Map.of());

    FoundRights {
        others = others.stream().filter(id -> !objecting.contains(id)).collect(Collectors.toUnmodifiableSet());
    }

    static FoundRights ofField(Set<Long> objecting, Set<Long> others) {
        return new FoundRights(objecting, others, Map.of());
    }

    /** @param applications that were read, of any candidates */
    static FoundRights ofAnonymised(Collection<Candidate> candidates, Collection<Application> applications) {
        Map<Long, Set<Long>> anonymised = new HashMap<>();
        candidates.stream()
                .filter(Candidate::anonymised)
                .forEach(candidate -> anonymised.put(
                        candidate.id(),
                        applications.stream()
                                .filter(row -> row.candidateId() == candidate.id())
                                .map(Application::id)
                                .collect(Collectors.toSet())));
        return new FoundRights(Set.of(), Set.of(), anonymised);
    }

    FoundRights and(FoundRights more) {
        Map<Long, Set<Long>> all = new HashMap<>(anonymised);
        all.putAll(more.anonymised);
        return new FoundRights(union(objecting, more.objecting), union(others, more.others), all);
    }

    boolean nothing() {
        return objecting.isEmpty() && others.isEmpty() && anonymised.isEmpty();
    }

    /** Whether the candidate must not be scored. */
    boolean withhold(long candidateId) {
        return objecting.contains(candidateId) || anonymised.containsKey(candidateId);
    }

    private static Set<Long> union(Set<Long> one, Set<Long> other) {
        Set<Long> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
