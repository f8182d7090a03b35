package com.rocketmat.harvest;

import static com.rocketmat.harvest.HarvestApi.LARGEST_PAGE;

import com.rocketmat.harvest.HarvestCalls.Answer;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestResponse;

/** Harvest v3. */
final class V3Session implements HarvestSession {

    private final HarvestApi api;
    private final OwnAddress own;
    private final String base;
    private final HarvestCalls calls;

    V3Session(HarvestApi api, URI home, HarvestCalls calls) {
        this.api = api;
        this.own = new OwnAddress(home, "v3");
        this.base = own.base();
        this.calls = calls;
    }

    @Override
    public Instant now() {
        return calls.now();
    }

    @Override
    public boolean scarce() {
        return calls.scarce();
    }

    /** Not established for v3. */
    @Override
    public boolean merges() {
        return false;
    }

    @Override
    public Page<Application> applications(ApplicationWindow window, Set<String> fields) {
        // more jobs than one call takes: all are read and the others left out
        String jobs = window.jobs().isEmpty() || window.jobs().size() > MOST_IDS ? null : commas(window.jobs());
        return page(calls.read(
                Operation.LIST_APPLICATIONS,
                // the filter value is "active", the rows say "in_process"
                token -> api.applications(
                        base, token, window.updatedAt(), "active", false, jobs, LARGEST_PAGE, commas(fields))));
    }

    @Override
    public Page<Application> applications(String next) {
        String address = own.stored(next);
        return page(calls.read(Operation.LIST_APPLICATIONS, token -> api.applicationsAt(address, token)));
    }

    @Override
    public List<Application> applications(Collection<Long> ids, Set<String> fields) {
        return calls.read(
                        Operation.LIST_APPLICATIONS,
                        token -> api.applicationsById(base, token, some(ids), LARGEST_PAGE, commas(fields)))
                .body();
    }

    @Override
    public int applicationsAtOnce() {
        return MOST_IDS;
    }

    @Override
    public List<Candidate> candidates(Collection<Long> ids, Set<String> fields) {
        return calls.read(
                        Operation.LIST_CANDIDATES,
                        token -> api.candidates(base, token, some(ids), LARGEST_PAGE, commas(fields)))
                .body();
    }

    @Override
    public List<Job> jobs(Collection<Long> ids, Set<String> fields) {
        return calls.read(Operation.LIST_JOBS, token -> api.jobs(base, token, some(ids), LARGEST_PAGE, commas(fields)))
                .body();
    }

    @Override
    public List<CustomFieldOption> options(Collection<Long> ids) {
        return calls.read(
                        Operation.LIST_OPTIONS,
                        token -> api.customFieldOptions(base, token, some(ids), LARGEST_PAGE, "id,name"))
                .body();
    }

    @Override
    public List<Employment> employments(Collection<Candidate> candidates, Set<String> fields) {
        String ids = some(idsOf(candidates));
        return all(
                Operation.LIST_EMPLOYMENTS,
                calls.read(
                        Operation.LIST_EMPLOYMENTS,
                        token -> api.employments(base, token, ids, LARGEST_PAGE, commas(fields))),
                api::employmentsAt);
    }

    @Override
    public List<Education> educations(Collection<Candidate> candidates, Set<String> fields) {
        String ids = some(idsOf(candidates));
        return all(
                Operation.LIST_EDUCATIONS,
                calls.read(
                        Operation.LIST_EDUCATIONS,
                        token -> api.educations(base, token, ids, LARGEST_PAGE, commas(fields))),
                api::educationsAt);
    }

    @Override
    public List<CustomField> applicationFields() {
        Answer<List<CustomField>> first = calls.read(
                Operation.LIST_CUSTOM_FIELDS,
                token -> api.customFields(base, token, "application", true, LARGEST_PAGE));
        return all(Operation.LIST_CUSTOM_FIELDS, first, api::customFieldsAt).stream()
                // archived ones are returned by default, and a 200 does not prove that a filter was applied
                .filter(CustomField::ofApplications)
                .toList();
    }

    @Override
    public void update(long applicationId, List<CustomFieldWrite> fields) {
        calls.write(
                Operation.UPDATE_APPLICATION,
                token -> api.update(base, token, applicationId, new ApplicationUpdate(fields)));
    }

    private <T> List<T> all(
            Operation operation, Answer<List<T>> first, BiFunction<String, String, RestResponse<List<T>>> following) {
        List<T> rows = new ArrayList<>(first.body());
        Optional<String> next = first.headers().next();
        while (next.isPresent()) {
            String page = own.linked(next.get());
            Answer<List<T>> answer = calls.read(operation, token -> following.apply(page, token));
            rows.addAll(answer.body());
            next = answer.headers().next();
        }
        return rows;
    }

    private Page<Application> page(Answer<List<Application>> answer) {
        return new Page<>(answer.body(), answer.headers().next().map(own::linked));
    }

    private static List<Long> idsOf(Collection<Candidate> candidates) {
        return candidates.stream().map(Candidate::id).toList();
    }

    private static String some(Collection<Long> ids) {
        if (ids.isEmpty() || ids.size() > MOST_IDS) {
            throw new IllegalArgumentException("1 to %d ids a call, not %d".formatted(MOST_IDS, ids.size()));
        }
        return commas(ids);
    }

    private static String commas(Collection<?> values) {
        return values.stream().map(String::valueOf).sorted().collect(Collectors.joining(","));
    }
}
