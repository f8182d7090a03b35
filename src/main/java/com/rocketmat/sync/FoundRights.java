package com.rocketmat.sync;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.privacy.Objections;
import java.util.Collection;
import java.util.HashMap;
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
    FoundRights withAnonymised(Collection<Candidate> candidates, Collection<Application> applications) {
        Map<Long, Set<Long>> found = new HashMap<>();
        candidates.stream()
                .filter(Candidate::anonymised)
                .forEach(candidate -> found.put(
                        candidate.id(),
                        applications.stream()
                                .filter(row -> row.candidateId() == candidate.id())
                                .map(Application::id)
                                .collect(Collectors.toSet())));
        return new FoundRights(key, objecting, others, found);
    }

    boolean withhold(long candidateId) {
        return objecting.containsKey(candidateId) || anonymised.containsKey(candidateId);
    }
}
