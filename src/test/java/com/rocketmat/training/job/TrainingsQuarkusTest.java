package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
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
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.training.fit.FitStep;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingsQuarkusTest {

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
    TrainingRunner runner;

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
    void restoreTheRateWindow() {
        greenhouse.switches().rates.v3Window = Duration.ofSeconds(30);
    }

    @Test
    void aTrainingMakesAShadowWithAReportAndOnlyOneRunsAtATime() {
        String tenant = "trains";
        DecidedHistory history = planted(tenant, 900, Map.of());

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
        AtomicReference<CompletableFuture<Integer>> cancelled = new AtomicReference<>();
        database.whileStuck("model_card", () -> {
            await().until(() -> rows("model_version", tenant) == 1);
            cancelled.set(CompletableFuture.supplyAsync(
                    () -> operator().delete(address(tenant, id)).statusCode()));
            await().until(() -> database.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE 'UPDATE training SET state = ''FAILED''%'")
                    > 0);
        });

        JsonPath done = ended(tenant, id);
        assertThat(cancelled.get().join()).as("while its version is stored").isEqualTo(409);
        assertThat(done.getString("state")).as(done.getString("reason")).isEqualTo("DONE");
        assertThat(done.getString("reason")).contains("No version is active");
        assertThat(done.getInt("report.rows")).isBetween(780, 899);
        assertThat(done.getInt("progress.rowsRead")).isEqualTo(900);
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
    void aTrainingWaitsThroughShortOutagesAndTooFewDecisionsAreRefusedWithTheNumber() {
        String tenant = "trains-never";
        DecidedHistory history = planted(tenant, 60, Map.of("training_label", "stage:Interview"));
        // a model that uses the address of the application
        Surroundings.api().giveModel(tenant, "sklearn_texts");
        Match first = Match.get("/v3/rejection_details").organisation(tenant);
        // a call that fails is repeated once
        greenhouse.faults().on(first).times(2).answer(Fault.serverError());
        greenhouse.faults().on(first).answer(new Fault.RateLimited(1));
        double ended = metrics.counter(TrainingRunner.ENDED, "state", "refused").count();
        whileChangesFail("NEW.tenant_id = '%s' AND NEW.ended_at IS NOT NULL".formatted(tenant), () -> {
            train(tenant, 202);
            await().until(() -> database.count("SELECT last_value FROM outages") > 0);
        });

        JsonPath refused = ended(tenant, get(address(tenant)).extract().path("items[0].id"));

        assertThat(history.positives()).isLessThan(60);
        assertThat(refused.getString("state")).isEqualTo("REFUSED");
        assertThat(refused.getString("reason"))
                .contains("100")
                .containsPattern("^Left out: \\d+ applications? \\(created less than the median time")
                .contains("application.location (the active version uses it, but it contains names or contact data");
        assertThat(refused.getString("label")).isEqualTo("stage:Interview");
        assertThat(refused.getString("version")).isNull();
        await().until(() ->
                metrics.counter(TrainingRunner.ENDED, "state", "refused").count() > ended);
        assertThat(greenhouse.calls().of(tenant).stream()
                        .filter(call -> call.path().equals("/v3/rejection_details"))
                        .limit(3)
                        .map(Call::status))
                .containsExactly(500, 500, 429);
        assertThat(database.count("SELECT attempt + crashes FROM training WHERE tenant_id = '%s'".formatted(tenant)))
                .as("one attempt, no crash")
                .isEqualTo(1);
    }

    @Test
    void aTrainingThatReadsStopsForAPauseANewSecretACancellationAndAPurge() {
        String tenant = "trains-slowly";
        Organisation organisation = greenhouse.organisation(tenant);
        DecidedHistory.plant(organisation, 400, UNTIL);
        // some rows, and then none until the rate window ends; the service takes a window under 5 s for one of 30 s
        organisation.rateLimit(44);
        greenhouse.switches().rates.v3Window = Duration.ofSeconds(5);
        configure(tenant, Map.of());
        String id = train(tenant, 202).extract().path("id");
        await().until(() -> get(address(tenant, id)).extract().<Integer>path("progress.rowsRead") > 0);

        operator().post("/api/tenants/{t}/pause", tenant).then().statusCode(200);
        awaitTraining(tenant, id, "READING", "progress.phase", equalTo("paused"));
        long calls = calls(tenant);
        // longer than the rate window, within which it makes no calls anyway
        await().during(Duration.ofMillis(5_500)).until(() -> calls(tenant) == calls);
        operator().post("/api/tenants/{t}/resume", tenant).then().statusCode(200);
        await().until(() -> calls(tenant) > calls);

        configure(tenant, Map.of("training_label", "stage:Interview"));
        awaitTraining(tenant, id, "QUEUED", "reason", containsString("secret was changed"));
        // instead of after its backoff of a minute
        database.execute(
                "UPDATE training_task SET execution_time = now() WHERE task_instance = '%s'".formatted(tenant));
        awaitTraining(tenant, id, "READING", "label", equalTo("stage:Interview"));

        operator()
                .delete(address(tenant, id))
                .then()
                .statusCode(200)
                .body("state", equalTo("FAILED"))
                .body("reason", equalTo("cancelled by operator"));
        // the worker of the cancelled training is free
        String next = train(tenant, 202).extract().path("id");
        awaitTraining(tenant, next, "READING", "reason", nullValue());

        database.execute(
                "UPDATE training SET started_at = now() - interval '25 hours' WHERE ended_at IS NULL AND tenant_id = '%s'"
                        .formatted(tenant));
        configure(tenant, Map.of());
        awaitTraining(
                tenant, next, "FAILED", "reason", containsString("more than a day ago; ask for another training"));
        String last = train(tenant, 202).extract().path("id");
        awaitTraining(tenant, last, "READING", "reason", nullValue());

        WrittenSecret.delete(vault, tenant);
        await().untilAsserted(() ->
                operator().delete("/api/tenants/{t}", tenant).then().statusCode(204));
        await().during(Duration.ofSeconds(2))
                .until(() ->
                        rows("training", tenant) + rows("harvest_budget", tenant) + rows("model_version", tenant) == 0);
    }

    @Test
    void aFailingTrainingMayRetryForADayFromItsFirstStart() {
        TenantId tenant = new TenantId("trains-after-days");
        pickedByAnotherReplica(tenant);
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
    void aTrainingOfAPausedTenantNeedsNoWorkerUntilTheTenantIsResumed() {
        TenantId tenant = new TenantId("trains-after-the-pause");
        planted(tenant.value(), 60, Map.of());
        operator().post("/api/tenants/{t}/pause", tenant.value()).then().statusCode(200);
        String id = train(tenant.value(), 202)
                .body("label", equalTo("hired"))
                .extract()
                .path("id");
        await().until(() -> !trainings.unscheduled().contains(tenant));
        // trainings of other tests may be ending
        await().until(() -> trainings.queue().equals(new Queue(0, 0)));

        pickedByAnotherReplica(tenant);
        Attempt attempt = trainings.start(tenant, "hired").orElseThrow();
        assertThat(trainings.queue())
                .as("a training that is paused while it runs")
                .isEqualTo(new Queue(0, 1));
        trainings.requeue(tenant, attempt, "drained");
        database.execute("UPDATE training SET requested_at = now() - interval '1 hour' WHERE tenant_id = '%s'"
                .formatted(tenant));
        get(address(tenant.value(), id)).body("reason", equalTo("drained; it waits while the tenant is PAUSED"));

        configure(tenant.value(), Map.of("training_label", "stage:Interview"));
        operator().post("/api/tenants/{t}/resume", tenant.value()).then().statusCode(200);
        assertThat(ended(tenant.value(), id).getString("label")).isEqualTo("stage:Interview");
    }

    @Test
    void aTrainingLeavesATenantWhoseNewestSecretOnlyAnotherReplicaHasRead() throws Exception {
        TenantId tenant = new TenantId("trains-behind");
        planted(tenant.value(), 60, Map.of());
        pickedByAnotherReplica(tenant);
        trainings.add(tenant, "stage:Offer", List.of(), "ana");
        CountDownLatch draining = new CountDownLatch(1);
        onlyAnotherReplicaReadsANewSecret(tenant);

        assertThat(runner.run(tenant, draining)).isPresent();
        assertThat(trainings.page(tenant, Long.MAX_VALUE, 1).getFirst().label())
                .as("it has not started with the older label")
                .isEqualTo("stage:Offer");
        Attempt attempt = trainings.start(tenant, "stage:Offer").orElseThrow();
        TrainingWatch watch = new TrainingWatch(
                trainings, states, registry, attempt, registry.settings(tenant).orElseThrow(), draining);
        watch.advance(new Progress(TrainingState.READING, 0, "reading", null));
        assertThat(progress(tenant).phase()).isEqualTo("waiting for the tenant's newest secret");
        goesOnAfterAnEqualVersion(tenant, watch::awaitPermission);

        onlyAnotherReplicaReadsANewSecret(tenant);
        watch.advance(new FitStep("fitting", 0));
        watch.examine();
        goesOnAfterAnEqualVersion(tenant, watch::awaitNewestSecret);
        draining.countDown();
        assertThatNoException().as("a model that is ready is stored").isThrownBy(watch::awaitNewestSecret);

        trainings.requeue(tenant, attempt, "drained");
        database.execute(
                "UPDATE training SET requested_at = now() - interval '1 hour' WHERE tenant_id = '" + tenant + "'");
        // trainings of other tests may be ending
        await().untilAsserted(
                        () -> get(address(tenant.value(), String.valueOf(attempt.id())))
                                .body(
                                        "reason",
                                        startsWith(
                                                "drained; it rests for a minute or waits for a trainer; if it does not start within two minutes, set")));
        trainings.cancel(tenant, attempt.id(), "cancelled by ana");
    }

    /** The check of its model may take minutes. */
    @Test
    void aVersionIsNotStoredIfOnlyAnotherReplicaReadANewSecretDuringItsCheck() {
        String tenant = "trains-during-a-change";
        planted(tenant, 900, Map.of());
        database.administer(
                "CREATE FUNCTION another_reads() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
                        + " UPDATE tenant SET secret_version = secret_version + 1 WHERE tenant_id = NEW.tenant_id; RETURN NULL; END $$",
                """
                CREATE TRIGGER another_reads AFTER UPDATE ON training FOR EACH ROW
                WHEN (NEW.tenant_id = '%s' AND NEW.state = 'EXAMINING' AND OLD.state <> 'EXAMINING')
                EXECUTE FUNCTION another_reads()""".formatted(tenant));
        try {
            String id = train(tenant, 202).extract().path("id");
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> get(address(tenant, id))
                            .body("state", equalTo("EXAMINING"))
                            .body("progress.phase", equalTo("waiting for the tenant's newest secret")));
            assertThat(rows("model_version", tenant)).isZero();
            operator().delete(address(tenant, id)).then().statusCode(200);
        } finally {
            database.administer("DROP TRIGGER another_reads ON training", "DROP FUNCTION another_reads");
        }
    }

    private void onlyAnotherReplicaReadsANewSecret(TenantId tenant) {
        database.execute("UPDATE tenant SET secret_version = secret_version + 1 WHERE tenant_id = '" + tenant + "'");
    }

    private void goesOnAfterAnEqualVersion(TenantId tenant, Runnable wait) throws Exception {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(wait);
        await().during(Duration.ofMillis(1_500)).until(() -> !waiting.isDone());
        configure(tenant.value(), Map.of());
        waiting.get(30, TimeUnit.SECONDS);
    }

    @Test
    void nothingIsLearnedFromCandidatesWhoOptedOutObjectedOrWereErased() {
        String tenant = "trains-without-three";
        Organisation organisation = fast(tenant);
        DecidedHistory.plant(organisation, 60, UNTIL);
        organisation.addCandidateField(OPT_OUT_FIELD, "no_scores", "yes_no");
        List<Long> candidates = organisation.rows("candidates").stream()
                .map(row -> row.path("id").longValue())
                .toList();
        organisation.change(
                "candidates",
                candidates.get(2),
                row -> row.withObject("/custom_fields/no_scores")
                        .put("name", "No scores")
                        .put("type", "yes_no")
                        .put("value", true));
        configure(tenant, Map.of("opt_out_field", "no_scores"));
        String candidate = "/api/tenants/{t}/candidates/{c}";
        operator()
                .put(candidate + "/objection", tenant, candidates.get(0))
                .then()
                .statusCode(oneOf(200, 201, 204));
        operator().delete(candidate, tenant, candidates.get(1)).then().statusCode(204);

        String reason = trained(tenant).getString("reason");

        assertThat(reason)
                .contains("3 applications (the candidate objects to being scored, or was erased)")
                .contains("a training needs at least 100 of each");
        assertThat(Pattern.compile("(\\d+) (application|positive|negative)")
                        .matcher(reason)
                        .results()
                        .mapToInt(count -> Integer.parseInt(count.group(1)))
                        .sum())
                .as("learned from, or left out: %s", reason)
                .isEqualTo(60);
    }

    @Test
    void valuesKeptWithScoresArePreferredToTodaysValues() {
        String name = "trains-on-kept-values";
        keepsValues(name);

        JsonPath refused = trained(name);

        assertThat(refused.getString("reason")).contains("candidate.title alone predicts the outcome");
    }

    @Test
    void aTrainingFailsIfVaultRefusesTheKeyOfKeptValues() {
        String name = "trains-on-refused-values";
        keepsValues(name);
        String change = "UPDATE tenant_data_key SET %s WHERE tenant_id = '%s'";
        database.execute(
                change.formatted("tenant_id = 'no-tenant', wrapped = 'vault:v1:" + "A".repeat(80) + "'", name));
        // this replica then keeps another key in memory
        sealed.prepare(new TenantId(name));
        database.execute(
                "DELETE FROM tenant_data_key WHERE tenant_id = '%s'".formatted(name),
                change.formatted("tenant_id = '" + name + "'", "no-tenant"));

        JsonPath failed = trained(name);

        assertThat(failed.getString("state")).isEqualTo("FAILED");
        assertThat(failed.getString("reason"))
                .startsWith("Cannot decrypt the kept feature values: Vault answered 400")
                .contains("check rocketmat.privacy.transit-key");
    }

    private void keepsValues(String name) {
        TenantId tenant = new TenantId(name);
        Organisation organisation = fast(name);
        DecidedHistory.plant(organisation, 300, UNTIL);
        configure(name, Map.of("decisions", "features"));
        assertThat(sealed.prepare(tenant)).isTrue();
        List<Fact> scores = organisation.rows("applications").stream()
                .map(row -> scored(
                        row, new FeatureValue.Text(row.path("status").asText().equals("hired") ? "Blue" : "Red")))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> decisions.record(tenant, scores));
        database.administer(
                "SET session_replication_role = replica",
                "UPDATE decision SET at = '2024-01-01' WHERE tenant_id = '%s'".formatted(name));
    }

    @Test
    void aTrainingIsRefusedIfItCannotReadTheObjectionsAndVaultIsNotAskedForAKeyOfNoValues() {
        String tenant = "trains-without-field";
        planted(tenant, 60, Map.of("opt_out_field", "no_scores", "decisions", "features"));

        JsonPath refused = trained(tenant);

        assertThat(refused.getString("state")).isEqualTo("REFUSED");
        assertThat(refused.getString("reason")).startsWith("opt_out_field: ").contains("Yes/No");
        assertThat(rows("tenant_data_key", tenant)).isZero();
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

    /** A refusal names all features that reveal the outcome in an address. */
    @Test
    void aRequestMayNameManyFeaturesOfOtherScripts() {
        String tenant = "trains-without-answers";
        planted(tenant, 60, Map.of());
        String names = IntStream.range(0, 60)
                .mapToObj(number -> "application.answer[%s %d]".formatted("質".repeat(78), number))
                .collect(Collectors.joining(","));

        operator()
                .queryParam("without", names)
                .post(address(tenant))
                .then()
                .statusCode(202)
                .body("without", hasSize(60));
    }

    @Test
    void aTrainingThatWaitsForOthersSaysNothingAboutThem() {
        TenantId runs = new TenantId("trains-first");
        TenantId waits = new TenantId("trains-second");
        for (TenantId tenant : List.of(runs, waits)) {
            planted(tenant.value(), 60, Map.of());
            pickedByAnotherReplica(tenant);
            trainings.add(tenant, "hired", List.of(), "ana");
        }
        Attempt running = trainings.start(runs, "hired").orElseThrow();
        database.execute(
                "UPDATE training SET requested_at = now() - interval '1 hour' WHERE tenant_id = '" + waits + "'");
        TrainingView waiting = trainings.page(waits, Long.MAX_VALUE, 1).getFirst();

        get(address(waits.value(), waiting.id())).body("reason", equalTo("waits for its turn: other trainings run"));

        trainings.cancel(runs, running.id(), "cancelled by ana");
        trainings.cancel(waits, Long.parseLong(waiting.id()), "cancelled by ana");
    }

    @Test
    void theScheduleRequestsOneTrainingForEachOfItsTimes() {
        String tenant = "trains-scheduled";
        fast(tenant);
        configure(tenant, Map.of("training_schedule", "0 * * * *"));
        configure(tenant, Map.of("training_schedule", "* * * * *", "training_label", "stage:Offer"));

        scheduled.tick();
        ended(tenant, get(address(tenant)).extract().path("items[0].id"));
        scheduled.tick();

        get(address(tenant)).body("items.requestedBy", contains("schedule"));
        assertThat(trainings.requestedSince(new TenantId(tenant), Instant.now().minusSeconds(120)))
                .isTrue();
    }

    @Test
    void theScheduleRequestsNothingWhileOnlyAnotherReplicaHasReadANewSecret() {
        TenantId tenant = new TenantId("trains-by-an-old-schedule");
        configure(tenant.value(), Map.of("training_schedule", "* * * * *"));
        onlyAnotherReplicaReadsANewSecret(tenant);
        // the schedule's timer may have requested one before
        Instant since = Instant.now();

        scheduled.tick();

        assertThat(trainings.requestedSince(tenant, since)).isFalse();
    }

    /** A schedule on a replica that does not know of the purge yet would request it. */
    @Test
    void aPurgedTenantGetsNoTraining() {
        assertThat(trainings.add(new TenantId("purged"), "hired", List.of(), "schedule"))
                .isEmpty();
        assertThat(rows("training", "purged")).isZero();
    }

    @Test
    void onlyTheLatestAttemptChangesATraining() {
        TenantId tenant = new TenantId("attempts");
        pickedByAnotherReplica(tenant);
        assertThat(trainings.add(tenant, "hired", List.of(), "ana")).isPresent();
        assertThat(trainings.add(tenant, "hired", List.of(), "ana")).isEmpty();
        Attempt first = trainings.start(tenant, "hired").orElseThrow();
        Attempt second = trainings.start(tenant, "hired").orElseThrow();
        Progress position = new Progress(TrainingState.READING, 50, "reading", 40);

        assertThat(trainings.storeProgress(tenant, first, position)).isFalse();
        assertThat(trainings.ifOwned(tenant, first, () -> true)).isEmpty();
        assertThat(trainings.end(tenant, first, () -> TrainingEnd.Result.failed("too late")))
                .isEmpty();
        TrainingWatch lost = new TrainingWatch(trainings, states, registry, first, null, new CountDownLatch(1));
        GatheredRow row = new GatheredRow(1, 2, 3, UNTIL, UNTIL, true, List.of(), FeatureRow.EMPTY);
        assertThatThrownBy(() -> excluded.among(lost, List.of(row)))
                .as("it would read the objections too early")
                .isInstanceOfSatisfying(
                        Ended.class, ended -> assertThat(ended.end()).isEqualTo(new TrainingEnd.Lost()));
        assertThat(trainings.storeProgress(tenant, second, position)).isTrue();
        assertThat(progress(tenant).percent()).isEqualTo(40);
        assertThat(second.crashes()).as("the replica of the first attempt died").isEqualTo(1);
        trainings.requeue(tenant, second, "drained");
        assertThat(progress(tenant).percent()).isNull();
        assertThat(trainings.start(tenant, "hired").orElseThrow().crashes()).isEqualTo(1);
        assertThat(trainings.cancel(tenant, first.id(), "cancelled by ana")).isTrue();
        assertThat(trainings.cancel(tenant, first.id(), "cancelled by ana")).isFalse();
        assertThat(trainings.start(tenant, "hired")).isEmpty();
    }

    @Test
    void aTrainingFailsAfterThreeCrashesOfItsReplica() {
        String tenant = "trains-and-crashes";
        planted(tenant, 60, Map.of());
        // so that the service does not start it before the third crash
        operator().post("/api/tenants/{t}/pause", tenant).then().statusCode(200);
        TrainingView training =
                trainings.add(new TenantId(tenant), "hired", List.of(), "ana").orElseThrow();
        for (int crashes = 0; crashes < 3; crashes++) {
            // each start counts the one before as a crash, and the service's own is the fourth
            trainings.start(new TenantId(tenant), "hired");
        }
        operator().post("/api/tenants/{t}/resume", tenant).then().statusCode(200);

        JsonPath failed = ended(tenant, training.id());

        assertThat(failed.getString("state")).isEqualTo("FAILED");
        assertThat(failed.getString("reason")).startsWith("its process ended 3 times");
    }

    @Test
    void aTrainingFailsIfItsProcessDoesNotStart() {
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

    private TrainingView.Progress progress(TenantId tenant) {
        return trainings.page(tenant, Long.MAX_VALUE, 1).getFirst().progress();
    }

    /** So that the service does not take the training for orphaned. */
    private void pickedByAnotherReplica(TenantId tenant) {
        KnownTenant.add(tenant);
        database.execute("INSERT INTO training_task"
                + " (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)"
                + " VALUES ('another', '%s', now(), true, 'x', now() + interval '1 hour', 1)".formatted(tenant));
    }

    /** Counts the failures in a sequence, which is not rolled back. */
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

    private DecidedHistory planted(String tenant, int applications, Map<String, String> more) {
        DecidedHistory history = DecidedHistory.plant(fast(tenant), applications, UNTIL);
        configure(tenant, more);
        return history;
    }

    private Organisation fast(String tenant) {
        Organisation organisation = greenhouse.organisation(tenant);
        organisation.rateLimit(10_000);
        return organisation;
    }

    private static void awaitTraining(String tenant, String id, String state, String field, Matcher<?> matcher) {
        await().untilAsserted(() ->
                get(address(tenant, id)).body("state", equalTo(state)).body(field, matcher));
    }

    private JsonPath trained(String tenant) {
        return ended(tenant, train(tenant, 202).extract().path("id"));
    }

    private JsonPath ended(String tenant, String id) {
        return await().atMost(Duration.ofMinutes(2))
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

    private void configure(String tenant, Map<String, String> more) {
        Organisation organisation = greenhouse.organisation(tenant);
        WrittenSecret.known(vault, Surroundings.api(), tenant, organisation.secret(more));
        String label = more.getOrDefault("training_label", "hired");
        await().untilAsserted(() -> assertThat(registry.settings(new TenantId(tenant)))
                .hasValueSatisfying(
                        settings -> assertThat(settings.trainingLabel().text()).isEqualTo(label)));
    }
}
