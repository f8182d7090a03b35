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
import com.rocketmat.sync.reading.SubjectReader.LeftOut;
import com.rocketmat.sync.reading.SubjectReader.Patience;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what the active version and its shadows need together; if the shadows' part cannot be read, only that of the active one. */
final class JointReader {

    private static final String RESUME_AWAY = "the file of the resume cannot be fetched";

    private final SliceContext slice;
    private final Shadows shadows;
    private final boolean renewing;
    private ShadowPlan watch;
    private FoundRights found = FoundRights.NONE;
    private final List<NewScore> unread = new ArrayList<>();
    private final List<Application> putOff = new ArrayList<>();
    private final Set<Long> toCome = new HashSet<>();

    JointReader(SliceContext slice, Shadows shadows, ShadowPlan watch) {
        this(slice, shadows, watch, false);
    }

    private JointReader(SliceContext slice, Shadows shadows, ShadowPlan watch, boolean renewing) {
        this.slice = slice;
        this.shadows = shadows;
        this.watch = watch;
        this.renewing = renewing;
    }

    /** Of applications with a score by an earlier version: one that is left out keeps it for good, so that files are waited for. */
    static JointReader renewing(SliceContext slice, Shadows shadows, ShadowPlan watch) {
        return new JointReader(slice, shadows, watch, true);
    }

    /** The versions served by the last read. */
    ShadowPlan watch() {
        return watch;
    }

    Set<String> applicationFields() {
        return reader().applicationFields();
    }

    Set<String> activeApplicationFields() {
        return new SubjectReader(slice.session(), slice.lookup(), watch.active()).applicationFields();
    }

    List<Application> onOpenJobs(List<Application> applications) {
        return reader().onOpenJobs(applications);
    }

    /** What the candidates that were read last say of who is not to be scored. */
    FoundRights found() {
        return found;
    }

    /** Refusals of those that the last read left out, so that one file does not hold up the others. */
    List<NewScore> unread() {
        return List.copyOf(unread);
    }

    /** Those that the last read did not reach, because of the files of others. */
    List<Application> putOff() {
        return List.copyOf(putOff);
    }

    /** Those that the last read left out because their resumes may be still to come. */
    Set<Long> toCome() {
        return Set.copyOf(toCome);
    }

    /** @param applications at most {@link SubjectReader#BATCH} */
    List<Subject> read(List<Application> applications) {
        found = FoundRights.NONE;
        unread.clear();
        putOff.clear();
        toCome.clear();
        if (applications.isEmpty()) {
            return List.of();
        }
        OptOut optOut = slice.optOut();
        List<Candidate> candidates = new ArrayList<>();
        List<Subject> subjects = read(applications, optOut, candidates);
        found = optOut.ofCandidates(candidates).and(FoundRights.ofAnonymised(candidates, applications));
        return subjects.stream()
                .filter(subject -> !found.withhold(subject.application().candidateId()))
                .toList();
    }

    private List<Subject> read(List<Application> applications, OptOut optOut, List<Candidate> candidates) {
        Set<String> more = optOut.ofCandidates().isPresent() ? Set.of("custom_fields") : Set.of();
        try {
            return scored().telling(candidates::add, more).read(applications);
        } catch (HarvestException e) {
            // not the shadows' fault: an exhausted rate window, or a file that the active version reads too
            if (e.failure() instanceof HarvestFailure.Later
                    || (e instanceof FileAway && readsFiles())
                    || !watch.takesMoreCalls()) {
                throw e;
            }
            watch = shadows.unread(slice.tenant(), watch, kind(e.failure()));
            candidates.clear();
            unread.clear();
            putOff.clear();
            toCome.clear();
            return scored().telling(candidates::add, more).read(applications);
        }
    }

    private static String kind(HarvestFailure failure) {
        return failure instanceof HarvestFailure.Forbidden forbidden
                ? "Greenhouse forbids calls that need the scope " + forbidden.scope()
                : failure.getClass().getSimpleName();
    }

    /** For shadows alone no application is left out. */
    private SubjectReader scored() {
        return readsFiles()
                ? reader().leavingOut(new LeftOut(
                        renewing ? Patience.UNTIL_GIVEN_UP : Patience.UNTIL_OTHERS_COME,
                        application -> unread.add(Scoring.failed(application, RESUME_AWAY)),
                        putOff::add,
                        application -> toCome.add(application.id())))
                : reader();
    }

    private boolean readsFiles() {
        return watch.active().sources().contains(Source.ATTACHMENTS);
    }

    private SubjectReader reader() {
        return new SubjectReader(slice.session(), slice.lookup(), watch.plan());
    }
}
