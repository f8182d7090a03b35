package com.rocketmat.decision.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.SealedFeatures;
import com.rocketmat.decision.Subject;
import com.rocketmat.decision.seal.KeptFeatures.Decided;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.BusyModels;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Models;
import com.rocketmat.model.reasons.ReferenceRow;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.secrecy.SecretScan;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.vault.Transit;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions with sealed values: scored, recorded, and replayed by the API. */
@QuarkusTest
class ReplayQuarkusTest {

    private static final String TREES = "lightgbm_binary";
    private static final long JOB = 3;
    private static final FeatureValue ONE = new FeatureValue.Numeric(1);
    private static final FeatureValue TWO = new FeatureValue.Numeric(2);
    private static final String TITLE = "Keeper of the \"North\" Light in Žižkov";

    VaultStandIn vault;
    SandboxDatabase database;

    @Inject
    Decisions decisions;

    @Inject
    SealedFeatures sealed;

    @Inject
    SealedDecisions sealedDecisions;

    @Inject
    FeatureSeals seals;

    @Inject
    DataKeys keys;

    @Inject
    KeptFeatures kept;

    @Inject
    DataKeyStore store;

    @Inject
    Transit transit;

    @Inject
    Models models;

    @Inject
    MeterRegistry metrics;

    private final TenantId tenant = new TenantId("replay-" + UUID.randomUUID());
    private Operator operator;

    /** It has no organisation in Greenhouse, so only the test records decisions. */
    @BeforeEach
    void aTenantThatKeepsFeatures() {
        operator = Surroundings.api();
        WrittenSecret.known(
                vault,
                operator,
                tenant.value(),
                Map.of(
                        "harvest_client_id",
                        tenant.value(),
                        "harvest_client_secret",
                        "some",
                        "schedule",
                        "0 3 1 1 *",
                        "decisions",
                        "features"));
    }

    /** Ends the backoff. */
    @AfterEach
    void vaultAnswersAgain() {
        vault.setAway(false);
        TenantId any = new TenantId(tenant + "-any");
        keys.keyToOpen(any, store.add(any, transit.newDataKey("rocketmat")).id());
    }

    @Test
    void aReplayedScoreIsBitwiseEqual() {
        String version = upload();
        List<Map<String, FeatureValue>> rows = rows();
        List<ScoredRow> scored = record(version, rows);

        for (int row = 0; row < rows.size(); row++) {
            Replay replay = replay(row + 1).statusCode(200).extract().as(Replay.class);
            assertThat(replay.same()).isTrue();
            assertThat(replay.recorded().raw()).isEqualTo(scored.get(row).raw());
            assertThat(replay.replayed().raw()).isEqualTo(scored.get(row).raw());
            assertThat(replay.recorded().value())
                    .isEqualByComparingTo(scored.get(row).value());
        }
    }

    @Test
    void aReplayThatDiffersIsReported() {
        uploadAndRecord(1);
        bypassTriggers("update decision set raw = raw + 1e-9 where tenant_id = ?");

        replay(1).statusCode(200).body("same", equalTo(false)).body("replayed.raw", notNullValue());
    }

    @Test
    void aRetiredVersionIsReplayedAndAQuarantinedOneIsNot() {
        uploadAndRecord(1);
        update("update model_version set state = 'RETIRED' where tenant_id = ?");
        replay(1).statusCode(200).body("same", equalTo(true));

        update("update model_version set state = 'QUARANTINED', quarantine = 'too slow' where tenant_id = ?");
        refused(409, "decision-version")
                .body("detail", equalTo("the model is quarantined: too slow"))
                .body("remedy", containsString("activate"));
    }

    @Test
    void aDeletedVersionIsNamed() {
        String version = uploadAndRecord(1);
        update("delete from model_version where tenant_id = ?");

        refused(409, "decision-version")
                .body("detail", equalTo("The model version " + version + " is no longer stored"))
                .body("remedy", containsString("upload the same file"));
    }

    @Test
    void aVersionThatCannotBeLoadedNowIsNotReportedAsDeleted() {
        uploadAndRecord(1);

        assertThatThrownBy(() -> new Replays(sealedDecisions, seals, BusyModels.create()).of(tenant, 1))
                .isInstanceOfSatisfying(
                        HttpProblem.class,
                        problem -> assertThat(problem.getStatusCode()).isEqualTo(503));
    }

    @Test
    void aDecisionWithoutValuesIsNotReplayed() {
        String version = upload();
        record(fact(1, version, Fact.Basis.UNKNOWN));

        refused(409, "decision-unsealed").body("remedy", containsString("decisions to features"));
        refused(2, 404, "decision-unknown");
        replay(0).statusCode(400).body("field", equalTo("decision"));
    }

    @Test
    void erasedValuesCannotBeOpenedAndTheChainStaysIntact() {
        uploadAndRecord(2);
        operator.delete("/api/tenants/" + tenant + "/candidates/70").then().statusCode(204);

        refused(409, "decision-erased").body("remedy", containsString("cannot be opened again"));
        replay(2).statusCode(200).body("same", equalTo(true));
        operator.get("/api/tenants/" + tenant + "/decisions/verify")
                .then()
                .body("ok", equalTo(true))
                .body("rows", equalTo(3));
    }

    @Test
    void theReportForTheCandidateHasTheKeptValues() {
        String version = upload();
        List<Map<String, FeatureValue>> rows = rows().subList(0, 2);
        record(version, rows);

        Map<String, Object> shown = access().statusCode(200)
                .body("features.decision", contains(1))
                .extract()
                .path("features[0].values");
        assertThat(shown).containsOnlyKeys(rows.getFirst().keySet());
        rows.getFirst().forEach((feature, value) -> {
            switch (value) {
                case FeatureValue.Numeric(double number) ->
                    assertThat(((Number) shown.get(feature)).doubleValue())
                            .as(feature)
                            .isCloseTo(number, Percentage.withPercentage(0.001));
                case FeatureValue.Identifier(long id) ->
                    assertThat(((Number) shown.get(feature)).longValue()).isEqualTo(id);
                case FeatureValue.Text(String text) -> assertThat(shown).containsEntry(feature, text);
                case FeatureValue.Missing() -> assertThat(shown.get(feature)).isNull();
            }
        });

        vault.setAway(true);
        restartReplica();
        access().statusCode(503).body("type", equalTo("/problems/vault-key-away"));
        vault.setAway(false);

        operator.delete("/api/tenants/" + tenant + "/candidates/70").then().statusCode(204);
        access().statusCode(200).body("features", empty());
    }

    @Test
    void aTrainingUsesTheFirstValuesBeforeTheDecision() {
        String version = upload();
        List<Map<String, FeatureValue>> rows = rows();
        record(version, rows.subList(0, 2));
        record(version, rows.subList(2, 3));

        assertThat(kept.before(tenant, Map.of(1L, now(), 2L, now())))
                .isEqualTo(Map.of(1L, rows.get(0), 2L, rows.get(1)));
        assertThat(kept.before(tenant, Map.of(1L, now(), 2L, new Decided(JOB, Instant.EPOCH), 3L, now())))
                .isEqualTo(Map.of(1L, rows.get(0)));
    }

    @Test
    void valuesOfActiveAndShadowVersionAreMergedAndRescoringsIgnored() {
        assertThat(sealed.prepare(tenant)).isTrue();
        // like a slice: the score of the active version, then that of the shadow
        record(
                fact(1, "active", JOB, Map.of("a", ONE, "x", ONE)),
                fact(1, "shadow", JOB, Map.of("a", ONE, "y", ONE)),
                fact(1, "active", JOB, Map.of("a", TWO, "x", TWO)),
                fact(1, "shadow", JOB, Map.of("a", TWO, "y", TWO)));
        bypassTriggers("update decision set at = at - interval '1 hour' where tenant_id = ?");
        record(fact(1, "new", JOB, Map.of("a", TWO, "z", TWO)));

        assertThat(kept.before(tenant, Map.of(1L, now()))).isEqualTo(Map.of(1L, Map.of("a", ONE, "x", ONE, "y", ONE)));
    }

    /** It was decided for the other job, whose fields the first score did not have. */
    @Test
    void aMovedApplicationHasTheValuesOfTheDecidedJob() {
        assertThat(sealed.prepare(tenant)).isTrue();
        record(fact(1, "active", JOB, Map.of("a", ONE)), fact(2, "active", JOB, Map.of("a", ONE)));
        bypassTriggers("update decision set at = at - interval '1 hour' where tenant_id = ?");
        record(fact(1, "active", JOB + 1, Map.of("a", TWO)));
        Decided there = new Decided(JOB + 1, Instant.now());

        assertThat(kept.before(tenant, Map.of(1L, there, 2L, there))).isEqualTo(Map.of(1L, Map.of("a", TWO)));
        assertThat(kept.before(tenant, Map.of(1L, now(), 2L, now())))
                .isEqualTo(Map.of(1L, Map.of("a", ONE), 2L, Map.of("a", ONE)));
    }

    private static Decided now() {
        return new Decided(JOB, Instant.now());
    }

    private ValidatableResponse access() {
        return operator.get("/api/tenants/" + tenant + "/candidates/70").then();
    }

    @Test
    void valuesOfAnotherRowCannotBeOpened() {
        uploadAndRecord(2);
        bypassTriggers(
                "update decision d set features = (select features from decision o where o.tenant_id = d.tenant_id and o.number = 2)"
                        + " where tenant_id = ? and number = 1");

        refused(409, "decision-sealed").body("remedy", containsString("verify the log"));
    }

    @Test
    void withoutVaultARunningReplicaReplaysAndANewOneAnswers503() {
        uploadAndRecord(1);
        vault.setAway(true);
        replay(1).statusCode(200).body("same", equalTo(true));

        restartReplica();
        refused(503, "vault-key-away").header("Retry-After", "60").body("detail", containsString("503"));
        vault.setAway(false);
        replay(1).statusCode(200).body("same", equalTo(true));
    }

    @Test
    void aKeyThatVaultRefusesHasARemedy() {
        uploadAndRecord(1);
        restartReplica();
        update("update tenant_data_key set wrapped = 'vault:v1:AAAA' where tenant_id = ?");

        refused(409, "vault-key")
                .body("detail", equalTo("Vault answered 400 for decrypt/rocketmat"))
                .body("remedy", containsString("role.sh"));
    }

    @Test
    void withoutKeyScoresAreRecordedWithoutValuesAndCounted() {
        String version = upload();
        double before = metrics.counter(FeatureSeals.UNSEALED).count();
        vault.setAway(true);
        record(version, rows().subList(0, 3));

        assertThat(column("select count(*) from decision where features is null and raw is not null and tenant_id = ?"))
                .isEqualTo("3");
        assertThat(metrics.counter(FeatureSeals.UNSEALED).count() - before).isEqualTo(3);
        vault.setAway(false);
        refused(409, "decision-unsealed");
    }

    @Test
    void noTableHasAValueInPlainText() {
        String version = upload();
        Map<String, FeatureValue> row = new LinkedHashMap<>(rows().getFirst());
        row.put("candidate.title", new FeatureValue.Text(TITLE));
        row.put("candidate.experience_years", new FeatureValue.Numeric(12.345678912));
        record(version, List.of(row));

        assertThat(column("select octet_length(features) from decision where tenant_id = ?"))
                .isNotNull();
        SecretScan scan = new SecretScan().hide(TITLE).hide("12.345678912").hide(hex(12.345678912));
        assertThat(scan.leaks(Shown.database(database.dataSource()))).isEmpty();
    }

    private static String hex(double number) {
        return Long.toHexString(Double.doubleToRawLongBits(number));
    }

    /** Forgets the key, like a new replica. */
    private void restartReplica() {
        keys.on(new TenantChange.Stopped(tenant));
    }

    private String upload() {
        return operator.upload(tenant.value(), Operator.resource(TREES + ".onnx"), Operator.text(TREES + ".json"))
                .then()
                .statusCode(201)
                .extract()
                .path("version");
    }

    private static List<Map<String, FeatureValue>> rows() {
        return Fixture.rows(Fixture.cases(TREES));
    }

    private String uploadAndRecord(int rows) {
        String version = upload();
        record(version, rows().subList(0, rows));
        return version;
    }

    /** Like a slice, which scores the rows outside the transaction that records them. */
    private List<ScoredRow> record(String version, List<Map<String, FeatureValue>> rows) {
        String file = models.require(tenant, version).fileSha256;
        ActiveModel model = new ActiveModel(version, Fixture.manifest(TREES), file, new ReferenceRow(Map.of()), 1, 0);
        boolean kept = sealed.prepare(tenant);
        assertThat(kept).isTrue();
        List<ScoredRow> scored = models.score(tenant, model, rows, kept);
        record(IntStream.range(0, rows.size())
                .mapToObj(row -> fact(
                        new Subject(70L + row, 1L + row),
                        version,
                        scored.get(row).value(),
                        new Fact.Basis(JOB, scored.get(row).raw(), rows.get(row))))
                .toArray(Fact[]::new));
        return scored;
    }

    private void record(Fact... facts) {
        QuarkusTransaction.requiringNew().run(() -> decisions.record(tenant, List.of(facts)));
    }

    private static Fact fact(long application, String version, long job, Map<String, FeatureValue> features) {
        return fact(application, version, new Fact.Basis(job, 0.5, features));
    }

    private static Fact fact(long application, String version, Fact.Basis basis) {
        return fact(new Subject(70L, application), version, BigDecimal.ONE, basis);
    }

    private static Fact fact(Subject subject, String version, BigDecimal value, Fact.Basis basis) {
        return new Fact(DecisionKind.SCORED, subject, version, value, null, DecisionMode.LIVE, null, basis);
    }

    private ValidatableResponse replay(long number) {
        return operator.post("/api/tenants/" + tenant + "/decisions/" + number + "/replay")
                .then();
    }

    private ValidatableResponse refused(int status, String type) {
        return refused(1, status, type);
    }

    private ValidatableResponse refused(long number, int status, String type) {
        return replay(number)
                .statusCode(status)
                .body("type", equalTo("/problems/" + type))
                .body("remedy", notNullValue());
    }

    private String column(String sql) {
        return database.column(sql.replace("?", "'" + tenant + "'")).getFirst();
    }

    private void update(String sql) {
        assertThat(database.execute(sql.replace("?", "'" + tenant + "'"))).isPositive();
    }

    /** Only a superuser can disable the triggers. */
    private void bypassTriggers(String sql) {
        database.administer("set session_replication_role = replica", sql.replace("?", "'" + tenant + "'"));
    }
}
