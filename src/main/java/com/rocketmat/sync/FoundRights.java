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
 * What rows say about who must not be scored, to be recorded.
 *
 * @param key the key of the opt_out_field; null if there is none
 * @param objecting candidates whose field says yes, with the applications that say so, or {@link Objections#OWN}
 * @param permitting candidates whose field says no, with the applications that say so
 * @param anonymised candidates without a name, with those of their applications that were read
 */
record FoundRights(
        String key, Map<Long, Set<Long>> objecting, Map<Long, Set<Long>> permitting, Map<Long, Set<Long>> anonymised) {

    static final FoundRights NONE = new FoundRights(null, Map.of(), Map.of(), Map.of());

    static FoundRights ofField(String key, Map<Long, Set<Long>> objecting, Map<Long, Set<Long>> permitting) {
        return new FoundRights(key, objecting, permitting, Map.of());
    }

    /** @param applications those that were read, of any candidate */
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
        return new FoundRights(key, objecting, permitting, found);
    }

    boolean withhold(long candidateId) {
        return objecting.containsKey(candidateId) || anonymised.containsKey(candidateId);
    }
}
