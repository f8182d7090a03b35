package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.privacy.Objections;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What rows that were read say of who is not to be scored, until it is recorded.
 *
 * @param key of the opt_out_field; null if there is none
 * @param objecting candidates whose field says so, with the applications that have it, or {@link Objections#OWN}
 * @param others candidates whose field says that they may be scored, with the applications that have it
 * @param anonymised candidates without a name, with those of their applications that were read
 */
record FoundRights(
        String key, Map<Long, Set<Long>> objecting, Map<Long, Set<Long>> others, Map<Long, Set<Long>> anonymised) {

    static final FoundRights NONE = new FoundRights(null, Map.of(), Map.of(), Map.of());

    static FoundRights ofField(String key, Map<Long, Set<Long>> objecting, Map<Long, Set<Long>> others) {
        return new FoundRights(key, objecting, others, Map.of());
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
        return new FoundRights(null, Map.of(), Map.of(), anonymised);
    }

    FoundRights and(FoundRights more) {
        return new FoundRights(
                key == null ? more.key : key,
                union(objecting, more.objecting),
                union(others, more.others),
                union(anonymised, more.anonymised));
    }

    boolean withhold(long candidateId) {
        return objecting.containsKey(candidateId) || anonymised.containsKey(candidateId);
    }

    private static Map<Long, Set<Long>> union(Map<Long, Set<Long>> one, Map<Long, Set<Long>> other) {
        Map<Long, Set<Long>> union = new HashMap<>(one);
        other.forEach((candidate, applications) -> union.merge(candidate, applications, FoundRights::union));
        return union;
    }

    private static Set<Long> union(Set<Long> one, Set<Long> other) {
        Set<Long> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
