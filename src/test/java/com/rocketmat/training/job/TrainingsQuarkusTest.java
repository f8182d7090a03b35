package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.SealedFeatures;
import com.rocketmat.decision.Subject;
import com.rocketmat.feature.FeatureRow;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.sandbox.customer.DecidedHistory;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.Trainings.Attempt;
import com.rocketmat.training.job.Trainings.Progress;
import com.rocketmat.training.job.Trainings.Queue;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingsQuarkusTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Instant UNTIL = Instant.parse("2026-11-20T00:00:00Z");
    private static final long OPT_OUT_FIELD = 4_440_000_009L;

    SandboxVault vault;
    GreenhouseSimulator greenhouse;
    SandboxDatabase database;

    @Inject
    Trainings trainings;

    @Inject
    TenantRegistry registry;

    @Inject
    TenantStates states;

    @Inject
    ScheduledTrainings scheduled;

    @Inject
    ExcludedCandidates excluded;

    @Inject
    Decisions decisions;

    @Inject
    SealedFeatures sealed;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void theUsualWindow() {
        greenhouse.switches().rates.v3Window = Duration.ofSeconds(30);
    }

    @Test
    void aTrainingMakesAShadowWithAReportAndOnlyOneRunsAtATime() {
        String tenant = "trains";
        DecidedHistory history = planted(tenant, 1_500, Map.of());

        operator()
                .queryParam("without", "candidate.shoe_size")
                .post(address(tenant))
                .then()
                .statusCode(400)
                .body("type", equalTo("/problems/bad-parameter"))
                .body("field", equalTo("without"))
                .body("remedy", containsString("/api/features"));
        String id = operator()
                .queryParam("without", "candidate.company,application.source_id")
                .post(address(tenant))
                .then()
                .statusCode(202)
                .body("without", contains("candidate.company", "application.source_id"))
                .body("state", equalTo("QUEUED"))
                .body("label", equalTo("hired"))
                .body("requestedBy", equalTo("operator"))
                .body("report", nullValue())
                .extract()
                .path("id");
        train(tenant, 409).body("type", equalTo("/problems/training-open")).body("remedy", containsString("cancel"));

        JsonPath done = done(ended(tenant, id));
        assertThat(done.getInt("report.rows")).isBetween(1_300, 1_499);
        assertThat(done.getInt("progress.rowsRead")).isEqualTo(1_500);
        assertThat(done.getDouble("report.model.auc.value")).isGreaterThan(history.truthAuc() * 0.95);
        assertThat(done.getList("report.leftOut.what")).contains("open applications");
        assertThat(done.<Map<String, String>>getList("report.leftOut"))
                .contains(Map.of("what", "candidate.company", "why", "the request leaves it out"));
        assertThat(done.<String>getList("report.features.feature")).doesNotContain("candidate.company");
        assertThat(trainings.lastExcludedFeatures(new TenantId(tenant)))
                .as("what the schedule leaves out next")
                .containsExactly("candidate.company", "application.source_id");
        assertThat(done.getString("report.settings")).matches("(depth|penalty) .+, by Rocketmat \\d.+");
        String version = done.getString("version");
        get("/api/tenants/" + tenant + "/models/" + version).body("state", equalTo("shadow"));
        get("/api/tenants/" + tenant + "/models/" + version + "/card")
                .body("purpose", containsString("hired"))
                .body("contact", equalTo("operator"))
                .body("metrics", equalTo(done.getString("report.headline")))
                .body("report.model", notNullValue());
        get(address(tenant))
                .body("items[0].id", equalTo(id))
                .body("items[0].state", equalTo("DONE"))
                .body("next", nullValue());
        operator()
                .delete(address(tenant) + "/" + id)
                .then()
                .statusCode(409)
                .body("type", equalTo("/problems/training-ended"));
    }

    @Test
    void tooFewDecisionsAreRefusedWithTheNumber() {
        String tenant = "trains-never";
        DecidedHistory history = planted(tenant, 60, Map.of("training_label", "stage:Interview"));
        // which uses the address of the application
        Surroundings.api().giveModel(tenant, "sklearn_texts");

        JsonPath refused = trained(tenant);

        assertThat(history.positives()).isLessThan(60);
        assertThat(refused.getString("state")).isEqualTo("REFUSED");
        assertThat(refused.getString("reason"))
                .contains("100")
                .containsPattern("^Left out: \\d+ applications? \\(created less than the median time")
                .contains("application.location (the active version uses it, but it contains names or contact data");
        assertThat(refused.getString("label")).isEqualTo("stage:Interview");
        assertThat(refused.getString("version")).isNull();
        await().atMost(LONG)
                .until(() -> metrics.counter(TrainingCounts.ENDED, "state", "refused")
                                .count()
                        > 0);
    }

    @Test
    void aUsedUpWindowAndAShortOutageOfItsFirstCallsAreWaitedFor() {
        String tenant = "trains-in-bad-weather";
        DecidedHistory.plant(fast(tenant), 60, UNTIL);
        Match first = Match.get("/v3/rejection_details").organisation(tenant);
        // a call that fails is repeated once
        greenhouse.faults().on(first).times(2).answer(Fault.serverError());
        greenhouse.faults().on(first).answer(new Fault.RateLimited(1));
        appear(tenant, Map.of());

        JsonPath ended = trained(tenant);

        assertThat(ended.getString("state")).as(ended.getString("reason")).isEqualTo("REFUSED");
        assertThat(greenhouse.calls().of(tenant).stream()
                        .filter(call -> call.path().equals("/v3/rejection_details"))
                        .limit(3)
                        .map(Call::status))
                .containsExactly(500, 500, 429);
    }

    @Test
    void aPauseEndsReadingWithinSecondsAndItGoesOnAfterIt() {
        String tenant = "trains-slowly";
        slow(tenant);
        String id = train(tenant, 202).extract().path("id");
        await().atMost(LONG).until(() -> get(address(tenant, id)).extract().<Integer>path("progress.rowsRead") > 0);

        operator().post("/api/tenants/{t}/pause", tenant).then().statusCode(200);

        // it looks once a second, though not in the middle of a call; the reading takes several windows
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get(address(tenant, id))
                        .body("state", equalTo("READING"))
                        .body("progress.phase", equalTo("paused")));
        long calls = calls(tenant);
        // longer than a window: it rests within one anyway
        await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(10)).until(() -> calls(tenant) == calls);
        greenhouse.organisation(tenant).rateLimit(10_000);
        operator().post("/api/tenants/{t}/resume", tenant).then().statusCode(200);
        await().atMost(LONG).until(() -> calls(tenant) > calls);

        operator()
                .delete(address(tenant, id))
                .then()
                .statusCode(200)
                .body("state", oneOf("FAILED"))
                .body("reason", equalTo("cancelled by operator"));
        // the next one does not wait for the place of the cancelled one
        appear(tenant, Map.of("training_label", "stage:Offer"));
        String next = train(tenant, 202).extract().path("id");
        assertThat(ended(tenant, next).getString("label")).isEqualTo("stage:Offer");
    }

    @Test
    void aChangedSecretHasItBeginAgainAndAPurgeLeavesNothing() {
        String tenant = "trains-once";
        slow(tenant);
        String id = train(tenant, 202).extract().path("id");
        await().atMost(LONG).until(() -> get(address(tenant, id)).extract().<Integer>path("progress.rowsRead") > 0);

        appear(tenant, Map.of("training_label", "stage:Interview"));

        await().atMost(LONG)
                .untilAsserted(() -> get(address(tenant, id))
                        .body("state", equalTo("QUEUED"))
                        .body("reason", containsString("secret was changed")));
        // it rests for a minute
        database.execute(
                "UPDATE training_task SET execution_time = now() WHERE task_instance = '%s'".formatted(tenant));
        await().atMost(LONG)
                .untilAsserted(() -> get(address(tenant, id))
                        .body("state", equalTo("READING"))
                        .body("label", equalTo("stage:Interview")));
        WrittenSecret.delete(vault, tenant);
        await().atMost(LONG)
                .untilAsserted(() ->
                        operator().delete("/api/tenants/{t}", tenant).then().statusCode(204));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        rows("training", tenant) + rows("harvest_budget", tenant) + rows("model_version", tenant) == 0);
    }

    @Test
    void itIsYoungForADayAfterItFirstBeganHoweverLongItWaited() {
        TenantId tenant = new TenantId("trains-after-days");
        workedOn(tenant);
        trainings.add(tenant, "hired", List.of(), "ana");
        String ago = "UPDATE training SET %s = now() - interval '25 hours' WHERE tenant_id = '" + tenant + "'";
        database.execute(ago.formatted("requested_at"));
        trainings.start(tenant, "hired");
        assertThat(trainings.mayRetry(tenant)).isTrue();

        database.execute(ago.formatted("started_at"));
        Attempt again = trainings.start(tenant, "hired").orElseThrow();

        assertThat(trainings.mayRetry(tenant)).isFalse();
        trainings.cancel(tenant, again.id(), "cancelled by ana");
    }

    @Test
    void aTrainingThatWaitedHasTheLabelOfTheSecretThatItBeginsWith() {
        String tenant = "trains-later";
        planted(tenant, 60, Map.of());
        operator().post("/api/tenants/{t}/pause", tenant).then().statusCode(200);
        String id = train(tenant, 202).body("label", equalTo("hired")).extract().path("id");
        appear(tenant, Map.of("training_label", "stage:Interview"));

        operator().post("/api/tenants/{t}/resume", tenant).then().statusCode(200);

        assertThat(ended(tenant, id).getString("label")).isEqualTo("stage:Interview");
    }

    @Test
    void aTrainingThatWaitsForTheEndOfAPauseAsksForNoTrainer() {
        TenantId tenant = new TenantId("trains-after-the-pause");
        fast(tenant.value());
        appear(tenant.value(), Map.of());
        operator().post("/api/tenants/{t}/pause", tenant.value()).then().statusCode(200);
        trainings.add(tenant, "hired", List.of(), "ana");
        // added within five seconds, and then not again
        await().atMost(LONG).until(() -> !trainings.unscheduled().contains(tenant));
        assertThat(trainings.findOpen(tenant)).isPresent();

        // those of other tests may be ending
        await().atMost(LONG).untilAsserted(() -> assertThat(trainings.queue()).isEqualTo(new Queue(0, 0)));

        workedOn(tenant);
        Attempt attempt = trainings.start(tenant, "hired").orElseThrow();
        assertThat(trainings.queue()).as("a short pause takes no trainer away").isEqualTo(new Queue(0, 1));
        trainings.cancel(tenant, attempt.id(), "cancelled by ana");
    }

    @Test
    void nothingIsLearnedFromWhoOptedOutObjectsOrWasErased() {
        String tenant = "trains-without-three";
        Organisation organisation = fast(tenant);
        DecidedHistory.plant(organisation, 500, UNTIL);
        organisation.addCandidateField(OPT_OUT_FIELD, "no_scores", "yes_no");
        organisation.change(
                "candidates",
                organisation.rows("candidates").get(2).path("id").longValue(),
                row -> row.withObject("/custom_fields/no_scores")
                        .put("name", "No scores")
                        .put("type", "yes_no")
                        .put("value", true));
        appear(tenant, Map.of("opt_out_field", "no_scores"));
        String candidate = "/api/tenants/%s/candidates/%d";
        List<ObjectNode> rows = organisation.rows("candidates");
        long objecting = rows.get(0).path("id").longValue();
        long erased = rows.get(1).path("id").longValue();
        operator()
                .put(candidate.formatted(tenant, objecting) + "/objection")
                .then()
                .statusCode(oneOf(200, 201, 204));
        operator().delete(candidate.formatted(tenant, erased)).then().statusCode(204);

        JsonPath done = trained(tenant);

        assertThat(done.<Map<String, String>>getList("report.leftOut"))
                .as(done.getString("reason"))
                .contains(Map.of(
                        "what", "3 applications", "why", "the candidate objects to being scored, or was erased"));
        int leftOut = done.<String>getList("report.leftOut.what").stream()
                .filter(what -> what.matches("\\d+ applications?"))
                .mapToInt(what -> Integer.parseInt(what.replaceAll("\\D", "")))
                .sum();
        assertThat(done.getInt("report.rows") + leftOut).isEqualTo(500);
    }

    @Test
    void theValuesThatWereKeptOfScoresComeFirst() {
        String name = "trains-on-kept-values";
        TenantId tenant = new TenantId(name);
        Organisation organisation = fast(name);
        DecidedHistory.plant(organisation, 300, UNTIL);
        appear(name, Map.of("decisions", "features"));
        assertThat(sealed.prepare(tenant)).isTrue();
        List<Fact> scores = organisation.rows("applications").stream()
                .map(row -> scored(
                        row, new FeatureValue.Text(row.path("status").asText().equals("hired") ? "Blue" : "Red")))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> decisions.record(tenant, scores));
        database.administer(
                "SET session_replication_role = replica",
                "UPDATE decision SET at = '2024-01-01' WHERE tenant_id = '%s'".formatted(name));

        JsonPath refused = trained(name);

        assertThat(refused.getString("reason")).contains("candidate.title alone predicts the outcome");
    }

    private static Fact scored(JsonNode application, FeatureValue title) {
        return new Fact(
                DecisionKind.SCORED,
                new Subject(
                        application.path("candidate_id").longValue(),
                        application.path("id").longValue()),
                "v1",
                BigDecimal.ONE,
                null,
                DecisionMode.LIVE,
                null,
                new Fact.Basis(application.path("job_id").longValue(), 0.5, Map.of("candidate.title", title)));
    }

    @Test
    void whoCancelsWhileTheVersionIsStoredIsToldThatItHasEnded() {
        String tenant = "trains-to-the-end";
        planted(tenant, 500, Map.of());
        String id = train(tenant, 202).extract().path("id");
        AtomicReference<CompletableFuture<Integer>> cancelled = new AtomicReference<>();

        database.whileStuck("model_card", () -> {
            await().atMost(LONG).until(() -> rows("model_version", tenant) == 1);
            cancelled.set(CompletableFuture.supplyAsync(
                    () -> operator().delete(address(tenant, id)).statusCode()));
            await().atMost(LONG)
                    .until(() -> database.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND query LIKE 'UPDATE training SET state = ''FAILED''%'")
                            > 0);
        });

        assertThat(ended(tenant, id).getString("state")).isEqualTo("DONE");
        assertThat(cancelled.get().join()).isEqualTo(409);
    }

    @Test
    void whereNoValuesWereEverKeptVaultIsNotAskedForTheirKey() {
        String tenant = "trains-before-it-scores";
        planted(tenant, 60, Map.of("decisions", "features"));

        assertThat(trained(tenant).getString("state")).isEqualTo("REFUSED");
        assertThat(rows("tenant_data_key", tenant)).isZero();
    }

    @Test
    void aTrainingThatWouldMissObjectionsIsRefused() {
        String tenant = "trains-without-field";
        planted(tenant, 60, Map.of("opt_out_field", "no_scores"));

        JsonPath refused = trained(tenant);

        assertThat(refused.getString("state")).isEqualTo("REFUSED");
        assertThat(refused.getString("reason")).startsWith("opt_out_field: ").contains("Yes/No");
    }

    @Test
    void theScheduleAsksOnceForEachOfItsTimes() {
        String tenant = "trains-scheduled";
        fast(tenant);
        appear(tenant, Map.of("training_schedule", "0 * * * *"));
        appear(tenant, Map.of("training_schedule", "* * * * *", "training_label", "stage:Offer"));

        scheduled.tick();
        ended(tenant, get(address(tenant)).extract().path("items[0].id"));
        scheduled.tick();

        get(address(tenant)).body("items.requestedBy", contains("schedule"));
        assertThat(trainings.requestedSince(new TenantId(tenant), Instant.now().minusSeconds(120)))
                .isTrue();
    }

    @Test
    void onlyTheLatestAttemptMayChangeATraining() {
        TenantId tenant = new TenantId("attempts");
        workedOn(tenant);
        assertThat(trainings.add(tenant, "hired", List.of(), "ana")).isPresent();
        assertThat(trainings.add(tenant, "hired", List.of(), "ana")).isEmpty();
        Attempt first = trainings.start(tenant, "hired").orElseThrow();
        Attempt second = trainings.start(tenant, "hired").orElseThrow();
        Progress position = new Progress(TrainingState.READING, 50, "reading");

        assertThat(trainings.storeProgress(tenant, first, position)).isFalse();
        assertThat(trainings.whileOwned(tenant, first, () -> true)).isEmpty();
        assertThat(trainings.end(tenant, first, () -> TrainingEnd.Result.failed("too late")))
                .isEmpty();
        TrainingWatch lost = new TrainingWatch(trainings, states, registry, first, null, new CountDownLatch(1));
        GatheredRow row = new GatheredRow(1, 2, 3, UNTIL, UNTIL, true, List.of(), FeatureRow.EMPTY);
        assertThatThrownBy(() -> excluded.among(lost, List.of(row)))
                .as("it does not know who objects")
                .isInstanceOfSatisfying(
                        Ended.class, ended -> assertThat(ended.end()).isEqualTo(new TrainingEnd.Lost()));
        assertThat(trainings.storeProgress(tenant, second, position)).isTrue();
        assertThat(second.crashes()).as("the first replica died in the middle").isEqualTo(1);
        trainings.requeue(tenant, second, "drained");
        assertThat(trainings.start(tenant, "hired").orElseThrow().crashes()).isEqualTo(1);
        assertThat(trainings.cancel(tenant, first.id(), "cancelled by ana")).isTrue();
        assertThat(trainings.cancel(tenant, first.id(), "cancelled by ana")).isFalse();
        assertThat(trainings.start(tenant, "hired")).isEmpty();
    }

    @Test
    void theThirdDeathOfItsReplicaIsTheLast() {
        String tenant = "trains-and-dies";
        planted(tenant, 60, Map.of());
        // so that the service leaves it alone until all three are dead
        operator().post("/api/tenants/{t}/pause", tenant).then().statusCode(200);
        TrainingView training =
                trainings.add(new TenantId(tenant), "hired", List.of(), "ana").orElseThrow();
        for (int deaths = 0; deaths < 3; deaths++) {
            // each later start finds the one before dead, and the service's own is the fourth
            trainings.start(new TenantId(tenant), "hired");
        }
        operator().post("/api/tenants/{t}/resume", tenant).then().statusCode(200);

        JsonPath failed = ended(tenant, training.id());

        assertThat(failed.getString("state")).isEqualTo("FAILED");
        assertThat(failed.getString("reason")).startsWith("its process ended 3 times");
    }

    @Test
    void anOutageOfTheDatabaseAtItsEndIsNoDeathOfItsReplica() {
        String tenant = "trains-through-an-outage";
        planted(tenant, 60, Map.of());
        whileChangesFail("NEW.tenant_id = '%s' AND NEW.ended_at IS NOT NULL".formatted(tenant), () -> {
            train(tenant, 202);
            await().atMost(LONG).until(() -> database.count("SELECT last_value FROM outages") > 0);
        });

        String id = get(address(tenant)).extract().path("items[0].id");
        assertThat(ended(tenant, id).getString("state")).isEqualTo("REFUSED");
        assertThat(database.count("SELECT attempt + crashes FROM training WHERE tenant_id = '%s'".formatted(tenant)))
                .as("it was begun once")
                .isEqualTo(1);
    }

    @Test
    void aProcessThatDoesNotStartEndsIt() {
        String tenant = "trains-on-a-busy-machine";
        planted(tenant, 60, Map.of());
        String java = System.setProperty("java.home", "/nowhere");
        try {
            JsonPath failed = trained(tenant);

            assertThat(failed.getString("state")).isEqualTo("FAILED");
            assertThat(failed.getString("reason")).startsWith("The process that trains did not start");
        } finally {
            System.setProperty("java.home", java);
        }
    }

    /** By a replica that lives, so that the service does not find it without one meanwhile. */
    private void workedOn(TenantId tenant) {
        database.execute("INSERT INTO training_task"
                + " (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)"
                + " VALUES ('another', '%s', now(), true, 'x', now() + interval '1 hour', 1)".formatted(tenant));
    }

    /** Counts the failures in a sequence, which no rollback takes back. */
    private void whileChangesFail(String condition, Runnable work) {
        database.administer(
                "CREATE SEQUENCE outages MINVALUE 0",
                """
                CREATE FUNCTION outage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
                    PERFORM nextval('outages');
                    RAISE EXCEPTION 'planted' USING ERRCODE = 'insufficient_resources';
                END $$""",
                "CREATE TRIGGER outage BEFORE UPDATE ON training FOR EACH ROW WHEN (%s) EXECUTE FUNCTION outage()"
                        .formatted(condition));
        try {
            work.run();
        } finally {
            database.administer("DROP TRIGGER outage ON training", "DROP FUNCTION outage", "DROP SEQUENCE outages");
        }
    }

    private void slow(String tenant) {
        Organisation organisation = greenhouse.organisation(tenant);
        DecidedHistory.plant(organisation, 400, UNTIL);
        // the first rows, and then nothing until the window ends; a shorter one would be taken for one of 30 s
        organisation.rateLimit(44);
        greenhouse.switches().rates.v3Window = Duration.ofSeconds(5);
        appear(tenant, Map.of());
    }

    private DecidedHistory planted(String tenant, int applications, Map<String, String> more) {
        DecidedHistory history = DecidedHistory.plant(fast(tenant), applications, UNTIL);
        appear(tenant, more);
        return history;
    }

    private Organisation fast(String tenant) {
        Organisation organisation = greenhouse.organisation(tenant);
        organisation.rateLimit(10_000);
        return organisation;
    }

    private JsonPath trained(String tenant) {
        return ended(tenant, train(tenant, 202).extract().path("id"));
    }

    private static JsonPath done(JsonPath training) {
        assertThat(training.getString("state")).as(training.getString("reason")).isEqualTo("DONE");
        return training;
    }

    private JsonPath ended(String tenant, String id) {
        return await().atMost(LONG)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> get(address(tenant, id)).extract().jsonPath(),
                        training -> List.of("DONE", "REFUSED", "FAILED").contains(training.getString("state")));
    }

    private long calls(String tenant) {
        return greenhouse.calls().of(tenant).stream()
                .filter(call -> call.path().startsWith("/v3"))
                .count();
    }

    private long rows(String table, String tenant) {
        return database.count("select count(*) from %s where tenant_id = '%s'".formatted(table, tenant));
    }

    private static ValidatableResponse train(String tenant, int status) {
        return operator().post(address(tenant)).then().statusCode(status);
    }

    private static ValidatableResponse get(String address) {
        return viewer().get(address).then().statusCode(200);
    }

    private static String address(String tenant) {
        return "/api/tenants/" + tenant + "/trainings";
    }

    private static String address(String tenant, String id) {
        return address(tenant) + "/" + id;
    }

    private static RequestSpecification viewer() {
        return Surroundings.viewer().accept("application/json");
    }

    private static RequestSpecification operator() {
        return Surroundings.operator().accept("application/json");
    }

    private void appear(String tenant, Map<String, String> more) {
        Organisation organisation = greenhouse.organisation(tenant);
        WrittenSecret.known(vault, Surroundings.api(), tenant, organisation.secret(more));
        String label = more.getOrDefault("training_label", "hired");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(registry.settings(new TenantId(tenant)))
                        .hasValueSatisfying(settings ->
                                assertThat(settings.trainingLabel().text()).isEqualTo(label)));
    }
}
