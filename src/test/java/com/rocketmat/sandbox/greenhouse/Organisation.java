package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A customer of Greenhouse: its credentials, its rows and what its credential may do. */
public final class Organisation {
    private final OrganisationIdentity identity;
    private final Map<String, Table> tables = new TreeMap<>();
    private volatile Clock clock;
    private volatile Scopes scopes = Scopes.ALL;
    private volatile int rateLimit = 150;
    private volatile int v1RateLimit = 50;

    private Organisation(JsonNode file) {
        this.identity = OrganisationIdentity.of(file);
        this.clock = Clock.fixed(identity.anchor(), ZoneOffset.UTC);
        Catalogue.names().forEach(name -> tables.put(name, new Table(Catalogue.get(name))));
        for (String resource : tables.keySet()) {
            file.path(resource).forEach(row -> add(resource, (ObjectNode) row));
        }
    }

    /** Reads /organisations/NAME.json of the class path; every load has rows of its own. */
    public static Organisation load(String name) {
        String path = "/organisations/" + name + ".json";
        try (InputStream in = Organisation.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(path + " is not on the class path");
            }
            return of(Json.parse(in.readAllBytes())
                    .orElseThrow(() -> new IllegalArgumentException(path + " is no JSON")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Organisation of(JsonNode file) {
        return new Organisation(file.deepCopy());
    }

    /** One user and one number field called rocketmat; {@link OrganisationBuilder} says what else. */
    public static Organisation empty(String name, Instant anchor) {
        return of(OrganisationBuilder.file(name, anchor));
    }

    public String name() {
        return identity.name();
    }

    public String clientId() {
        return identity.clientId();
    }

    public String clientSecret() {
        return identity.clientSecret();
    }

    public long userId() {
        return identity.userId();
    }

    public Instant anchor() {
        return identity.anchor();
    }

    public String apiKey() {
        return identity.apiKey();
    }

    /** Rows as a v3 list shows them, newest id first; copies. */
    public List<ObjectNode> rows(String resource) {
        RowView view = new RowView(Catalogue.get(resource), this, new Switches());
        return table(resource).all().stream()
                .map(row -> view.show(row).deepCopy())
                .toList();
    }

    public ObjectNode application(long id) {
        ObjectNode row =
                find("applications", id).orElseThrow(() -> new IllegalArgumentException("no application " + id));
        return new RowView(Catalogue.get("applications"), this, new Switches())
                .show(row)
                .deepCopy();
    }

    /** The value of a custom field of an application: a number, a text, …, or null. */
    public Object score(long applicationId, String fieldKey) {
        return Json.plain(
                application(applicationId).path("custom_fields").path(fieldKey).path("value"));
    }

    /** As a person in Greenhouse would, so updated_at moves. */
    public void setCustomField(long applicationId, String key, JsonNode value) {
        FieldDefinition field = definitions().stream()
                .filter(each ->
                        each.fieldType().equals("application") && each.nameKey().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no application field " + key));
        change(
                "applications",
                applicationId,
                row -> row.withObject("/custom_fields").set(key, field.entry(value)));
    }

    /** Changes a row as a person in Greenhouse would: updated_at moves. */
    public void change(String resource, long id, Consumer<ObjectNode> change) {
        var changed = replace(
                resource,
                id,
                row -> {
                    change.accept(row);
                    return row.put("updated_at", Json.time(clock.instant()));
                },
                clock.instant());
        if (changed.isEmpty()) {
            throw new IllegalArgumentException("no row " + id + " in " + resource);
        }
    }

    public synchronized void remove(String resource, long id) {
        table(resource).remove(id);
    }

    /** Adds a row, or replaces the one with its id; times that it does not have are now. */
    public synchronized void add(String resource, ObjectNode row) {
        ObjectNode copy = Rows.complete(Catalogue.get(resource), row);
        String now = Json.time(clock.instant());
        for (String time : List.of("created_at", "updated_at")) {
            if (copy.path(time).asText("").isEmpty()) {
                copy.put(time, now);
            }
        }
        table(resource).put(copy);
    }

    /** Adds a job with one interview stage; returns its id. */
    public long addJob(String jobName) {
        return OrganisationBuilder.addJob(this, jobName);
    }

    public long addCandidate(String firstName, String lastName) {
        return OrganisationBuilder.addCandidate(this, firstName, lastName);
    }

    /** Adds an application in the job's first stage; returns its id. */
    public long addApplication(long candidateId, long jobId) {
        return OrganisationBuilder.addApplication(this, candidateId, jobId);
    }

    /** All rows, to compare before and after. */
    public synchronized JsonNode snapshot() {
        ObjectNode all = Json.object();
        tables.forEach((resource, table) -> {
            ArrayNode rows = all.putArray(resource);
            table.all().forEach(row -> rows.add(row.deepCopy()));
        });
        return all;
    }

    /** An organisation with the same credentials and a copy of the rows. */
    public Organisation copy() {
        ObjectNode file = identity.file();
        file.setAll((ObjectNode) snapshot());
        return new Organisation(file);
    }

    /** What the credential may do; all scopes unless told. */
    public void scopes(Set<String> names) {
        scopes = Scopes.of(names);
    }

    public void allScopes() {
        scopes = Scopes.ALL;
    }

    /** Calls of v3 in 30 seconds. */
    public void rateLimit(int limit) {
        rateLimit = limit;
    }

    /** Calls of v1 in 10 seconds. */
    public void v1RateLimit(int limit) {
        v1RateLimit = limit;
    }

    int rateLimit() {
        return rateLimit;
    }

    int v1RateLimit() {
        return v1RateLimit;
    }

    Scopes scopes() {
        return scopes;
    }

    void clock(Clock serverClock) {
        clock = serverClock;
    }

    Table table(String resource) {
        Table table = tables.get(resource);
        if (table == null) {
            throw new IllegalArgumentException("no list called " + resource);
        }
        return table;
    }

    Optional<ObjectNode> find(String resource, long id) {
        return table(resource).find(id);
    }

    Collection<FieldDefinition> definitions() {
        return table("custom_fields").all().stream().map(FieldDefinition::of).toList();
    }

    /** Replaces a row by a changed copy; v3 lists show the old one until an instant. Empty when there is no such row. */
    synchronized Optional<ObjectNode> replace(
            String resource, long id, UnaryOperator<ObjectNode> change, Instant until) {
        Optional<ObjectNode> changed = find(resource, id).map(row -> change.apply(row.deepCopy()));
        changed.ifPresent(row -> {
            if (until.isAfter(clock.instant())) {
                table(resource).put(row, until);
            } else {
                table(resource).put(row);
            }
        });
        return changed;
    }
}
