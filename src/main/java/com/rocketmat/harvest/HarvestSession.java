package com.rocketmat.harvest;

import static com.rocketmat.harvest.HarvestApi.LARGEST_PAGE;
import static com.rocketmat.harvest.HarvestApi.MOST_IDS;

import com.rocketmat.harvest.HarvestCalls.Answer;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
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

/** One tenant's Greenhouse: its rows, and the one write there is. Every method may throw {@link HarvestException}. */
public final class HarvestSession {

    private final HarvestApi api;
    private final String base;
    private final HarvestCalls calls;
    private final ServerClock clock;
    private final RateBudget budget;

    HarvestSession(HarvestApi api, URI base, HarvestCalls calls, ServerClock clock, RateBudget budget) {
        this.api = api;
        this.base = base.toString();
        this.calls = calls;
        this.clock = clock;
        this.budget = budget;
    }

    /** Greenhouse's time. */
    public Instant now() {
        return clock.now();
    }

    RateBudget budget() {
        return budget;
    }

    /** The first page of a window; open applications only, newest id first. */
    public Page<Application> applications(ApplicationWindow window, Set<String> fields) {
        // more jobs than one call takes: all are read and the others left out
        String jobs = window.jobs().isEmpty() || window.jobs().size() > MOST_IDS ? null : commas(window.jobs());
        return page(calls.read(
                Operation.LIST_APPLICATIONS,
                // the filter value is "active", the rows say "in_process"
                token -> api.applications(
                        base, token, window.updatedAt(), "active", false, jobs, LARGEST_PAGE, commas(fields))));
    }

    /**
     * A further page.
     *
     * @param next address as the page before gave it; an expired cursor is {@link HarvestFailure.Invalid}
     */
    public Page<Application> applications(String next) {
        String address = own(next);
        return page(calls.read(Operation.LIST_APPLICATIONS, token -> api.applicationsAt(address, token)));
    }

    /** At most 50 rows; deleted, merged and invisible ones are simply not among them. */
    public List<Application> applications(Collection<Long> ids, Set<String> fields) {
        return calls.read(
                        Operation.LIST_APPLICATIONS,
                        token -> api.applicationsById(base, token, some(ids), LARGEST_PAGE, commas(fields)))
                .body();
    }

    public List<Candidate> candidates(Collection<Long> ids, Set<String> fields) {
        return calls.read(
                        Operation.LIST_CANDIDATES,
                        token -> api.candidates(base, token, some(ids), LARGEST_PAGE, commas(fields)))
                .body();
    }

    public List<Job> jobs(Collection<Long> ids, Set<String> fields) {
        return calls.read(Operation.LIST_JOBS, token -> api.jobs(base, token, some(ids), LARGEST_PAGE, commas(fields)))
                .body();
    }

    public List<CustomFieldOption> options(Collection<Long> ids) {
        return calls.read(
                        Operation.LIST_OPTIONS,
                        token -> api.customFieldOptions(base, token, some(ids), LARGEST_PAGE, "id,name"))
                .body();
    }

    public List<Employment> employments(Collection<Long> candidateIds, Set<String> fields) {
        return all(
                Operation.LIST_EMPLOYMENTS,
                calls.read(
                        Operation.LIST_EMPLOYMENTS,
                        token -> api.employments(base, token, some(candidateIds), LARGEST_PAGE, commas(fields))),
                api::employmentsAt);
    }

    public List<Education> educations(Collection<Long> candidateIds, Set<String> fields) {
        return all(
                Operation.LIST_EDUCATIONS,
                calls.read(
                        Operation.LIST_EDUCATIONS,
                        token -> api.educations(base, token, some(candidateIds), LARGEST_PAGE, commas(fields))),
                api::educationsAt);
    }

    /** The active definition of an application's custom field. The same key may exist for candidates, and archived. */
    public Optional<CustomField> applicationField(String nameKey) {
        return calls
                .read(
                        Operation.LIST_CUSTOM_FIELDS,
                        token -> api.customFields(base, token, "application", nameKey, LARGEST_PAGE))
                .body()
                .stream()
                .filter(field -> nameKey.equals(field.nameKey())
                        && "application".equals(field.fieldType())
                        && !Boolean.FALSE.equals(field.active()))
                .findFirst();
    }

    /** Writes custom fields of one application. */
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
            String page = own(next.get());
            Answer<List<T>> answer = calls.read(operation, token -> following.apply(page, token));
            rows.addAll(answer.body());
            next = answer.headers().next();
        }
        return rows;
    }

    private static Page<Application> page(Answer<List<Application>> answer) {
        return new Page<>(answer.body(), answer.headers().next());
    }

    /**
     * The token goes to the tenant's own Greenhouse and nowhere else, whatever a Link header says. No {@link HarvestFailure.Invalid}: that would
     * be taken for an expired cursor, and the window be read from its first page again and again.
     */
    private String own(String page) {
        return own(URI.create(base), page);
    }

    static String own(URI home, String page) {
        URI address;
        try {
            address = URI.create(page);
        } catch (IllegalArgumentException e) {
            throw new HarvestException(new Unavailable("the Link header holds no address"), e);
        }
        boolean same = home.getScheme().equals(address.getScheme())
                && home.getAuthority().equals(address.getAuthority())
                && address.normalize().getPath().startsWith(home.getPath() + "/v3/");
        if (!same) {
            throw new HarvestException(new Unavailable("the Link header leads away from the tenant's Harvest address"));
        }
        return page;
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
