package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.score.ScoresInFields;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** Each value with which a person replaces ours is logged once; our own values never are. */
@QuarkusTest
class OverriddenQuarkusTest extends ByHand {

    private static final String FOUR_DECIMALS = PointsCustomer.MANIFEST.replace("\"decimals\": 2", "\"decimals\": 4");

    @Inject
    ScoresInFields inFields;

    private String version;
    private long application;

    @Test
    void eachValueOfAPersonIsLoggedOnce() {
        scored(Map.of());

        put(IntNode.valueOf(77));
        readAgain();
        readAgain();
        assertThat(overridden()).containsExactly("77 " + version);

        put(IntNode.valueOf(78));
        readAgain();
        put(IntNode.valueOf(77));
        readAgain();
        assertThat(overridden()).containsExactly("77 " + version, "78 " + version, "77 " + version);
        assertThat(rig.scores()).allMatch(row -> row.state().equals("WRITTEN"));
    }

    /** Lists may show the loser for a while, and retention has deleted the application's key. */
    @Test
    void aLateRowDoesNotBringBackTheIdOfAMergedCandidate() {
        scored(Map.of());
        long winner = 7_000_000_001L;
        database.administer(
                "UPDATE score SET candidate_id = %d WHERE tenant_id = '%s'".formatted(winner, rig.tenant),
                "DELETE FROM candidate_key WHERE tenant_id = '%s'".formatted(rig.tenant));

        put(IntNode.valueOf(77));
        readAgain();

        assertThat(database.column(
                        "SELECT candidate_id FROM candidate_key WHERE tenant_id = '%s'".formatted(rig.tenant)))
                .containsExactly(String.valueOf(winner));
        assertThat(overridden()).containsExactly("77 " + version);
        // without its key, the log cannot tell its state at the end
        database.administer("DELETE FROM score WHERE tenant_id = '%s'".formatted(rig.tenant));
    }

    @Test
    void aTextIsLoggedWithoutItsContent() {
        scored(Map.of());

        put(TextNode.valueOf("Ann is a star"));
        readAgain();
        readAgain();

        assertThat(overridden()).containsExactly("null " + version);
    }

    @Test
    void ourOwnValueIsNotLoggedThoughRounded() {
        scored(Map.of());
        readAgain();
        double ours = rig.carried(application);

        put(DecimalNode.valueOf(BigDecimal.valueOf(ours).setScale(1)));
        readAgain();

        assertThat(overridden()).isEmpty();
    }

    @Test
    void aRoundNumberIsAPersonsIfTheFieldHasShownAllDecimals() {
        rig = new RunByHand(Map.of("rescore", "on-new-model"));
        version = rig.upload(Graph.plus(0.8731f), FOUR_DECIMALS);
        rig.activate(version);
        application = rig.customer.apply(0);
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(0.8731);

        put(IntNode.valueOf(1));
        rig.activate(rig.upload(10));
        rig.untilDone();
        readAgain();

        assertThat(rig.carried(application)).isEqualTo(1);
        assertThat(overridden()).containsExactly("1 " + version);
    }

    @Test
    void anEmptiedFieldIsScoredAgainAndNotLogged() {
        scored(Map.of());
        rig.clock.pass(Duration.ofMinutes(11));

        put(NullNode.instance);
        readAgain();

        assertThat(rig.scores()).allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(overridden()).isEmpty();
    }

    /** The PATCH was executed, but its answer was lost. */
    @Test
    void theValueOfAnUnconfirmedWriteIsNotLogged() {
        scored(Map.of("rescore", "on-new-model"));
        String ten = rig.upload(10);
        rig.on(Match.patch("/v3")).times(1).answer(new Fault.ApplyThenDrop());
        rig.activate(ten);
        for (int slice = 0; slice < 6; slice++) {
            rig.slice();
            rig.want(application);
            rig.clock.pass(Duration.ofMinutes(1));
        }
        rig.greenhouse.faults().clear();
        rig.untilDone();

        assertThat(overridden()).isEmpty();
    }

    @Test
    void aValueThatEqualsAShadowsScoreIsAPersons() {
        scored(Map.of());
        String shadow = rig.upload(10);
        rig.shadow(shadow);
        application = rig.customer.apply(1);
        rig.run();

        put(IntNode.valueOf(11));
        readAgain();

        assertThat(overridden()).containsExactly("11 " + version);
        assertThat(inFields.share(rig.tenant, version)).isEqualTo(new ScoresInFields.Share(1, 2));
        assertThat(inFields.share(rig.tenant, shadow)).isEqualTo(new ScoresInFields.Share(0, 0));
    }

    @Test
    void rescoringLogsAPersonsValueOnce() {
        scored(Map.of("rescore", "on-new-model"));
        put(IntNode.valueOf(77));
        readAgain();

        rig.activate(rig.upload(10));
        rig.untilDone();
        readAgain();

        assertThat(overridden()).containsExactly("77 " + version);
        assertThat(rig.carried(application)).isEqualTo(77);
        assertThat(rig.scores(version)).allMatch(row -> row.state().equals("WRITTEN"));
    }

    /** Lists may show the doctor's trial write for a while after it is undone. */
    @Test
    void theDoctorsValueIsNotLoggedWhileListsMayShowIt() throws Exception {
        scored(Map.of("rescore", "on-new-model"));
        double ours = rig.carried(application);
        put(IntNode.valueOf(77));
        for (String end : List.of("NULL", "'2100-01-01'")) {
            examined(end);
            readAgain();
        }
        assertThat(overridden()).isEmpty();

        rig.activate(rig.upload(10));
        // undone before the new score is written
        rig.before(Match.get("/v3/jobs"), () -> put(DoubleNode.valueOf(ours)));
        rig.untilDone();
        assertThat(rig.carried(application)).isEqualTo(ours + 9);
        assertThat(overridden()).isEmpty();

        put(IntNode.valueOf(77));
        examined("'2020-01-01'");
        readAgain();
        assertThat(overridden()).hasSize(1);
    }

    private void examined(String end) {
        database.administer(
                "UPDATE write_proof SET examined_application_id = %d, examined_until = %s WHERE tenant_id = '%s'"
                        .formatted(application, end, rig.tenant));
    }

    enum Way {
        WINDOW,
        IDS
    }

    /** An erasure locks the key first and then the head of the log: the opposite order would be a deadlock. */
    @ParameterizedTest
    @EnumSource
    void aSliceThatWaitsForAnErasureDoesNotLockTheLog(Way way) throws Exception {
        scored(Map.of("rescore", "on-new-model"));
        rig.customer.apply(2);
        rig.run();
        put(IntNode.valueOf(77));
        switch (way) {
            case WINDOW -> {
                // a sweep
                rig.clock.pass(Duration.ofHours(25));
                rig.request();
            }
            case IDS -> rig.want(application);
        }
        Match lastCall = Match.get("/v3/applications");

        try (ExecutorService slices = Executors.newSingleThreadExecutor();
                Connection connection = database.dataSource().getConnection();
                Statement erasure = connection.createStatement()) {
            connection.setAutoCommit(false);
            rig.before(lastCall, () -> lock(erasure, "digest_key", "FOR NO KEY UPDATE"));
            Future<?> slice = slices.submit(rig::untilDone);
            int process = connection.unwrap(PGConnection.class).getBackendPID();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> database.count(
                                    "SELECT count(*) FROM pg_stat_activity WHERE %d = ANY (pg_blocking_pids(pid))"
                                            .formatted(process))
                            == 1);
            lock(erasure, "decision_head", "FOR UPDATE NOWAIT");
            connection.rollback();
            slice.get();
        }

        assertThat(overridden()).containsExactly("77 " + version);
    }

    private void lock(Statement statement, String table, String how) {
        try {
            assertThat(statement.execute(
                            "SELECT 1 FROM %s WHERE tenant_id = '%s' %s".formatted(table, rig.tenant, how)))
                    .isTrue();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void scored(Map<String, String> settings) {
        rig = new RunByHand(settings);
        version = rig.upload(1);
        rig.activate(version);
        application = rig.customer.apply(1);
        rig.untilDone();
        assertThat(rig.row(application).state()).isEqualTo("WRITTEN");
    }

    private void put(JsonNode value) {
        rig.customer.organisation().setCustomField(application, PointsCustomer.SCORE_FIELD, value);
    }

    private void readAgain() {
        rig.run(application);
    }

    private List<String> overridden() {
        List<Map<String, Object>> rows = rig.operator
                .get("/api/tenants/" + rig.tenant + "/decisions?kind=OVERRIDDEN&application=" + application)
                .path("items");
        return rows.stream()
                .map(row -> row.get("value") + " " + row.get("version"))
                .toList();
    }
}
