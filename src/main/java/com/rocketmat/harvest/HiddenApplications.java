package com.rocketmat.harvest;

import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Job;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells applications that only this user does not see from those that are gone: with a private candidate or a confidential job they are hidden. */
public final class HiddenApplications {

    private HiddenApplications() {}

    /** An application that was asked for, and is not there. */
    public interface Absent {

        /** The candidate's id, or whose it may be. */
        Set<Long> candidateIds();

        /** The application's job as it was last read, if that is known. */
        Optional<Long> jobId();
    }

    /** Those that may be hidden: their candidate is there, as a stub, or without their job. A stub without an id may be of any of them. */
    public static <A extends Absent> Set<A> among(
            HarvestSession session, Collection<A> absent, Map<Long, Candidate> candidates) {
        boolean any = candidates.containsKey(Candidate.WITHOUT_ID);
        List<A> ofSomeone = absent.stream()
                .filter(known -> any || known.candidateIds().stream().anyMatch(candidates::containsKey))
                .toList();
        Set<Long> jobs =
                ofSomeone.stream().flatMap(known -> known.jobId().stream()).collect(Collectors.toSet());
        Set<Long> shown = jobs.isEmpty()
                ? Set.of()
                : session.jobs(jobs, Set.of("id")).stream().map(Job::id).collect(Collectors.toSet());
        return ofSomeone.stream()
                .filter(known -> any
                        || known.candidateIds().stream()
                                .flatMap(id -> Stream.ofNullable(candidates.get(id)))
                                .anyMatch(Candidate::stub)
                        || known.jobId().filter(job -> !shown.contains(job)).isPresent())
                .collect(Collectors.toSet());
    }
}
