package com.rocketmat.privacy;

import static com.rocketmat.sandbox.stack.Surroundings.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.decision.seal.KeptFeatures.Kept;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.HiddenFields;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator can do when a candidate exercises a right. */
@QuarkusTest
class CandidateApiQuarkusTest {

    private static final String VERSION = "f".repeat(64);
    private static final long ANN = 6_120_034_001L;
    private static final long BEN = 6_120_034_002L;
    private static final String FIELD = "no_scores";
    private static final long REJECTED = 7_120_034_001L;
    private static final String CANDIDATE = "/api/tenants/{t}/candidates/{c}";
    private static final String OBJECTION = CANDIDATE + "/objection";

    SandboxDatabase database;
    SandboxVault vault;
    GreenhouseSimulator greenhouse;

    @Inject
    CandidateDigests digests;

    @Inject
    Objections objections;

    @Inject
    Erasures erasures;

    @Inject
    CandidateReports reports;

    @Inject
    TenantUnit unit;

    private TenantId tenant;
    private PrivateRows rows;

    @BeforeEach
    void aKnownTenantWithScores() {
        tenant = new TenantId("candidates-" + UUID.randomUUID());
        WrittenSecret.broken(vault, tenant);
        rows = new PrivateRows(database, tenant);
        rows.score(11, ANN, VERSION, "WRITTEN");
        rows.score(12, ANN, VERSION, "PENDING");
        rows.score(21, BEN, VERSION, "PENDING");
    }

    @Test
    void anErasureLeavesNoRowAndIsAuditedByDigest() {
        try (LogTap log = new LogTap()) {
            as(Surroundings.OPERATOR)
                    .delete(CANDIDATE, tenant.value(), ANN)
                    .then()
                    .statusCode(204);
            assertThat(log.text()).doesNotContain(String.valueOf(ANN));
        }

        assertThat(rows.scores()).containsExactly("21 %d PENDING".formatted(BEN));
        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(ANN)));
        String digest = digests.of(tenant, ANN);
        audit().body("items.action", hasItems("DELETE /api/tenants/{tenant}/candidates/{candidate}", "erasure"))
                .body("items.details.candidate", everyItem(equalTo(digest)))
                .body("items.actor", everyItem(equalTo("operator")));
        access(ANN, "en")
                .body("mayBeScored", equalTo(false))
                .body("erasure.source", equalTo("API"))
                .body("scores", empty());
    }

    @Test
    void valuesOfADecisionErasedMeanwhileAreNotShown() {
        List<Kept> opened = List.of(new Kept(4_711, Map.of("candidate.title", FeatureValue.text("Engineer"))));

        assertThat(reports.of(tenant, ANN, Language.ENGLISH, opened).features()).isEmpty();
    }

    @Test
    void anObjectionIsListedCountedAndWithdrawn() {
        object(ANN);
        object(ANN);
        access(ANN, "en").body("mayBeScored", equalTo(false)).body("erasure", nullValue());
        objections.object(tenant, BEN);
        objections.recordField(tenant, FIELD, Map.of(BEN, Objections.OWN), Map.of());

        String next = listed("?limit=2")
                .body("items.candidateId", contains(ANN, BEN))
                .body("items.source", contains("API", "API"))
                .body("items[0].field", nullValue())
                .body("candidates", equalTo(2))
                .extract()
                .path("next");
        listed("?limit=2&cursor=" + next)
                .body("items.candidateId", contains(BEN))
                .body("items.source", contains("FIELD"))
                .body("items[0].since", notNullValue())
                .body("items[0].applications", empty())
                .body("next", nullValue());

        withdraw(ANN).statusCode(204);
        listed("").body("items.candidateId", contains(BEN, BEN));
    }

    @Test
    void idsMayHave64Bits() {
        long large = Long.MAX_VALUE - 1;
        rows.score(large, large, VERSION, "WRITTEN");
        object(ANN);
        object(large);

        audit().body("items.details.candidate", hasItem(digests.of(tenant, large)));
        access(large, "en").body("scores.applicationId", contains(large));
        String next = listed("")
                .body("items.candidateId", contains(ANN, large))
                .extract()
                .path("next");
        assertThat(next).isNull();
        listed("?cursor=" + large + ".").body("items.candidateId", contains(large));
        String rest = scores("?limit=1")
                .statusCode(200)
                .body("items.applicationId", contains(large))
                .extract()
                .path("next");
        scores("?cursor=" + rest).statusCode(200).body("items.applicationId", contains(21, 12, 11));
        scores("?cursor=9223372036854775808.").statusCode(400).body("field", equalTo("cursor"));
    }

    @Test
    void readingTheListOfObjectionsIsAudited() {
        objections.object(tenant, ANN);
        objections.recordField(tenant, FIELD, Map.of(BEN, Objections.OWN), Map.of());

        listed("?limit=1");

        audit().body("items.action", contains("objections"))
                .body("items[0].actor", equalTo("operator"))
                .body("items[0].details.rows", equalTo("1"))
                .body("items[0].details.candidate", nullValue());
    }

    @Test
    void anObjectionOfAnApplicationIsWithdrawnInGreenhouseOnly() {
        objections.recordField(tenant, FIELD, Map.of(ANN, Set.of(REJECTED)), Map.of());
        run("paused", Map.of("opt_out_field", FIELD));

        withdraw(ANN)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/objection-in-greenhouse"))
                .body("applications", contains(REJECTED))
                .body("remedy", containsString("set the field to No"));
        for (ValidatableResponse list :
                List.of(listed("").rootPath("items"), access(ANN, "en").rootPath("objections"))) {
            list.body("field", contains(FIELD)).body("applications", contains(List.of(REJECTED)));
        }
        assertThat(rows.objections()).containsExactly(ANN + " FIELD");
        assertThat(rows.values("application_id", "wanted_application"))
                .as("it is read again")
                .contains(String.valueOf(REJECTED));
    }

    /** The field in force is unknown until the tenant runs again. */
    @Test
    void anObjectionOfAnApplicationCannotBeWithdrawnWhileTheTenantDoesNotRun() {
        objections.recordField(tenant, FIELD, Map.of(ANN, Set.of(REJECTED)), Map.of());

        withdraw(ANN).statusCode(409).body("remedy", startsWith("write the tenant's secret again"));

        assertThat(rows.objections()).containsExactly(ANN + " FIELD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "another_field"})
    void anObjectionByAFormerFieldIsWithdrawnByApi(String present) {
        objections.recordField(tenant, FIELD, Map.of(ANN, Set.of(REJECTED)), Map.of());
        run("paused", present.isEmpty() ? Map.of() : Map.of("opt_out_field", present));

        withdraw(ANN).statusCode(204);
        assertThat(rows.objections()).isEmpty();
    }

    private void run(String mode, Map<String, String> options) {
        Map<String, String> secret = new HashMap<>(options);
        secret.put("harvest_client_id", tenant.value());
        secret.put("harvest_client_secret", "not-known");
        secret.put("mode", mode);
        run(secret, mode.replace('-', '_').toUpperCase(Locale.ROOT));
    }

    private void run(Map<String, String> secret, String state) {
        WrittenSecret.put(vault, tenant, secret);
        await().until(() -> as(Surroundings.VIEWER)
                .get("/api/tenants/{t}", tenant.value())
                .path("state")
                .equals(state));
    }

    @Test
    void anErasureByGreenhouseCannotBeWithdrawn() {
        erasures.eraseDeleted(tenant, ANN, Set.of());

        withdraw(ANN)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/erased-in-greenhouse"))
                .body("remedy", notNullValue());
        access(ANN, "en").body("mayBeScored", equalTo(false)).body("erasure.source", equalTo("GREENHOUSE"));
    }

    @Test
    void aTenantThatDoesNotRunCannotClearGreenhouse() {
        clear(ANN).statusCode(409).body("type", equalTo("/problems/tenant-not-running"));
        assertThat(rows.scores()).hasSize(3);
        assertThat(rows.objections()).as("the candidate objects from now on").containsExactly(ANN + " API");

        clear(BEN).statusCode(204);
        assertThat(rows.scores())
                .as("Greenhouse has no score of this candidate")
                .hasSize(2);
    }

    /** A blocked tenant may write. */
    @ParameterizedTest
    @ValueSource(strings = {"paused", "dry-run"})
    void aTenantPausedOrInDryRunCannotClearGreenhouse(String mode) {
        run(mode, Map.of());

        clear(ANN)
                .statusCode(409)
                .body("type", equalTo("/problems/clear-greenhouse"))
                .body("detail", startsWith("The tenant is paused or in a dry run, so"));
        assertThat(rows.scores()).hasSize(3);
    }

    @Test
    void aReplicaThatHasNotReadTheNewestSecretClearsNothingYet() {
        run("dry-run", Map.of());
        rows.run("UPDATE tenant SET secret_version = secret_version + 1 WHERE tenant_id = '%s'".formatted(tenant));

        for (long candidate : List.of(ANN, BEN)) {
            clear(candidate)
                    .statusCode(503)
                    .header("Retry-After", "30")
                    .body("type", equalTo("/problems/clear-greenhouse-away"))
                    .body("detail", containsString("newest secret"));
        }
        assertThat(rows.scores()).hasSize(3);
        assertThat(rows.objections())
                .as("the candidates object from now on")
                .containsExactlyInAnyOrder(ANN + " API", BEN + " API");
    }

    @Test
    void aPauseStopsClearingAndNothingIsErased() {
        Organisation organisation = greenhouse.organisation("pauses");
        long candidate = organisation.addCandidate("Ida", "Bell");
        List<Long> applications =
                List.of(scoredApplication(organisation, candidate), scoredApplication(organisation, candidate));
        run(organisation, Map.of());
        greenhouse
                .faults()
                .before(
                        Match.patch("/v3/applications/").organisation("pauses"),
                        () -> as(Surroundings.OPERATOR)
                                .post("/api/tenants/{t}/pause", tenant.value())
                                .then()
                                .statusCode(200));

        withoutSlices(() -> clear(candidate)
                .statusCode(409)
                .body("type", equalTo("/problems/clear-greenhouse"))
                .body("detail", startsWith("The tenant is paused")));

        assertThat(applications.stream().filter(application -> organisation.score(application, "rocketmat") != null))
                .hasSize(1);
        assertThat(rows.scores()).hasSize(5);
    }

    /** The route may be missing, or a proxy answers. */
    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void aWriteAnsweredAsIfTheApplicationWereMissingErasesNothing(int status) {
        // its own organisation: two tenants with one credential do not run
        Organisation organisation = Organisation.empty("answers-" + status, Instant.now());
        greenhouse.add(organisation);
        long candidate = organisation.addCandidate("Ida", "Bell");
        scoredApplication(organisation, candidate);
        run(organisation, Map.of());
        greenhouse
                .faults()
                .on(Match.patch("/v3/applications/").organisation("answers-" + status))
                .always()
                .answer(new Fault.Status(status, "{}"));

        // the first call is an objection too; a slice would act on it during the second
        withoutSlices(() -> {
            clear(candidate)
                    .statusCode(409)
                    .body("type", equalTo("/problems/clear-greenhouse"))
                    .body("detail", containsString("as if they did not exist"));
            assertThat(rows.scores()).hasSize(4);

            greenhouse.faults().clear();
            clear(candidate).statusCode(204);
        });
        assertThat(rows.scores()).hasSize(3);
    }

    @Test
    void aHiddenApplicationErasesNothing() {
        Organisation organisation = greenhouse.organisation("hides");
        organisation.addApplication(organisation.addCandidate("Ben", "Cole"), organisation.addJob("Analyst"));
        long candidate = organisation.addCandidate("Ida", "Bell");
        long shown = scoredApplication(organisation, candidate);
        long hidden = scoredApplication(organisation, candidate);
        long job = organisation.application(hidden).path("job_id").longValue();
        rows.run("UPDATE score SET job_id = %d WHERE tenant_id = '%s' AND application_id = %d"
                .formatted(job, tenant, hidden));
        organisation.makeConfidential(job);
        run(organisation, Map.of());
        greenhouse.switches().reads.applicationsOfHidden = false;
        try {
            clear(candidate)
                    .statusCode(409)
                    .body("type", equalTo("/problems/clear-greenhouse"))
                    .body("detail", containsString("not shown to the acting user"));
            assertThat(rows.scores()).hasSize(5);

            organisation.makePrivate(candidate);
            clear(candidate).statusCode(409);
            assertThat(rows.scores()).hasSize(5);

            organisation.deleteApplication(shown);
            organisation.deleteApplication(hidden);
            organisation.deleteCandidate(candidate);
            clear(candidate).statusCode(204);
            assertThat(rows.scores()).hasSize(3);
        } finally {
            greenhouse.switches().reads.applicationsOfHidden = true;
        }
    }

    @ParameterizedTest
    @EnumSource(HiddenFields.class)
    void aHiddenFieldErasesNothing(HiddenFields shown) {
        Organisation organisation = Organisation.empty("hides-field-" + shown, Instant.now());
        greenhouse.add(organisation);
        makePrivate(organisation, "rocketmat");
        long candidate = organisation.addCandidate("Ida", "Bell");
        long application = scoredApplication(organisation, candidate);
        writtenAnHourAgo(application);
        long never = organisation.addApplication(candidate, organisation.addJob("Analyst"));
        rows.score(never, candidate, VERSION, "SUPERSEDED");
        run(organisation, Map.of());
        greenhouse.switches().privateFields = false;
        greenhouse.switches().reads.hiddenFields = shown;
        try {
            withoutSlices(() -> {
                clear(candidate)
                        .statusCode(409)
                        .body("type", equalTo("/problems/clear-greenhouse"))
                        .body("detail", containsString("may only be hidden"));
                assertThat(rows.scores()).hasSize(5);

                greenhouse.switches().privateFields = true;
                clear(candidate).statusCode(204);
            });
            assertThat(organisation.score(application, "rocketmat")).isNull();
            assertThat(rows.scores())
                    .as("one that was never written may stay empty")
                    .hasSize(3);
        } finally {
            greenhouse.switches().privateFields = true;
            greenhouse.switches().reads.hiddenFields = HiddenFields.ABSENT;
        }
    }

    @Test
    void privateReasonsMayBeEmptyBesideAScoreThatShows() {
        Organisation organisation = Organisation.empty("private-reasons", Instant.now());
        greenhouse.add(organisation);
        organisation.addField(4_440_000_003L, "why", "short_text");
        makePrivate(organisation, "why");
        long candidate = organisation.addCandidate("Ida", "Bell");
        long application = scoredApplication(organisation, candidate);
        writtenAnHourAgo(application);
        run(organisation, Map.of("reasons_field", "why"));

        withoutSlices(() -> clear(candidate).statusCode(204));

        assertThat(organisation.score(application, "rocketmat")).isNull();
        assertThat(rows.scores()).hasSize(3);
    }

    /** In either order of reading. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aFieldThatMayBeHiddenKeepsNoneThatShowsFromBeingEmptied(int hiding) {
        Organisation organisation = Organisation.empty("hides-one-" + hiding, Instant.now());
        greenhouse.add(organisation);
        makePrivate(organisation, "rocketmat");
        long candidate = organisation.addCandidate("Ida", "Bell");
        List<Long> applications =
                List.of(scoredApplication(organisation, candidate), scoredApplication(organisation, candidate));
        applications.forEach(this::writtenAnHourAgo);
        organisation.setCustomField(applications.get(hiding), "rocketmat", NullNode.instance);
        long late = scoredApplication(organisation, candidate);
        organisation.setCustomField(late, "rocketmat", NullNode.instance);
        run(organisation, Map.of());

        withoutSlices(() -> {
            clear(candidate).statusCode(503);
            writtenAnHourAgo(late);
            // advises to erase without clear, which would leave a score that shows late
            clear(candidate).statusCode(409).body("detail", containsString("may only be hidden"));
        });

        assertThat(organisation.score(applications.get(1 - hiding), "rocketmat"))
                .isNull();
        assertThat(rows.scores()).as("nothing is erased").hasSize(6);
    }

    private static void makePrivate(Organisation organisation, String key) {
        organisation.rows("custom_fields").stream()
                .filter(field -> field.path("name_key").asText().equals(key))
                .forEach(field -> organisation.change(
                        "custom_fields", field.path("id").longValue(), row -> row.put("private", true)));
    }

    private void writtenAnHourAgo(long application) {
        rows.run(
                "UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d"
                        .formatted(tenant, application));
    }

    private ValidatableResponse clear(long candidate) {
        return as(Surroundings.OPERATOR)
                .delete(CANDIDATE + "?clear=true", tenant.value(), candidate)
                .then();
    }

    private void object(long candidate) {
        as(Surroundings.OPERATOR)
                .put(OBJECTION, tenant.value(), candidate)
                .then()
                .statusCode(204);
    }

    private ValidatableResponse withdraw(long candidate) {
        return as(Surroundings.OPERATOR)
                .delete(OBJECTION, tenant.value(), candidate)
                .then();
    }

    private long scoredApplication(Organisation organisation, long candidate) {
        long application = organisation.addApplication(candidate, organisation.addJob("Analyst"));
        organisation.setCustomField(application, "rocketmat", IntNode.valueOf(70));
        rows.score(application, candidate, VERSION, "WRITTEN");
        return application;
    }

    private void run(Organisation organisation, Map<String, String> options) {
        Map<String, String> secret = new HashMap<>(options);
        if (!options.containsKey("harvest_api_key")) {
            secret.put("harvest_client_id", organisation.clientId());
            secret.put("harvest_client_secret", organisation.clientSecret());
        }
        secret.put("harvest_user_id", String.valueOf(organisation.userId()));
        run(secret, "ACTIVE");
    }

    /** A slice could clear the fields at the same time. */
    private void withoutSlices(Runnable steps) {
        await().until(() -> {
            updateTask("picked = true, picked_by = 'test', last_heartbeat = now()", "NOT picked");
            return database.count(
                            "SELECT count(*) FROM scheduled_tasks WHERE picked_by = 'test' AND task_instance = '%s'"
                                    .formatted(tenant))
                    == 1;
        });
        try {
            steps.run();
        } finally {
            updateTask("picked = false, picked_by = NULL, last_heartbeat = NULL", "picked_by = 'test'");
        }
    }

    private void updateTask(String values, String which) {
        rows.run("UPDATE scheduled_tasks SET %s, version = version + 1 WHERE %s AND task_instance = '%s'"
                .formatted(values, which, tenant));
    }

    @Test
    void withV1TheScoreIsEmptiedBeforeTheErasure() {
        Organisation legacy = greenhouse.organisation("legacy");
        long candidate = legacy.addCandidate("Ida", "Bell");
        long application = scoredApplication(legacy, candidate);
        long edited = scoredApplication(legacy, candidate);
        legacy.setCustomField(edited, "rocketmat", IntNode.valueOf(1));
        long sent = legacy.addApplication(candidate, legacy.addJob("Analyst"));
        rows.score(sent, candidate, VERSION, "PENDING");
        legacy.setCustomField(sent, "rocketmat", IntNode.valueOf(70));
        run(legacy, Map.of("harvest_api_key", legacy.apiKey()));

        withoutSlices(() -> clear(candidate).statusCode(204));

        assertThat(legacy.score(application, "rocketmat")).isNull();
        assertThat(legacy.score(edited, "rocketmat"))
                .as("a value of another writer")
                .isEqualTo(1);
        assertThat(legacy.score(sent, "rocketmat"))
                .as("written by a replica that died before it recorded the answer")
                .isNull();
        List<String> kinds = as(Surroundings.OPERATOR)
                .get("/api/tenants/{t}/decisions", tenant.value())
                .path("items.kind");
        assertThat(kinds).filteredOn("CLEARED"::equals).hasSize(2);
        assertThat(kinds.indexOf("CLEARED")).isLessThan(kinds.lastIndexOf("ERASED"));
        assertThat(rows.scores()).hasSize(3);
    }

    @Test
    void ownReasonsAreEmptiedEvenIfAPersonChangedTheScore() {
        Organisation explains = Organisation.empty("explains", Instant.now());
        greenhouse.add(explains);
        explains.addField(4_440_000_003L, "why", "short_text");
        long candidate = explains.addCandidate("Ida", "Bell");
        long replaced = explainedApplication(explains, candidate, IntNode.valueOf(50), "+3 job.open_days");
        long emptied = explainedApplication(explains, candidate, NullNode.instance, "+3 job.open_days");
        long theirs = explainedApplication(explains, candidate, IntNode.valueOf(50), "I know her");
        run(explains, Map.of("reasons_field", "why"));

        withoutSlices(() -> {
            rows.run("DELETE FROM harvest_budget WHERE tenant_id = '%s'".formatted(tenant));
            clear(candidate).statusCode(204);
        });

        assertThat(rows.column("SELECT tenant_id FROM harvest_budget WHERE tenant_id = '%s' AND remaining < call_limit"
                        .formatted(tenant)))
                .as("the calls count for other replicas")
                .hasSize(1);
        assertThat(explains.score(replaced, "why")).isNull();
        assertThat(explains.score(replaced, "rocketmat")).isEqualTo(50);
        assertThat(explains.score(emptied, "why")).isNull();
        assertThat(explains.score(theirs, "why")).isEqualTo("I know her");
        assertThat(explains.score(theirs, "rocketmat")).isEqualTo(50);
    }

    /** Its score was written an hour ago; then a person made these changes. Reasons of ours are those of an earlier score. */
    private long explainedApplication(Organisation organisation, long candidate, JsonNode score, String why) {
        long application = scoredApplication(organisation, candidate);
        organisation.setCustomField(application, "rocketmat", score);
        organisation.setCustomField(application, "why", TextNode.valueOf(why));
        rows.run(
                "UPDATE score SET written_at = now() - interval '1 hour' WHERE tenant_id = '%s' AND application_id = %d"
                        .formatted(tenant, application));
        return application;
    }

    /** A stale list may show the row before the write, and after the erasure nothing would identify the score as the tenant's. */
    @Test
    void nothingIsErasedWhileAListMayBeStale() {
        Organisation late = greenhouse.organisation("late");
        long candidate = late.addCandidate("Ida", "Bell");
        long application = late.addApplication(candidate, late.addJob("Analyst"));
        run(late, Map.of());
        rows.score(application, candidate, VERSION, "WRITTEN");
        greenhouse.switches().readAfterWriteLag = Duration.ofSeconds(5);
        try {
            late.setCustomField(application, "rocketmat", IntNode.valueOf(70));
            clear(candidate)
                    .statusCode(503)
                    .header("Retry-After", "30")
                    .body("type", equalTo("/problems/clear-greenhouse-away"));
        } finally {
            greenhouse.switches().readAfterWriteLag = Duration.ZERO;
        }
        assertThat(rows.scores()).hasSize(4);
        assertThat(rows.objections()).containsExactly(candidate + " API");

        await().until(() -> clear(candidate).extract().statusCode() == 204);
        assertThat(late.score(application, "rocketmat")).isNull();
        assertThat(rows.scores()).hasSize(3);
    }

    @Test
    void aPurgeWaitsForAnObjectionAndDeletesItToo() throws Exception {
        long other = ANN + 9;
        digests.of(tenant, other);
        CountDownLatch recorded = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var objection = threads.submit(() -> unit.run(tenant, () -> {
                objections.object(tenant, other);
                recorded.countDown();
                ErasuresQuarkusTest.await(release);
            }));
            ErasuresQuarkusTest.await(recorded);
            var purge = threads.submit(() -> as(Surroundings.OPERATOR)
                    .delete("/api/tenants/{t}?force=true", tenant.value())
                    .statusCode());
            assertThatThrownBy(() -> purge.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            release.countDown();
            objection.get(10, TimeUnit.SECONDS);
            assertThat(purge.get(10, TimeUnit.SECONDS)).isEqualTo(204);
        }
        assertThat(rows.all()).noneMatch(row -> row.contains(String.valueOf(other)));
    }

    @Test
    void theReportIsInTheRequestedLanguage() {
        rows.run(
                "UPDATE score SET reasons = '%s', score_field = 'match_before', job_id = 51 WHERE tenant_id = '%s' AND application_id = 11"
                        .formatted(
                                "[{\"feature\":\"candidate.experience_years\",\"weight\":12.3},{\"feature\":\"job.open_days\",\"weight\":-4}]",
                                tenant));

        access(ANN, "en-GB, pt;q=0.5")
                .header("Content-Language", "en")
                .header("Cache-Control", "no-store")
                .body("candidateId", equalTo(ANN))
                .body("about[4]", containsString("kept for 1461 days"))
                .body("contest", hasSize(4))
                .body("mayBeScored", equalTo(true))
                .body("scores.applicationId", contains(12, 11))
                .body("scores.jobId", contains(null, 51))
                .body("scores[1].sent.to", equalTo("Greenhouse"))
                .body("scores[1].sent.field", equalTo("match_before"))
                .body("scores[0].sent", nullValue())
                .body("scores[0].meaning", equalTo("The score waits to be sent to Greenhouse."))
                .body(
                        "scores[1].reasons.sentence",
                        contains(
                                "Years of experience: raised the score by 12.3; without it the score would be about 58.",
                                "Days the job has been open: lowered the score by 4; without it the score would be about 74."));
        access(ANN, "fr, pt-BR;q=0.8, en;q=0.5")
                .header("Content-Language", "pt")
                .body(
                        "scores[1].reasons.sentence",
                        hasItem(startsWith("Anos de experiência: aumentou a pontuação em 12,3; sem isso")));
        access(ANN, "es")
                .header("Content-Language", "es")
                .body(
                        "scores[1].reasons.sentence",
                        hasItem(startsWith("Años de experiencia: aumentó la puntuación en 12,3; sin eso")));
        access(ANN, "*").header("Content-Language", "en");
    }

    @Test
    void everyColumnOfAScoreIsInTheReport() {
        assertThat(
                        rows.column(
                                "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'score'"))
                .as("add a new column to CandidateReport.ScoreReport, or name here where it is reported")
                .containsExactlyInAnyOrder(
                        "application_id",
                        "job_id",
                        "value",
                        "reasons",
                        "state",
                        "reason",
                        "model_version",
                        "scored_at",
                        "written_at",
                        "score_field",
                        // in the report itself
                        "tenant_id",
                        "candidate_id",
                        // the version of another score
                        "replaces");
    }

    @Test
    void aProxyOfAProtectedAttributeHasAWarning() {
        rows.run("UPDATE score SET reasons = '%s' WHERE tenant_id = '%s' AND application_id = 11"
                .formatted(
                        "[{\"feature\":\"candidate.location\",\"weight\":12.3},{\"feature\":\"job.open_days\",\"weight\":-4}]",
                        tenant));

        access(ANN, "pt")
                .body("scores[1].reasons.feature", contains("candidate.location", "job.open_days"))
                .body("scores[1].reasons.warning", contains(startsWith("Atenção: "), nullValue()));
        as(Surroundings.VIEWER)
                .get("/api/tenants/{t}/scores", tenant.value())
                .then()
                .body(
                        "items.find { it.applicationId == 11 }.warning",
                        equalTo("known proxy of a protected attribute: candidate.location"))
                .body("items.find { it.applicationId == 12 }.warning", nullValue());
    }

    @Test
    void theReportHasDecisions() {
        object(ANN);

        access(ANN, "en")
                .body("decisions.kind", contains("OBJECTED", "WITHHELD"))
                .body("decisions.application", contains(null, 12))
                .body("decisions.candidate", everyItem(equalTo(ANN)));
        access(BEN, "en").body("decisions", empty());
    }

    /** The application was moved to another job before another version scored it. */
    @Test
    void theReportNamesTheJobOfEachScore() {
        rows.run("UPDATE score SET job_id = 52 WHERE tenant_id = '%s' AND application_id = 11".formatted(tenant));
        rows.run(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, job_id, value, state, scored_at) VALUES ('%s', 11, 'former', %d, 51, 7, 'SUPERSEDED', now() - interval '1 day')"
                        .formatted(tenant, ANN));

        access(ANN, "en").body("scores.findAll { it.applicationId == 11 }.jobId", containsInAnyOrder(51, 52));
    }

    @Test
    void theReportHasWaitingEvents() {
        rows.run("INSERT INTO wanted_application (tenant_id, application_id, wanted_at) VALUES ('%s', 11, now())"
                .formatted(tenant));
        rows.run(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, candidate_id, done_at) VALUES ('%1$s', 'e', now(), now() + interval '10 minutes', 'update_candidate', %2$d, NULL), ('%1$s', 'done', now(), now(), 'delete_candidate', %2$d, now())"
                        .formatted(tenant, ANN));
        rows.run(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, application_ids) VALUES ('%s', 'of one', now(), now() + interval '10 minutes', 'delete_application', '{12}')"
                        .formatted(tenant));

        access(ANN, "en")
                .body(
                        "events.what",
                        containsInAnyOrder("application to be read", "update_candidate", "delete_application"));
        access(BEN, "en").body("events", empty());
    }

    @Test
    void eachRefusedErasureIsAuditedOncePerCandidate() {
        rows.score(22, BEN, VERSION, "WRITTEN");
        for (int time = 0; time < 2; time++) {
            for (long candidate : List.of(ANN, BEN)) {
                clear(candidate).statusCode(409);
            }
        }

        audit().body(
                        "items.findAll { it.phase == 'REFUSED' }.details.candidate.unique()",
                        containsInAnyOrder(digests.of(tenant, ANN), digests.of(tenant, BEN)));
        assertThat(rows.objections()).hasSize(2);
    }

    @Test
    void theReportOfAnUnknownCandidateIsEmptyAndAudited() {
        access(7, "en").body("scores", empty()).body("objections", empty()).body("mayBeScored", equalTo(true));

        audit().body("items.action", contains("access"))
                .body("items[0].details.candidate", equalTo(digests.of(tenant, 7)))
                .body("items[0].details.address", equalTo("127.0.0.1"));
    }

    @Test
    void theAuditLogNeverHasACandidateId() {
        as(Surroundings.VIEWER).get(CANDIDATE, tenant.value(), ANN).then().statusCode(403);
        as(Surroundings.VIEWER).delete(CANDIDATE, tenant.value(), ANN).then().statusCode(403);
        object(ANN);
        as(Surroundings.OPERATOR).post(CANDIDATE, tenant.value(), ANN).then().statusCode(405);
        as(Surroundings.OPERATOR)
                .post(CANDIDATE + "/nothing", tenant.value(), ANN)
                .then()
                .statusCode(404);
        as(Surroundings.OPERATOR).delete(CANDIDATE, "never-was", ANN).then().statusCode(404);

        String digest = digests.of(tenant, ANN);
        await().untilAsserted(() -> audit().body("items.details.candidate", hasItem(digest))
                .body("items.phase", hasItems("REFUSED", "DONE"))
                .body("items", hasSize(3)));
        // of an unknown tenant, and therefore without a digest
        await().untilAsserted(() -> assertThat(rows.column(
                        "SELECT action FROM audit_entry WHERE tenant_id = '*' AND details LIKE '%never-was%'"))
                .contains("DELETE /api/tenants/{tenant}/candidates/{candidate}"));
        assertThat(rows.column("SELECT action || details FROM audit_entry"))
                .noneMatch(entry -> entry.contains(String.valueOf(ANN)));
    }

    @Test
    void anInvalidIdIsABadParameter() {
        List<String> ids = List.of("0", "-3", "ann", "9223372036854775808", "99999999999999999999");
        for (String id : ids) {
            for (var answer : List.of(
                    as(Surroundings.OPERATOR).get(CANDIDATE, tenant.value(), id),
                    as(Surroundings.OPERATOR).delete(CANDIDATE, tenant.value(), id),
                    as(Surroundings.OPERATOR).put(OBJECTION, tenant.value(), id))) {
                answer.then()
                        .statusCode(400)
                        .contentType("application/problem+json")
                        .body("type", startsWith("/problems/bad-"));
            }
        }
        assertThat(rows.values("details", "audit_entry"))
                .noneMatch(entry -> ids.stream().anyMatch(id -> entry.contains('"' + id + '"')));
    }

    private ValidatableResponse access(long candidate, String languages) {
        return as(Surroundings.OPERATOR)
                .header("Accept-Language", languages)
                .get(CANDIDATE, tenant.value(), candidate)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse scores(String query) {
        return as(Surroundings.VIEWER)
                .get("/api/tenants/{t}/scores" + query, tenant.value())
                .then();
    }

    private ValidatableResponse listed(String query) {
        return as(Surroundings.OPERATOR)
                .get("/api/tenants/{t}/objections" + query, tenant.value())
                .then()
                .statusCode(200);
    }

    private ValidatableResponse audit() {
        return as(Surroundings.VIEWER)
                .get("/api/tenants/{t}/audit", tenant.value())
                .then()
                .statusCode(200);
    }
}
