package com.rocketmat.sandbox.customer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A customer with ids, names, limits and a model that no other has, so that data of another customer can be recognised. */
public final class ApartCustomer {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long IDS = 8_000_000_002L;
    private static final long APART = 10_000_000L;
    private static final long POINTS_FIELD = 4_410_999_002L;
    private static final int LEAST_LIMIT = 5_000;

    private final Organisation organisation;
    private final int number;
    private final long candidate;
    private final long job;
    private final Map<Long, Double> points = new TreeMap<>();

    /** @param number 1 to 90, unique among customers */
    public ApartCustomer(Organisation organisation, int number) {
        this.organisation = organisation;
        this.number = number;
        long ids = IDS + number * APART;
        organisation.rateLimit(limit());
        organisation.addField(POINTS_FIELD, "points", "number");
        candidate = ids;
        job = ids + APART / 4;
        organisation.add("candidates", row(candidate).put("first_name", name()).put("last_name", name()));
        organisation.add("jobs", row(job).put("name", name()).put("status", "open"));
        // later ids count up from here
        organisation.add(
                "applications",
                row(ids + APART / 2)
                        .put("candidate_id", candidate)
                        .put("job_id", job)
                        .put("status", "rejected"));
    }

    public Organisation organisation() {
        return organisation;
    }

    public String tenant() {
        return organisation.name();
    }

    public int limit() {
        return LEAST_LIMIT + number;
    }

    /** What its model adds to an application's points. */
    public float adds() {
        return number * 1_000f;
    }

    public Map<String, String> secret(String schedule) {
        return organisation.secret(Map.of("schedule", schedule));
    }

    public long apply(double pointsOfIt) {
        long id = organisation.addApplication(candidate, job, Map.of("points", JSON.numberNode(pointsOfIt)));
        points.put(id, pointsOfIt);
        return id;
    }

    public Map<Long, Double> points() {
        return points;
    }

    public boolean allScored() {
        return points.keySet().stream().allMatch(id -> organisation.score(id, "rocketmat") != null);
    }

    private String name() {
        return "Only"
                + UUID.nameUUIDFromBytes(new byte[] {(byte) number}).toString().replace("-", "");
    }

    private static ObjectNode row(long id) {
        return JSON.objectNode().put("id", id);
    }
}
