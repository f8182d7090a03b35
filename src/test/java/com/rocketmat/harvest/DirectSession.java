package com.rocketmat.harvest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.call.AnswerHeaders;
import com.rocketmat.harvest.call.ApplicationUpdate;
import com.rocketmat.harvest.call.ServerClock;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldOption;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import com.rocketmat.harvest.v3.V3Session;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Harvest v3 of a simulator in the same process: the same requests as {@link V3Session} and the same source of Greenhouse's time,
 * but with pages of any size, and without HTTP, token, budget, retries or circuit breaker.
 */
public final class DirectSession implements HarvestSession {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Greenhouse greenhouse;
    private final ServerClock clock;
    private final int perPage;

    public DirectSession(Greenhouse greenhouse, Clock local, int perPage) {
        this.greenhouse = greenhouse;
        this.clock = new ServerClock(local);
        this.perPage = perPage;
    }

    /** The simulator that answers. */
    @FunctionalInterface
    public interface Greenhouse {
        Answer answer(String method, String pathAndQuery, String body);
    }

    /** Header names in Greenhouse's spelling. */
    public record Answer(int status, Map<String, String> headers, String body) {}

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public boolean knowsTime() {
        return clock.told();
    }

    @Override
    public void authenticate() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Introspection> introspect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean shows(Operation operation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int left() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean scarce() {
        return false;
    }

    @Override
    public boolean merges() {
        return true;
    }

    @Override
    public Page<Application> applications(ApplicationWindow window, Set<String> fields) {
        Map<String, String> query = new TreeMap<>(Map.of("status", "active", "prospect", "false"));
        Optional.ofNullable(window.updatedAt()).ifPresent(range -> query.put("updated_at", range));
        query.put("per_page", Integer.toString(perPage));
        query.put("fields", String.join(",", fields));
        return page("/v3/applications?" + encoded(query));
    }

    @Override
    public Page<Application> applications(String next) {
        URI page = URI.create(next);
        return page(page.getRawPath() + "?" + page.getRawQuery());
    }

    @Override
    public List<Application> applications(Collection<Long> ids, Set<String> fields) {
        return byId("applications", ids, fields, Application.class);
    }

    @Override
    public int applicationsAtOnce() {
        return MOST_IDS;
    }

    @Override
    public List<Candidate> candidates(Collection<Long> ids, Set<String> fields) {
        return byId("candidates", ids, fields, Candidate.class);
    }

    @Override
    public List<Job> jobs(Collection<Long> ids, Set<String> fields) {
        return byId("jobs", ids, fields, Job.class);
    }

    @Override
    public List<Employment> employments(Collection<Candidate> candidates, Set<String> fields) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Education> educations(Collection<Candidate> candidates, Set<String> fields) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Office> offices(Collection<Job> jobs, Set<String> fields) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Attachment> resumes(Collection<Application> applications, Set<String> fields) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> file(Attachment attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CustomFieldOption> options(Collection<Long> ids) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<CustomField> customFields(String carrier) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void update(long applicationId, List<CustomFieldWrite> fields, BooleanSupplier stillWanted) {
        try {
            call("PATCH", "/v3/applications/" + applicationId, JSON.writeValueAsString(new ApplicationUpdate(fields)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Page<Application> page(String pathAndQuery) {
        Answer answer = call("GET", pathAndQuery, "");
        return new Page<>(
                rows(answer, Application.class),
                AnswerHeaders.of(answer.headers()::get).next());
    }

    private <T> List<T> byId(String resource, Collection<Long> ids, Set<String> fields, Class<T> type) {
        Map<String, String> query = Map.of(
                "ids", ids.stream().map(String::valueOf).collect(Collectors.joining(",")),
                "per_page", "500",
                "fields", String.join(",", fields));
        return rows(call("GET", "/v3/" + resource + "?" + encoded(query), ""), type);
    }

    private Answer call(String method, String pathAndQuery, String body) {
        Answer answer = greenhouse.answer(method, pathAndQuery, body);
        clock.observe(AnswerHeaders.of(answer.headers()::get));
        return switch (answer.status()) {
            case 200, 204 -> answer;
            case 404 -> throw new HarvestException(new NotFound(pathAndQuery));
            case 422 -> throw new HarvestException(new Invalid(answer.body(), List.of()));
            default -> throw new IllegalStateException(answer.toString());
        };
    }

    private static <T> List<T> rows(Answer answer, Class<T> type) {
        JavaType list = JSON.getTypeFactory().constructCollectionType(List.class, type);
        try {
            return JSON.readValue(answer.body(), list);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
