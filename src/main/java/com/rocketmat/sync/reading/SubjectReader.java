package com.rocketmat.sync.reading;

import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Source;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldOption;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/** Fetches the rows behind the features: only the kinds and attributes that the plan needs, 50 ids per call. */
public final class SubjectReader {

    /** An API or a partner adds the resume to an existing application, and a candidate may be "still being processed". */
    private static final Duration TO_COME = Duration.ofMinutes(5);

    public static final int BATCH = 50;

    private static final Set<String> APPLICATION_FIELDS =
            Set.of("id", "candidate_id", "job_id", "status", "prospect", "created_at", "updated_at", "custom_fields");

    private final HarvestSession session;
    private final Lookup lookup;
    private final FeaturePlan plan;
    private final Set<String> candidateFields;
    private final Patience patience;

    public SubjectReader(HarvestSession session, Lookup lookup, FeaturePlan plan) {
        this(session, lookup, plan, Set.of(), Patience.ENDLESS);
    }

    private SubjectReader(
            HarvestSession session, Lookup lookup, FeaturePlan plan, Set<String> candidateFields, Patience patience) {
        this.session = session;
        this.lookup = lookup;
        this.plan = plan;
        this.candidateFields = Set.copyOf(candidateFields);
        this.patience = patience;
    }

    /** How long an unavailable file is waited for, by failing and trying again, before its application is left out. */
    public enum Patience {
        ENDLESS,
        /** Until files of other applications can be read, or the file is given up. */
        UNTIL_OTHERS_COME,
        /** For a read that is not repeated. */
        NONE
    }

    /**
     * What was read of a batch of applications.
     *
     * @param candidates all that Greenhouse shows, scored or not
     * @param away applications left out because the file of the resume is given up, or unavailable and not waited for
     * @param putOff applications whose file was not requested, because those before it took too long or were unavailable
     * @param toCome applications without a resume that are so new that they may still get one
     */
    public record Batch(
            List<Candidate> candidates,
            List<Subject> subjects,
            List<Application> away,
            List<Application> putOff,
            List<Application> toCome) {}

    /** Reads these fields of candidates in addition to those that features need. */
    public SubjectReader withCandidateFields(Set<String> fields) {
        return new SubjectReader(session, lookup, plan, fields, patience);
    }

    /** Leaves applications out, instead of failing, because of the files of their resumes. */
    public SubjectReader with(Patience forFiles) {
        return new SubjectReader(session, lookup, plan, candidateFields, forFiles);
    }

    public Set<String> applicationFields() {
        return with(APPLICATION_FIELDS, Source.APPLICATION);
    }

    public List<Application> onOpenJobs(List<Application> applications) {
        return onShownJobs(applications).stream()
                .filter(application -> Eligibility.admits(lookup.jobs().get(application.jobId())))
                .toList();
    }

    /** The applications whose jobs are visible to this credential, open or not. */
    public List<Application> onShownJobs(List<Application> applications) {
        Set<Long> missing =
                applications.stream().map(Application::jobId).collect(Collectors.toCollection(TreeSet::new));
        Set<String> fields = with(Set.of("id", "status"), Source.JOB);
        missing.removeAll(lookup.jobs(fields).keySet());
        for (List<Long> ids : missing.stream()
                .gather(Gatherers.windowFixed(session.jobsAtOnce()))
                .toList()) {
            List<Job> shown = session.jobs(ids, fields);
            // a hidden job is remembered, so that it is not requested again
            ids.forEach(id -> lookup.jobs().put(id, null));
            shown.forEach(job -> lookup.jobs().put(job.id(), job));
        }
        return applications.stream()
                .filter(application -> lookup.jobs().get(application.jobId()) != null)
                .toList();
    }

    /** The application's job, if this credential can see it. */
    public Optional<Job> job(Application application) {
        return onShownJobs(List.of(application)).stream()
                .map(shown -> lookup.jobs().get(shown.jobId()))
                .findFirst();
    }

    /**
     * Leaves out candidates who must not be scored.
     *
     * @param applications one to {@link #BATCH}, which came from {@link #onOpenJobs} or {@link #onShownJobs}
     */
    public Batch read(List<Application> applications) {
        Instant now = session.now();
        return read(applications, _ -> now);
    }

    /** As {@link #read(List)}, with an application's features as of the moment that {@code asOf} returns. */
    public Batch read(List<Application> applications, Function<Application, Instant> asOf) {
        Set<Long> ids = applications.stream().map(Application::candidateId).collect(Collectors.toSet());
        Set<String> fields = with(Candidate.NAMED, Source.CANDIDATE);
        fields.addAll(candidateFields);
        List<Candidate> rows = session.candidates(ids, fields);
        Map<Long, Candidate> candidates =
                Candidate.byId(rows.stream().filter(Eligibility::admits).toList());
        if (candidates.isEmpty()) {
            return new Batch(rows, List.of(), List.of(), List.of(), List.of());
        }
        Map<Long, List<Employment>> employments = plan.sources().contains(Source.EMPLOYMENTS)
                ? session
                        .employments(candidates.values(), with(Set.of("id", "candidate_id"), Source.EMPLOYMENTS))
                        .stream()
                        .collect(Collectors.groupingBy(Employment::candidateId))
                : Map.of();
        Map<Long, List<Education>> educations = plan.sources().contains(Source.EDUCATIONS)
                ? session
                        .educations(candidates.values(), with(Set.of("id", "candidate_id"), Source.EDUCATIONS))
                        .stream()
                        .collect(Collectors.groupingBy(Education::candidateId))
                : Map.of();
        if (plan.sources().contains(Source.OPTIONS)) {
            resolveOptions(educations.values());
        }
        List<Application> readable = applications.stream()
                .filter(application -> candidates.containsKey(application.candidateId()))
                .toList();
        PageResumes resumes = resumes(readable);
        resolveOffices(applications);
        Map<Long, String> options = Map.copyOf(lookup.options());
        Set<Long> leftOut = resumes.leftOut();
        List<Subject> subjects = readable.stream()
                .filter(application -> !leftOut.contains(application.id()))
                .map(application -> new Subject(
                        application,
                        candidates.get(application.candidateId()),
                        lookup.jobs().get(application.jobId()),
                        employments.getOrDefault(application.candidateId(), List.of()),
                        educations.getOrDefault(application.candidateId(), List.of()),
                        options,
                        offices(lookup.jobs().get(application.jobId())),
                        resumes.texts.get(application.id()),
                        asOf.apply(application)))
                .toList();
        return new Batch(rows, subjects, resumes.away, resumes.putOff, resumes.toCome);
    }

    private PageResumes resumes(List<Application> applications) {
        PageResumes resumes = new PageResumes(session, plan, patience);
        if (plan.sources().contains(Source.ATTACHMENTS)) {
            resumes.read(applications, with(Set.of("id", "application_id"), Source.ATTACHMENTS));
        }
        return resumes;
    }

    /** Whether parts of it may still appear. */
    public static boolean isNew(Application application, Instant now) {
        return application.createdAt() != null
                && Duration.between(application.createdAt(), now).abs().compareTo(TO_COME) < 0;
    }

    private void resolveOffices(List<Application> applications) {
        if (!plan.sources().contains(Source.OFFICES)) {
            return;
        }
        Set<Job> unknown = applications.stream()
                .map(application -> lookup.jobs().get(application.jobId()))
                .filter(job -> !lookup.offices().keySet().containsAll(job.officeIds()))
                .collect(Collectors.toSet());
        session.offices(unknown, with(Set.of("id"), Source.OFFICES))
                .forEach(office -> lookup.offices().put(office.id(), office));
        // an office that is not found is remembered, so that it is not requested again
        unknown.forEach(job ->
                job.officeIds().forEach(id -> lookup.offices().putIfAbsent(id, new Office(id, null, null))));
    }

    private List<Office> offices(Job job) {
        return job.officeIds().stream().map(lookup.offices()::get).toList();
    }

    private void resolveOptions(Collection<List<Education>> educations) {
        Set<Long> unknown = educations.stream()
                .flatMap(List::stream)
                .flatMap(row -> Stream.of(row.schoolOptionId(), row.degreeOptionId(), row.disciplineOptionId()))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(HashSet::new));
        unknown.removeAll(lookup.options().keySet());
        for (List<Long> ids : batches(unknown)) {
            Map<Long, String> names = new HashMap<>();
            // an option that is not found is remembered, so that it is not requested again
            ids.forEach(id -> names.put(id, ""));
            for (CustomFieldOption option : session.options(ids)) {
                names.put(option.id(), Objects.requireNonNullElse(option.name(), ""));
            }
            lookup.options().putAll(names);
        }
    }

    private Set<String> with(Set<String> always, Source source) {
        Set<String> fields = new LinkedHashSet<>(always);
        fields.addAll(plan.fields(source));
        return fields;
    }

    public static <T> List<List<T>> batches(Collection<T> values) {
        return values.stream().gather(Gatherers.windowFixed(BATCH)).toList();
    }
}
