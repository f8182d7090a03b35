package com.rocketmat.training;

import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.ApplicationStage;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.harvest.row.Rejection;
import com.rocketmat.harvest.row.RejectionReason;
import com.rocketmat.sync.reading.SubjectReader;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads outcomes of applications. Stages and reasons, which many applications share, are requested once. */
final class OutcomeReader {

    private static final Comparator<ApplicationStage> LAST_ENTERED_FIRST =
            Comparator.comparing(ApplicationStage::enteredAt).reversed();

    private final HiringOutcomes hiring;
    /** Null for a stage that was not found, so that it is not requested again. */
    private final Map<Long, JobStage> jobStages = new HashMap<>();
    /** Empty for a reason that was not found or has no type, for the same purpose. */
    private final Map<Long, Optional<String>> reasonTypes = new HashMap<>();

    OutcomeReader(HiringOutcomes hiring) {
        this.hiring = hiring;
    }

    /** By application. Takes 1 to {@link SubjectReader#BATCH} applications. */
    Map<Long, Outcome> read(Collection<Application> applications) {
        Map<Long, List<ApplicationStage>> stages = hiring.stages(ids(applications)).stream()
                .filter(stage -> stage.enteredAt() != null)
                .collect(Collectors.groupingBy(ApplicationStage::applicationId));
        resolveStages(stages.values());
        Map<Long, Rejection> rejections = rejections(applications);
        resolveReasons(rejections.values());
        return applications.stream()
                .collect(Collectors.toMap(
                        Application::id,
                        row -> outcome(row, stages.getOrDefault(row.id(), List.of()), rejections.get(row.id()))));
    }

    private Outcome outcome(Application row, List<ApplicationStage> stages, Rejection rejection) {
        Instant lastExit = stages.stream()
                .map(ApplicationStage::exitedAt)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        // an application moved from another job may have passed stages of that job
        List<JobStage> passed = stages.stream()
                .sorted(LAST_ENTERED_FIRST)
                .map(stage -> jobStages.get(stage.jobStageId()))
                .filter(stage -> stage != null && stage.jobId() == row.jobId())
                .toList();
        boolean hasRejectionTime = rejection != null && rejection.rejectedAt() != null;
        return new Outcome(
                row.status(),
                rejection == null || rejection.reasonId() == null
                        ? null
                        : reasonTypes.get(rejection.reasonId()).orElse(null),
                // by the job's order of stages, since an application may go back a stage
                passed.stream()
                        .max(Comparator.comparingInt(JobStage::order))
                        .map(JobStage::name)
                        .orElse(null),
                passed,
                hasRejectionTime ? rejection.rejectedAt() : lastExit);
    }

    private Map<Long, Rejection> rejections(Collection<Application> applications) {
        List<Long> rejected = applications.stream()
                .filter(row -> Outcome.REJECTED.equals(row.status()))
                .map(Application::id)
                .toList();
        return rejected.isEmpty()
                ? Map.of()
                : hiring.rejections(rejected).stream()
                        .collect(Collectors.toMap(Rejection::applicationId, Function.identity(), OutcomeReader::later));
    }

    /** For applications that were rejected twice. */
    private static Rejection later(Rejection one, Rejection other) {
        return one.id() > other.id() ? one : other;
    }

    private void resolveStages(Collection<List<ApplicationStage>> stages) {
        TreeSet<Long> unknown = stages.stream()
                .flatMap(List::stream)
                .map(ApplicationStage::jobStageId)
                .filter(Objects::nonNull)
                .filter(id -> !jobStages.containsKey(id))
                .collect(Collectors.toCollection(TreeSet::new));
        for (List<Long> ids : SubjectReader.batches(unknown)) {
            List<JobStage> found = hiring.jobStages(ids);
            ids.forEach(id -> jobStages.put(id, null));
            found.forEach(stage -> jobStages.put(stage.id(), stage));
        }
    }

    private void resolveReasons(Collection<Rejection> rejections) {
        TreeSet<Long> unknown = rejections.stream()
                .map(Rejection::reasonId)
                .filter(Objects::nonNull)
                .filter(id -> !reasonTypes.containsKey(id))
                .collect(Collectors.toCollection(TreeSet::new));
        for (List<Long> ids : SubjectReader.batches(unknown)) {
            List<RejectionReason> found = hiring.reasons(ids);
            ids.forEach(id -> reasonTypes.put(id, Optional.empty()));
            found.forEach(reason -> reasonTypes.put(reason.id(), type(reason)));
        }
    }

    private static Optional<String> type(RejectionReason reason) {
        return Optional.ofNullable(reason.type()).map(type -> type.name() == null ? type.key() : type.name());
    }

    private static List<Long> ids(Collection<Application> applications) {
        return applications.stream().map(Application::id).toList();
    }
}
