package com.rocketmat.sandbox.customer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A small customer whose model returns the application's points, so that every score is known in advance. */
public final class PointsCustomer {

    public static final String SCORE_FIELD = "rocketmat";
    public static final String MANIFEST = """
            {"name": "points",
             "inputs": [{"input": "x", "features": ["application.custom[points]"]}],
             "output": {"name": "y"},
             "score": {"scale": "raw", "decimals": 2}}""";

    /** Uses employments and educations, which do not change the points. */
    public static final String HISTORY_MANIFEST = """
            {"name": "points-and-history",
             "inputs": [{"input": "x", "features": [
                "application.custom[points]", "candidate.experience_years", "candidate.degree_level"]}],
             "output": {"name": "y"},
             "missing": {"candidate.experience_years": 0, "candidate.degree_level": 0},
             "score": {"scale": "raw", "decimals": 2}}""";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String POINTS = "points";
    private static final long POINTS_FIELD = 4_410_999_002L;
    private static final long NEXT_FIELD = POINTS_FIELD + 1;
    private static final int MORE_THAN_ENOUGH = 10_000;

    private final Organisation organisation;
    private final Map<Long, BigDecimal> scores = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> fields = new HashMap<>();
    private final long candidate;
    private final long job;
    private ObjectNode before;

    private PointsCustomer(Organisation organisation) {
        this.organisation = organisation;
        organisation.rateLimit(MORE_THAN_ENOUGH);
        field(POINTS_FIELD, POINTS, "number");
        candidate = organisation.addCandidate("Philippa", "Quartermain");
        job = organisation.addJob("Lighthouse Keeper");
    }

    /** Its rate limit is irrelevant unless set again. */
    public static PointsCustomer named(String name) {
        return new PointsCustomer(Organisation.empty(name, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
    }

    public PointsCustomer with(int applications) {
        for (int i = 0; i < applications; i++) {
            apply(scores.size() * 0.25);
        }
        return this;
    }

    /** More applications whose score field has a value; they fill pages, and cost neither scores nor writes. */
    public PointsCustomer filled(int applications) {
        for (int i = 0; i < applications; i++) {
            organisation.addApplication(candidate, job, Map.of(SCORE_FIELD, JSON.numberNode(1)));
        }
        return this;
    }

    /** The same, in two pages, with open applications at both ends and where the pages meet. */
    public PointsCustomer onTwoPages() {
        return with(30).filled(480).with(10);
    }

    /** Applications added from then on have a field with this text. */
    public PointsCustomer carrying(String key, String text) {
        field(NEXT_FIELD + fields.size(), key, "short_text");
        fields.put(key, JSON.textNode(text));
        return this;
    }

    /** More candidates apply while it is a tenant; their data is recorded like all other. */
    public void moreApply(int applications) {
        with(applications);
        organisation.snapshot().properties().forEach(resource -> {
            ArrayNode known = before.withArray(resource.getKey());
            Map<Long, JsonNode> rows = Difference.byId(resource.getValue());
            rows.keySet().removeAll(Difference.byId(known).keySet());
            known.addAll(rows.values());
        });
    }

    /** Adds an application whose score will be its points. */
    public long apply(double points) {
        return apply(candidate, points);
    }

    private long apply(long applicant, double points) {
        Map<String, JsonNode> carried = new HashMap<>(fields);
        carried.put(POINTS, JSON.numberNode(points));
        long id = organisation.addApplication(applicant, job, carried);
        scores.put(id, BigDecimal.valueOf(points));
        return id;
    }

    /** The same of another candidate. */
    public long applyAs(String firstName, String lastName, double points) {
        return apply(organisation.addCandidate(firstName, lastName), points);
    }

    /** Adds an application that the model cannot score. */
    public long applyWithoutPoints() {
        return organisation.addApplication(candidate, job, fields);
    }

    public ObjectNode field(long id, String key, String type) {
        return organisation.addField(id, key, type);
    }

    /** Makes it a tenant with an active model; records the state of its Greenhouse. */
    public PointsCustomer join(SandboxStack stack, Operator operator, Map<String, String> settings) {
        appear(stack, operator, settings);
        operator.giveModel(name(), Graph.identity().toBytes(), MANIFEST);
        return this;
    }

    /** Makes it a tenant without a model. */
    public PointsCustomer appear(SandboxStack stack, Operator operator, Map<String, String> settings) {
        before = organisation.snapshot();
        stack.addTenant(name(), settings);
        await("tenant " + name())
                .atMost(Duration.ofSeconds(90))
                .until(() -> operator.tenant(name()).statusCode() == 200);
        return this;
    }

    public String name() {
        return organisation.name();
    }

    public Organisation organisation() {
        return organisation;
    }

    public int applications() {
        return scores.size();
    }

    /** The applications that will get a score, oldest first. */
    public List<Long> ids() {
        return scores.keySet().stream().sorted().toList();
    }

    /** Number of applications that have exactly their score. */
    public long right() {
        return difference().right(organisation);
    }

    public boolean allRight() {
        return difference().allRight(organisation);
    }

    /** All differences from the expected state, in scores and everything else. */
    public List<String> faults() {
        return difference().faults(before, organisation);
    }

    public Object score(long application) {
        return organisation.score(application, SCORE_FIELD);
    }

    private Difference difference() {
        return new Difference(Map.copyOf(scores), SCORE_FIELD);
    }
}
