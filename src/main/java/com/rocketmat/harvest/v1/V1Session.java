package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.ApplicationWindow;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.NoSuchUser;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.harvest.Ids;
import com.rocketmat.harvest.Introspection;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.call.AttachmentFiles;
import com.rocketmat.harvest.call.CalledSession;
import com.rocketmat.harvest.call.HarvestCalls;
import com.rocketmat.harvest.call.ListCalls;
import com.rocketmat.harvest.call.ListQuery;
import com.rocketmat.harvest.call.OwnAddress;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldOption;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Harvest v1, which does not support {@code fields=}: its rows are always complete. */
public final class V1Session extends CalledSession {

    private static final List<Operation> LISTS = List.of(
            Operation.LIST_APPLICATIONS, Operation.LIST_CANDIDATES, Operation.LIST_JOBS, Operation.LIST_CUSTOM_FIELDS);

    /** Spares Greenhouse a count that only the {@code last} link needs. */
    private static final ListQuery UNCOUNTED = ListQuery.EVERY_ROW.with("skip_count", true);

    private final V1Api api;
    private final long userId;

    /** @param userId the user to write on behalf of */
    public V1Session(V1Api api, URI home, HarvestCalls calls, long userId, AttachmentFiles files) {
        super(new OwnAddress(home, "v1"), calls, files);
        this.api = api;
        this.userId = userId;
    }

    @Override
    public boolean hidesRows() {
        return false;
    }

    @Override
    public void authenticate() {
        HarvestException refusal = null;
        for (Operation list : LISTS) {
            try {
                shows(list);
                return;
            } catch (HarvestException e) {
                if (!(e.failure() instanceof Retired)) {
                    throw e;
                }
                refusal = e;
            }
        }
        throw refusal;
    }

    @Override
    public Optional<Introspection> introspect() {
        return Optional.empty();
    }

    @Override
    public boolean shows(Operation operation) {
        return switch (operation) {
            case LIST_APPLICATIONS -> firstListed().isPresent();
            case RETRIEVE_APPLICATION -> application(anyId()).isPresent();
            case LIST_CANDIDATES ->
                lists.any(operation, UNCOUNTED, api::candidates).isPresent();
            case LIST_JOBS -> lists.any(operation, UNCOUNTED, api::jobs).isPresent();
            case LIST_CUSTOM_FIELDS ->
                lists.any(operation, fieldsOf("application"), api::customFields).isPresent();
            default -> throw new IllegalArgumentException("no list of v1, or a write: " + operation.label());
        };
    }

    private Optional<V1Application> firstListed() {
        return lists.any(Operation.LIST_APPLICATIONS, UNCOUNTED, api::applications);
    }

    /** A key may have the permission to read an application but not to list them: an id that probably does not exist is enough to find out. */
    private long anyId() {
        try {
            return firstListed().map(V1Application::id).orElse(1L);
        } catch (HarvestException e) {
            if (e.failure() instanceof Retired) {
                return 1;
            }
            throw e;
        }
    }

    /** Documented: only the listed fields change. */
    @Override
    public boolean merges() {
        return true;
    }

    /** Filters by last activity, because v1 has no time of the last update; the sweep finds changes without activity. */
    @Override
    public Page<Application> applications(ApplicationWindow window, Set<String> fields) {
        String after = window.from()
                .map(from -> from.truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse(null);
        // the filter takes one job: with several, all are read and others dropped
        Long job = window.jobs().size() == 1 ? window.jobs().iterator().next() : null;
        ListQuery query = UNCOUNTED
                .with("status", V1Application.ACTIVE)
                .with("last_activity_after", after)
                .with("job_id", job);
        return page(lists.firstPage(Operation.LIST_APPLICATIONS, query, api::applications));
    }

    @Override
    public Page<Application> applications(String next) {
        return page(lists.nextPage(Operation.LIST_APPLICATIONS, next, api::applications));
    }

    @Override
    public List<Application> applications(Collection<Long> ids, Set<String> fields) {
        List<Application> found =
                Ids.few(ids).stream().flatMap(id -> application(id).stream()).toList();
        if (found.size() < ids.size()) {
            // one that is not found may have been deleted, or v1 has ended
            shows(Operation.LIST_APPLICATIONS);
        }
        return found;
    }

    /** v1 has no list by ids: fifty reads would use up the window before anything is written. */
    @Override
    public int applicationsAtOnce() {
        return Math.clamp(calls.left() / 2, 1, MOST_IDS);
    }

    @Override
    public int callsFor(int applications) {
        return applications;
    }

    @Override
    public List<Candidate> candidates(Collection<Long> ids, Set<String> fields) {
        return lists
                .named(
                        Operation.LIST_CANDIDATES,
                        UNCOUNTED.with("candidate_ids", Ids.filter(ids)),
                        api::candidates,
                        row -> ids.contains(row.id()))
                .stream()
                .map(V1Candidate::candidate)
                .toList();
    }

    /** Open jobs only. v1 has no list by ids: one call per job would use up a whole rate window, while one page usually holds all open jobs. */
    @Override
    public List<Job> jobs(Collection<Long> ids, Set<String> fields) {
        Set<Long> wanted = Set.copyOf(ids);
        return lists.all(Operation.LIST_JOBS, UNCOUNTED.with("status", V1Job.OPEN), api::jobs, _ -> true).stream()
                .filter(job -> wanted.contains(job.id()))
                .map(V1Job::job)
                .toList();
    }

    /** Those of a page of applications: all open jobs are read for one as for many. */
    @Override
    public int jobsAtOnce() {
        return ListCalls.LARGEST_PAGE;
    }

    @Override
    public List<Employment> employments(Collection<Candidate> candidates, Set<String> fields) {
        return candidates.stream()
                .flatMap(candidate -> Stream.ofNullable(candidate.history()))
                .flatMap(history -> history.employments().stream())
                .toList();
    }

    @Override
    public List<Education> educations(Collection<Candidate> candidates, Set<String> fields) {
        return candidates.stream()
                .flatMap(candidate -> Stream.ofNullable(candidate.history()))
                .flatMap(history -> history.educations().stream())
                .toList();
    }

    @Override
    public List<Office> offices(Collection<Job> jobs, Set<String> fields) {
        return jobs.stream().flatMap(job -> job.offices().stream()).distinct().toList();
    }

    @Override
    public List<Attachment> resumes(Collection<Application> applications, Set<String> fields) {
        return applications.stream()
                .flatMap(application -> application.attachments().stream())
                .filter(attachment -> Attachment.RESUME.equals(attachment.type()))
                .toList();
    }

    /** Not needed: educations contain the names. */
    @Override
    public List<CustomFieldOption> options(Collection<Long> ids) {
        return List.of();
    }

    @Override
    public List<CustomField> customFields(String carrier) {
        return lists.all(Operation.LIST_CUSTOM_FIELDS, fieldsOf(carrier), api::customFields, _ -> true).stream()
                .filter(field -> field.activeFieldOf(carrier))
                .toList();
    }

    private static ListQuery fieldsOf(String carrier) {
        return new ListQuery("/" + carrier, "");
    }

    @Override
    public void update(long applicationId, List<CustomFieldWrite> fields, BooleanSupplier stillWanted) {
        try {
            calls.write(
                    Operation.UPDATE_APPLICATION,
                    stillWanted,
                    key -> api.update(base, key, userId, applicationId, V1Update.of(fields)));
        } catch (HarvestException e) {
            // recorded in 2016: acting for a user that does not exist is "not found" too
            if (e.failure() instanceof NotFound
                    && !applications(List.of(applicationId), Set.of()).isEmpty()) {
                throw new HarvestException(new NoSuchUser(userId), e);
            }
            throw e;
        }
    }

    private Optional<Application> application(long id) {
        try {
            return Optional.of(calls.read(Operation.RETRIEVE_APPLICATION, key -> api.application(base, key, id))
                    .body()
                    .application());
        } catch (HarvestException e) {
            if (e.failure() instanceof NotFound) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Page<Application> page(Page<V1Application> read) {
        return new Page<>(read.rows().stream().map(V1Application::application).toList(), read.next());
    }
}
