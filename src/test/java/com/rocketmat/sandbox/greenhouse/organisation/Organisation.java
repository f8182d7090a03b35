package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.table.Scopes;
import com.rocketmat.sandbox.greenhouse.webhook.Webhook;
import com.rocketmat.sandbox.greenhouse.webhook.Webhooks;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A customer of Greenhouse: its credentials, its rows and the rights of its credential. */
public final class Organisation extends OrganisationRows {
    private final OrganisationIdentity identity;
    private final Hooks hooks = new Hooks(this);
    private final FileStore files = new FileStore(this);
    private volatile Scopes scopes = Scopes.ALL;
    private volatile int rateLimit = 150;
    private volatile int v1RateLimit = 50;
    private volatile Optional<Switches.CustomFieldWrites> customFieldWrites = Optional.empty();

    private Organisation(JsonNode file) {
        this(OrganisationIdentity.of(file));
        for (String resource : Catalogue.names()) {
            file.path(resource).forEach(row -> add(resource, (ObjectNode) row));
        }
    }

    private Organisation(OrganisationIdentity identity) {
        super(Clock.fixed(identity.anchor(), ZoneOffset.UTC));
        this.identity = identity;
    }

    /** Reads /organisations/NAME.json from the class path; each load has its own rows. */
    public static Organisation load(String name) {
        String path = "/organisations/" + name + ".json";
        try (InputStream in = Organisation.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException(path + " is not on the class path");
            }
            return of(Json.parse(in.readAllBytes())
                    .orElseThrow(() -> new IllegalArgumentException(path + " is not valid JSON")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Organisation of(JsonNode file) {
        return new Organisation(file.deepCopy());
    }

    /** One user and one number field called rocketmat; add more with {@link OrganisationBuilder}. */
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

    /** What a tenant's secret has to name, and more. */
    public Map<String, String> secret(Map<String, String> more) {
        Map<String, String> secret = new HashMap<>(Map.of(
                "harvest_client_id", clientId(),
                "harvest_client_secret", clientSecret(),
                "harvest_user_id", String.valueOf(userId())));
        secret.putAll(more);
        return secret;
    }

    /** The same with the key of v1. */
    public Map<String, String> keySecret(Map<String, String> more) {
        Map<String, String> secret =
                new HashMap<>(Map.of("harvest_api_key", apiKey(), "harvest_user_id", String.valueOf(userId())));
        secret.putAll(more);
        return secret;
    }

    /** Copies of the rows as a v3 list shows them to a user with all rights, newest id first. */
    public List<ObjectNode> rows(String resource) {
        RowView view = new RowView(Catalogue.get(resource), this, TRUTH);
        return table(resource).all().map(row -> view.whole(row).deepCopy()).toList();
    }

    public ObjectNode application(long id) {
        ObjectNode row =
                find("applications", id).orElseThrow(() -> new IllegalArgumentException("no application " + id));
        return new RowView(Catalogue.get("applications"), this, TRUTH)
                .whole(row)
                .deepCopy();
    }

    /** The value of an application's custom field: a number, a text, …, or null. */
    public Object score(long applicationId, String fieldKey) {
        return Json.plain(
                application(applicationId).path("custom_fields").path(fieldKey).path("value"));
    }

    /** As edited by a person in Greenhouse, so updated_at changes. */
    public void setCustomField(long applicationId, String key, JsonNode value) {
        FieldDefinition field = applicationField(key);
        change(
                "applications",
                applicationId,
                row -> row.withObject("/custom_fields").set(key, field.entry(value)));
    }

    /** Changes a row as a person in Greenhouse would: updated_at changes, and matching webhooks fire. */
    public synchronized void change(String resource, long id, Consumer<ObjectNode> change) {
        alter(resource, id, true, change);
        switch (resource) {
            case "applications" -> hooks.application("application_updated", id);
            case "candidates" -> hooks.candidate("update_candidate", id);
            case "jobs" -> hooks.job("job_updated", id);
            default -> {}
        }
    }

    /** As if nothing had happened to the application since. */
    public synchronized void updatedLast(long application, Instant at) {
        alter("applications", application, false, row -> row.put("updated_at", Json.time(at)));
    }

    /** Adds a job with one interview stage; returns its id. */
    public synchronized long addJob(String jobName) {
        long job = OrganisationBuilder.addJob(this, jobName);
        hooks.job("job_created", job);
        return job;
    }

    public synchronized long addStage(long jobId, String stageName) {
        return OrganisationBuilder.addStage(this, jobId, stageName);
    }

    public synchronized long addCandidate(String firstName, String lastName) {
        return OrganisationBuilder.addCandidate(this, firstName, lastName);
    }

    /** Adds an application in the job's first stage; returns its id. */
    public long addApplication(long candidateId, long jobId) {
        return addApplication(candidateId, jobId, Map.of());
    }

    /** With initial values of custom fields, by key. */
    public synchronized long addApplication(long candidateId, long jobId, Map<String, JsonNode> customFields) {
        long application = OrganisationBuilder.addApplication(this, candidateId, jobId, customFields);
        hooks.application("new_candidate_application", application);
        return application;
    }

    /** Adds a resume to an application, with its file; returns the attachment's id. */
    public synchronized long addResume(long applicationId, String filename, byte[] content) {
        return addAttachment(applicationId, "resume", filename, content);
    }

    public synchronized long addAttachment(long applicationId, String type, String filename, byte[] content) {
        long attachment = OrganisationBuilder.addAttachment(this, applicationId, type, filename);
        files.put(attachment, content);
        return attachment;
    }

    /** Adds a prospect for some jobs, or for none yet; returns the application's id. */
    public synchronized long addProspect(long candidateId, long... jobIds) {
        long application = OrganisationBuilder.addProspect(this, candidateId, jobIds);
        hooks.application("new_prospect_application", application);
        return application;
    }

    /** Converts a prospect to a candidate: returns the id of a new application; the old one is converted. */
    public synchronized long convertProspect(long applicationId, long jobId) {
        return new ApplicationLife(this, hooks).convert(applicationId, jobId);
    }

    public synchronized void moveToStage(long applicationId, long jobInterviewStageId) {
        new ApplicationLife(this, hooks).move(applicationId, jobInterviewStageId);
    }

    /** Transfers it: the same application is in the other job's first stage. */
    public synchronized void moveToJob(long applicationId, long jobId) {
        new ApplicationLife(this, hooks).moveToJob(applicationId, jobId);
    }

    public synchronized void hire(long applicationId) {
        new ApplicationLife(this, hooks).hire(applicationId);
    }

    public synchronized void reject(long applicationId) {
        new ApplicationLife(this, hooks).reject(applicationId, null);
    }

    public synchronized void reject(long applicationId, long rejectionReasonId) {
        new ApplicationLife(this, hooks).reject(applicationId, rejectionReasonId);
    }

    /** Adds a reason of a type that Greenhouse has; returns its id. */
    public synchronized long addRejectionReason(String reasonName, String typeKey, String typeName) {
        return OrganisationBuilder.addRejectionReason(this, reasonName, typeKey, typeName);
    }

    /** Undoes a rejection: the application is in its job's first stage. */
    public synchronized void unreject(long applicationId) {
        new ApplicationLife(this, hooks).unreject(applicationId);
    }

    public synchronized void deleteApplication(long applicationId) {
        new ApplicationLife(this, hooks).delete(applicationId);
    }

    /** The winner gets the loser's applications except those for jobs that it has one for; the loser is deleted. */
    public synchronized void mergeCandidates(long winner, long loser) {
        new CandidateLife(this, hooks).merge(winner, loser);
    }

    /** The fields to anonymise have Greenhouse's names: full_name, custom_application_fields, … */
    public synchronized void anonymise(long candidateId, Set<String> fields) {
        new Anonymisation(this, switches().life).apply(candidateId, fields);
        hooks.anonymised(candidateId, fields);
    }

    /** With all its applications, attachments, … */
    public synchronized void deleteCandidate(long candidateId) {
        new CandidateLife(this, hooks).delete(candidateId);
    }

    /** From then on the credential's user gets what {@link ReadSwitches#privateCandidates} says. */
    public void makePrivate(long candidateId) {
        change("candidates", candidateId, row -> row.put("private", true));
    }

    public void closeJob(long jobId) {
        change("jobs", jobId, row -> row.put("status", "closed").put("closed_at", Json.time(now())));
    }

    /** From then on the job is hidden, unless {@link ReadSwitches#confidentialJobs} says otherwise. */
    public void makeConfidential(long jobId) {
        change("jobs", jobId, row -> row.put("confidential", true));
    }

    /** Adds a custom field of applications, named by its key; returns its definition. */
    public ObjectNode addField(long id, String key, String valueType) {
        ObjectNode field = OrganisationBuilder.field(id, key, key, valueType);
        add("custom_fields", field);
        return field;
    }

    public void addCandidateField(long id, String key, String valueType) {
        add("custom_fields", OrganisationBuilder.field(id, key, key, valueType).put("field_type", "candidate"));
    }

    public void setCandidateField(long candidate, String key, boolean yes) {
        change(
                "candidates",
                candidate,
                row -> row.withObject("/custom_fields")
                        .withObject("/" + key)
                        .put("name", key)
                        .put("type", "yes_no")
                        .put("value", yes));
    }

    /** Makes a field of applications inactive; its values stay. */
    public synchronized void archiveField(String key) {
        new FieldLife(this).archive(key);
    }

    /** Deletes the definition and all values for good. */
    public synchronized void deleteField(String key) {
        new FieldLife(this).delete(key);
    }

    /**
     * A field of the same name and type with a new id, without values. If suffixed, the old one is archived and the new key ends
     * in _1, _2, …; otherwise the old one is deleted and the key is the same. Returns the new definition.
     */
    public synchronized ObjectNode recreateField(String key, boolean suffixed) {
        return new FieldLife(this).recreate(key, suffixed);
    }

    /** Adds a webhook, as an administrator would: it gets a ping, and is disabled if that is not answered with 200. */
    public Hook addWebhook(Webhook webhook) {
        return hooks.add(webhook);
    }

    /** The rights of the credential; all scopes by default. */
    public void scopes(Set<String> names) {
        scopes = Scopes.of(names);
    }

    public void allScopes() {
        scopes = Scopes.ALL;
    }

    public void rateLimit(int limit) {
        rateLimit = limit;
    }

    public void v1RateLimit(int limit) {
        v1RateLimit = limit;
    }

    /** Overrides the simulator's switch. */
    public void customFieldWrites(Switches.CustomFieldWrites value) {
        customFieldWrites = Optional.of(value);
    }

    public Optional<Switches.CustomFieldWrites> customFieldWrites() {
        return customFieldWrites;
    }

    public int rateLimit() {
        return rateLimit;
    }

    public int v1RateLimit() {
        return v1RateLimit;
    }

    public Scopes scopes() {
        return scopes;
    }

    public Hooks hooks() {
        return hooks;
    }

    public FileStore files() {
        return files;
    }

    public void join(Clock serverClock, Switches serverSwitches, Webhooks sender, Supplier<URI> address) {
        files.open(serverClock, address);
        clock(serverClock);
        switches(serverSwitches);
        hooks.sender(sender);
    }
}
