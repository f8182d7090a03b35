package com.rocketmat.harvest.v3;

import com.rocketmat.harvest.ApplicationWindow;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.NotFoundThoughShown;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.Ids;
import com.rocketmat.harvest.Introspection;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.call.ApplicationUpdate;
import com.rocketmat.harvest.call.AttachmentFiles;
import com.rocketmat.harvest.call.CalledSession;
import com.rocketmat.harvest.call.HarvestCalls;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Gatherers;

public final class V3Session extends CalledSession {

    private final V3Api api;
    private final Tokens tokens;
    private final String introspection;
    private final HiringOutcomes outcomes;

    /** @param introspection address of Greenhouse's introspection endpoint */
    public V3Session(
            V3Api api, URI home, HarvestCalls calls, Tokens tokens, String introspection, AttachmentFiles files) {
        super(new OwnAddress(home, "v3"), calls, files);
        this.api = api;
        this.tokens = tokens;
        this.introspection = introspection;
        this.outcomes = new V3HiringOutcomes(api, calls, lists, tokens);
    }

    @Override
    public void authenticate() {
        tokens.mintAnew();
    }

    @Override
    public Optional<Introspection> introspect() {
        return tokens.introspect(introspection);
    }

    @Override
    public boolean shows(Operation operation) {
        if (!operation.lists()) {
            throw new IllegalArgumentException("no list of v3: " + operation.label());
        }
        return lists.any(operation, ListQuery.EVERY_ROW.fields(Set.of("id")), api::rows)
                .isPresent();
    }

    /** Not documented for v3. */
    @Override
    public boolean merges() {
        return false;
    }

    @Override
    public Page<Application> applications(ApplicationWindow window, Set<String> fields) {
        // more jobs than one call takes: all are read and others dropped
        String jobs = window.jobs().isEmpty() || window.jobs().size() > MOST_IDS ? null : Ids.commas(window.jobs());
        ListQuery query = ListQuery.EVERY_ROW
                .with("updated_at", window.updatedAt())
                // the filter value is "active", the rows say "in_process"
                .with("status", "active")
                .with("prospect", false)
                .with("job_ids", jobs)
                .fields(fields);
        return lists.firstPage(Operation.LIST_APPLICATIONS, query, api::applications);
    }

    @Override
    public Page<Application> applications(String next) {
        return lists.nextPage(Operation.LIST_APPLICATIONS, next, api::applications);
    }

    @Override
    public List<Application> applications(Collection<Long> ids, Set<String> fields) {
        ListQuery query = ListQuery.of("ids", ids).fields(fields);
        return lists.named(Operation.LIST_APPLICATIONS, query, api::applications, row -> ids.contains(row.id()));
    }

    @Override
    public int applicationsAtOnce() {
        return MOST_IDS;
    }

    @Override
    public List<Candidate> candidates(Collection<Long> ids, Set<String> fields) {
        return lists.named(
                Operation.LIST_CANDIDATES,
                ListQuery.of("ids", ids).fields(fields),
                api::candidates,
                row -> row.id() == Candidate.WITHOUT_ID || ids.contains(row.id()));
    }

    @Override
    public List<Job> jobs(Collection<Long> ids, Set<String> fields) {
        ListQuery query = ListQuery.of("ids", ids).fields(fields);
        return lists.named(Operation.LIST_JOBS, query, api::jobs, row -> ids.contains(row.id()));
    }

    @Override
    public List<CustomFieldOption> options(Collection<Long> ids) {
        ListQuery query = ListQuery.of("ids", ids).fields(Set.of("id", "name"));
        return lists.named(Operation.LIST_OPTIONS, query, api::customFieldOptions, row -> ids.contains(row.id()));
    }

    @Override
    public List<Employment> employments(Collection<Candidate> candidates, Set<String> fields) {
        List<Long> ids = idsOf(candidates);
        ListQuery query = ListQuery.of("candidate_ids", ids).fields(fields);
        return lists.all(Operation.LIST_EMPLOYMENTS, query, api::employments, row -> ids.contains(row.candidateId()));
    }

    @Override
    public List<Education> educations(Collection<Candidate> candidates, Set<String> fields) {
        List<Long> ids = idsOf(candidates);
        ListQuery query = ListQuery.of("candidate_ids", ids).fields(fields);
        return lists.all(Operation.LIST_EDUCATIONS, query, api::educations, row -> ids.contains(row.candidateId()));
    }

    @Override
    public List<Office> offices(Collection<Job> jobs, Set<String> fields) {
        return jobs.stream()
                .flatMap(job -> job.officeIds().stream())
                .distinct()
                .sorted()
                .gather(Gatherers.windowFixed(MOST_IDS))
                .flatMap(ids -> lists
                        .named(
                                Operation.LIST_OFFICES,
                                ListQuery.of("ids", ids).fields(fields),
                                api::offices,
                                row -> ids.contains(row.id()))
                        .stream())
                .toList();
    }

    @Override
    public List<Attachment> resumes(Collection<Application> applications, Set<String> fields) {
        List<Long> ids = applications.stream().map(Application::id).toList();
        ListQuery query = ListQuery.of("application_ids", ids)
                .with("type", Attachment.RESUME)
                .fields(fields);
        return lists
                .all(Operation.LIST_ATTACHMENTS, query, api::attachments, row -> ids.contains(row.applicationId()))
                .stream()
                // a 200 does not prove that the filter was applied
                .filter(attachment -> Attachment.RESUME.equals(attachment.type()))
                .toList();
    }

    @Override
    public List<CustomField> customFields(String carrier) {
        ListQuery query = ListQuery.EVERY_ROW.with("field_type", carrier).with("active", true);
        return lists
                // its filters are checked below
                .all(Operation.LIST_CUSTOM_FIELDS, query, api::customFields, _ -> true)
                .stream()
                // archived ones are returned by default, and a 200 does not prove that the filter was applied
                .filter(field -> field.activeFieldOf(carrier))
                .toList();
    }

    @Override
    public void update(long applicationId, List<CustomFieldWrite> fields, BooleanSupplier stillWanted) {
        try {
            calls.write(
                    Operation.UPDATE_APPLICATION,
                    stillWanted,
                    token -> api.update(base, token, applicationId, new ApplicationUpdate(fields)));
        } catch (HarvestException e) {
            if (e.failure() instanceof NotFound(String what) && !isGone(applicationId)) {
                throw new HarvestException(new NotFoundThoughShown(what), e);
            }
            throw e;
        }
    }

    /** An unknown route is answered with 404 too, and bodies are not relied on to tell it from a missing record. */
    private boolean isGone(long applicationId) {
        try {
            return requireAnyShown(Operation.LIST_APPLICATIONS, applications(List.of(applicationId), Set.of("id")))
                    .isEmpty();
        } catch (HarvestException e) {
            // lists always exist: all of v3 is missing at this address
            if (e.failure() instanceof NotFound) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<HiringOutcomes> hiringOutcomes() {
        return Optional.of(outcomes);
    }

    private static List<Long> idsOf(Collection<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }
}
