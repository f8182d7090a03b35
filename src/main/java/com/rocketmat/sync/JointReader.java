package com.rocketmat.sync;

import com.rocketmat.feature.Source;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.FileAway;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.score.NewScore;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.sync.reading.SubjectReader.Batch;
import com.rocketmat.sync.reading.SubjectReader.Patience;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads what the active version and its shadows need; if the shadows' part cannot be read, only what the active version needs. */
final class JointReader {

    private static final String RESUME_AWAY = "the file of the resume cannot be fetched";

    private final SliceContext slice;
    private final Shadows shadows;
    private ShadowPlan plan;

    JointReader(SliceContext slice, Shadows shadows, ShadowPlan plan) {
        this.slice = slice;
        this.shadows = shadows;
        this.plan = plan;
    }

    /** The versions served by the last read. */
    ShadowPlan plan() {
        return plan;
    }

    Set<String> applicationFields() {
        return reader().applicationFields();
    }

    Set<String> activeApplicationFields() {
        return new SubjectReader(slice.session(), slice.lookup(), plan.active()).applicationFields();
    }

    List<Application> onOpenJobs(List<Application> applications) {
        return reader().onOpenJobs(applications);
    }

    /**
     * @param found what the candidates' rows say about who must not be scored
     * @param unread failures of applications left out because of their files, so that one file does not hold up the others
     * @param putOff applications that were not reached because of the files of others
     * @param toCome applications left out because their resumes or candidates may still appear
     */
    record Read(
            List<Subject> subjects,
            FoundRights found,
            List<NewScore> unread,
            List<Application> putOff,
            Set<Long> toCome) {

        private static final Read NOTHING = new Read(List.of(), FoundRights.NONE, List.of(), List.of(), Set.of());
    }

    /** @param applications at most {@link SubjectReader#BATCH} */
    Read read(List<Application> applications) {
        if (applications.isEmpty()) {
            return Read.NOTHING;
        }
        OptOut optOut = slice.optOut();
        Batch batch = read(applications, optOut.candidateFields());
        FoundRights found = optOut.inCandidates(batch.candidates()).withAnonymised(batch.candidates(), applications);
        return new Read(
                batch.subjects().stream()
                        .filter(subject -> !found.withhold(subject.application().candidateId()))
                        .toList(),
                found,
                batch.away().stream()
                        .map(application -> ScoringBatch.failed(application, RESUME_AWAY))
                        .toList(),
                batch.putOff(),
                toCome(applications, batch));
    }

    private Set<Long> toCome(List<Application> applications, Batch batch) {
        Set<Long> shown = batch.candidates().stream()
                .filter(candidate -> !candidate.stub())
                .map(Candidate::id)
                .collect(Collectors.toSet());
        Instant now = slice.session().now();
        return Stream.concat(
                        batch.toCome().stream(),
                        applications.stream()
                                .filter(application -> !shown.contains(application.candidateId()))
                                .filter(application -> SubjectReader.isNew(application, now)))
                .map(Application::id)
                .collect(Collectors.toSet());
    }

    private Batch read(List<Application> applications, Set<String> candidateFields) {
        try {
            return scored().withCandidateFields(candidateFields).read(applications);
        } catch (HarvestException e) {
            // not because of the shadows: an exhausted rate window, or a file that the active version reads too
            if (e.failure() instanceof HarvestFailure.Later
                    || (e instanceof FileAway && readsFiles())
                    || !plan.takesMoreCalls()) {
                throw e;
            }
            plan = shadows.unread(slice.tenant(), plan, kind(e.failure()));
            return scored().withCandidateFields(candidateFields).read(applications);
        }
    }

    private static String kind(HarvestFailure failure) {
        return failure instanceof HarvestFailure.Forbidden forbidden
                ? "Greenhouse forbids calls that need the scope " + forbidden.scope()
                : failure.getClass().getSimpleName();
    }

    /** Applications are left out only if the active version reads files. */
    private SubjectReader scored() {
        return readsFiles() ? reader().with(Patience.UNTIL_OTHERS_COME) : reader();
    }

    private boolean readsFiles() {
        return plan.active().sources().contains(Source.ATTACHMENTS);
    }

    private SubjectReader reader() {
        return new SubjectReader(slice.session(), slice.lookup(), plan.joint());
    }
}
