package com.rocketmat.harvest;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.ApplicationStage;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.harvest.row.Rejection;
import com.rocketmat.harvest.row.RejectionReason;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The outcomes of a tenant's applications. Runs do not need them, so they yield to runs. At most {@link HarvestSession#MOST_IDS}
 * ids per call; every method that reads may throw {@link HarvestException}.
 */
public interface HiringOutcomes {

    /** Until when no call may be made, since half of each rate window, and of that for tokens, is for runs; empty if one may be made now. */
    Optional<Instant> restUntil();

    /**
     * The first page of applications; further pages are read as those of a run.
     *
     * @param status {@code hired} or {@code rejected}: a call takes only one
     * @param jobs empty for every job
     */
    Page<Application> decided(String status, CreatedBetween when, Set<Long> jobs, Set<String> fields);

    /** All applications of some candidates, in any state. */
    List<Application> applications(Collection<Long> candidates, Set<String> fields);

    List<ApplicationStage> stages(Collection<Long> applications);

    List<JobStage> jobStages(Collection<Long> ids);

    List<Rejection> rejections(Collection<Long> applications);

    List<RejectionReason> reasons(Collection<Long> ids);
}
