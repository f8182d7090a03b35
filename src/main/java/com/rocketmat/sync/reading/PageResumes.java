package com.rocketmat.sync.reading;

import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.harvest.FileAway;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.sync.reading.SubjectReader.Patience;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The texts of a page's resumes. One file at a time: the files of a page at once would take more memory than a replica has. */
final class PageResumes {

    /** So many files of a page may be unavailable before one of them is read. */
    private static final int MOST_AWAY = 3;

    /**
     * Once the files of a page took this long, the others are put off, or the page fails: a slice must notice a pause, and its replica must not
     * look stuck.
     */
    private static final Duration MAX_TIME = Duration.ofSeconds(30);

    private final HarvestSession session;
    private final FeaturePlan plan;
    private final Patience patience;

    /** By application. */
    final Map<Long, String> texts = new HashMap<>();
    /** Left out, as a {@link SubjectReader.Batch} says why. */
    final List<Application> away = new ArrayList<>();

    final List<Application> putOff = new ArrayList<>();
    final List<Application> toCome = new ArrayList<>();

    private final List<FileAway> inDoubt = new ArrayList<>();
    private int filesRead;
    private Instant end;

    PageResumes(HarvestSession session, FeaturePlan plan, Patience patience) {
        this.session = session;
        this.plan = plan;
        this.patience = patience;
    }

    Set<Long> leftOut() {
        return Stream.of(away, putOff, toCome)
                .flatMap(List::stream)
                .map(Application::id)
                .collect(Collectors.toSet());
    }

    void read(List<Application> applications, Set<String> fields) {
        Map<Long, List<Attachment>> attachments = session.resumes(applications, fields).stream()
                .collect(Collectors.groupingBy(Attachment::applicationId));
        end = session.now().plus(MAX_TIME);
        for (Application application : applications) {
            Optional<Attachment> resume = plan.resume(attachments.getOrDefault(application.id(), List.of()));
            if (resume.isPresent()) {
                read(application, resume.get());
            } else if (patience == Patience.UNTIL_OTHERS_COME && SubjectReader.isNew(application, session.now())) {
                // left out of this run only: the next window has it again
                toCome.add(application);
            }
        }
        if (patience == Patience.UNTIL_OTHERS_COME && filesRead == 0 && !inDoubt.isEmpty()) {
            throw inDoubt.getFirst();
        }
    }

    private void read(Application application, Attachment resume) {
        if (seemDown() || session.now().isAfter(end)) {
            putOff(application);
            return;
        }
        try {
            session.file(resume).flatMap(this::text).ifPresent(text -> texts.put(application.id(), text));
            filesRead++;
        } catch (FileAway e) {
            away.add(application);
            if (!e.givenUp()) {
                inDoubt.add(e);
            }
            if (patience == Patience.ENDLESS || (patience == Patience.UNTIL_OTHERS_COME && seemDown())) {
                throw e;
            }
        }
    }

    private void putOff(Application application) {
        if (patience == Patience.ENDLESS) {
            throw new FileAway("files of attachments: those of a page take too long", 1);
        }
        putOff.add(application);
    }

    private boolean seemDown() {
        return inDoubt.size() >= filesRead + MOST_AWAY;
    }

    private Optional<String> text(byte[] file) {
        try {
            return plan.resumeText(file);
        } catch (UncheckedIOException e) {
            throw new HarvestException(
                    new Unavailable(
                            "resumes: no process that reads them starts or is free; the cause is in the replica's log, not in Greenhouse"),
                    e);
        }
    }
}
