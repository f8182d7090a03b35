package com.rocketmat.sandbox.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A customer whose applications have the rows that a real export's library scored, so that every score is known in advance. */
public final class CasesCustomer {

    public static final String SCORE_FIELD = "rocketmat";

    /**
     * Features with a value from a row's attribute. Other features than custom fields are computed from dates and words, and
     * cannot be set exactly.
     */
    private static final Set<String> PLAIN = Set.of(
            "application.stage",
            "application.location",
            "application.source_id",
            "application.referred",
            "candidate.title",
            "candidate.company",
            "job.id");

    /** Computed from employments, so that it is never missing: usable only if no row lacks it. */
    private static final String JOBS = "candidate.jobs_count";

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long FIRST_FIELD = 4_410_999_002L;
    private static final int MORE_THAN_ENOUGH = 10_000;

    /** Special rows come first: without any value, with values never seen in training. */
    private static final int ROWS = 12;

    private final String export;
    private final boolean employs;
    private final Organisation organisation;
    private final List<String> features = new ArrayList<>();
    private final Map<Long, BigDecimal> scores = new HashMap<>();
    private JsonNode before;

    private CasesCustomer(String export) {
        this.export = export;
        organisation =
                Organisation.empty(export.replace('_', '-'), Instant.now().truncatedTo(ChronoUnit.SECONDS));
        organisation.rateLimit(MORE_THAN_ENOUGH);
        JsonNode cases = json(Operator.text(export + "-cases.json"));
        employs = neverMissing(JOBS, cases);
        cases.path("features").forEach(feature -> features.add(asked(feature.textValue())));
        for (int column = 0; column < features.size(); column++) {
            define(column, cases.path("inputs"));
        }
        long job = organisation.addJob("Assessor");
        for (int row = 0; row < ROWS; row++) {
            long application = apply(job, cases.path("inputs").path(row));
            scores.put(application, cases.path("scores").path(row).decimalValue());
        }
    }

    public static CasesCustomer of(String export) {
        return new CasesCustomer(export);
    }

    /** Writes the tenant's secret; records the state of its Greenhouse. */
    public void appear(SandboxStack stack) {
        before = organisation.snapshot();
        stack.addTenant(name(), Map.of("schedule", "1h"));
    }

    public String name() {
        return organisation.name();
    }

    public Organisation organisation() {
        return organisation;
    }

    public byte[] model() {
        return Operator.resource(export + ".onnx");
    }

    /** The export's manifest; features that cannot be set exactly are replaced by custom fields. */
    public String manifest() {
        ObjectNode manifest = (ObjectNode) json(Operator.text(export + ".json"));
        for (JsonNode input : manifest.path("inputs")) {
            ArrayNode asked = NODES.arrayNode();
            input.path("features").forEach(feature -> asked.add(asked(feature.textValue())));
            ((ObjectNode) input).set("features", asked);
        }
        ObjectNode missing = NODES.objectNode();
        manifest.path("missing").properties().forEach(each -> missing.set(asked(each.getKey()), each.getValue()));
        for (JsonNode one : manifest.path("cases")) {
            ObjectNode row = NODES.objectNode();
            one.path("features").properties().forEach(each -> row.set(asked(each.getKey()), each.getValue()));
            ((ObjectNode) one).set("features", row);
        }
        return manifest.set("missing", missing).toString();
    }

    public int applications() {
        return scores.size();
    }

    public boolean allRight() {
        return difference().allRight(organisation);
    }

    /** All differences from the expected state, in scores and everything else. */
    public List<String> faults() {
        return difference().faults(before, organisation);
    }

    @Override
    public String toString() {
        return export;
    }

    private Difference difference() {
        return new Difference(scores, SCORE_FIELD);
    }

    /** Of the candidate: full writes send an application's own fields too, and refuse if digits could be lost. */
    private String asked(String feature) {
        return PLAIN.contains(feature) || (employs && feature.equals(JOBS)) || feature.endsWith("]")
                ? feature
                : "candidate.custom[" + feature.substring(feature.indexOf('.') + 1) + "]";
    }

    private static boolean neverMissing(String feature, JsonNode cases) {
        for (int column = 0; column < cases.path("features").size(); column++) {
            if (cases.path("features").path(column).textValue().equals(feature)) {
                int place = column;
                return cases.path("inputs")
                        .valueStream()
                        .noneMatch(row -> row.path(place).isNull());
            }
        }
        return false;
    }

    private void define(int column, JsonNode rows) {
        String feature = features.get(column);
        if (feature.endsWith("]")) {
            String key = key(feature);
            String type = "number";
            for (JsonNode row : rows) {
                JsonNode value = row.path(column);
                type = value.isBoolean() ? "yes_no" : value.isTextual() ? "short_text" : type;
            }
            ObjectNode field = organisation.addField(FIRST_FIELD + column * 1000L, key, type);
            if (feature.startsWith("candidate.")) {
                organisation.add("custom_fields", field.put("field_type", "candidate"));
            }
        }
    }

    private long apply(long job, JsonNode row) {
        long candidate = organisation.addCandidate("Casimir", "Quartermain");
        long application = organisation.addApplication(candidate, job);
        for (int column = 0; column < features.size(); column++) {
            String feature = features.get(column);
            if (feature.equals(JOBS)) {
                employ(candidate, row.path(column).intValue());
                continue;
            }
            boolean ofCandidate = feature.startsWith("candidate.");
            JsonNode value = row.path(column);
            organisation.change(
                    ofCandidate ? "candidates" : "applications",
                    ofCandidate ? candidate : application,
                    changed -> tell(changed, feature, value));
        }
        return application;
    }

    private void employ(long candidate, int times) {
        for (int i = 1; i <= times; i++) {
            organisation.add(
                    "candidate_employments",
                    NODES.objectNode().put("id", candidate * 100 + i).put("candidate_id", candidate));
        }
    }

    private static void tell(ObjectNode row, String feature, JsonNode value) {
        switch (feature) {
            case "candidate.title" -> row.set("title", value);
            case "candidate.company" -> row.set("company", value);
            case "application.stage" -> row.set("stage_name", value);
            case "application.location" -> row.set("location_address", value);
            case "application.source_id" -> row.set("source_id", value);
            case "application.referred" ->
                row.set("referrer_id", value.asBoolean() ? NODES.numberNode(FIRST_FIELD) : NODES.nullNode());
            case "job.id" -> {} // exists already; no fixture's score depends on it
            default -> {
                String type = value.isBoolean() ? "yes_no" : value.isTextual() ? "short_text" : "number";
                row.withObject("/custom_fields")
                        .putObject(key(feature))
                        .put("name", key(feature))
                        .put("type", type)
                        .set("value", value);
            }
        }
    }

    private static String key(String feature) {
        return feature.substring(feature.indexOf('[') + 1, feature.length() - 1);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
