package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Reason;
import com.rocketmat.score.Scores;
import com.rocketmat.score.Scores.Waiting;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reasons from the model to the database and the API. */
@QuarkusTest
class ReasonsQuarkusTest extends ByHand {

    private static final String VERSION = "a".repeat(64);
    private static final List<Reason> REASONS = List.of(
            new Reason("candidate.experience_years", new BigDecimal("12.0")),
            new Reason("job.open_days", new BigDecimal("-4.5")));

    @Inject
    Scores scores;

    @Inject
    Models models;

    @BeforeEach
    void aKnownTenant() {
        rig = new RunByHand(Map.of());
    }

    @Test
    void reasonsAreStoredAndShownWithTheScore() {
        record(NewScore.of(7, 70, new BigDecimal("71"), REASONS));

        assertThat(scores.waiting(rig.tenant, Set.of(), 10))
                .extracting(Waiting::reasons)
                .containsExactly(REASONS);
        assertThat(database.column("SELECT reasons FROM score WHERE tenant_id = '" + rig.tenant + "'"))
                .containsExactly("[{\"feature\":\"candidate.experience_years\",\"weight\":12.0},"
                        + "{\"feature\":\"job.open_days\",\"weight\":-4.5}]");
        shown().body("items[0].reasons.feature", contains("candidate.experience_years", "job.open_days"))
                .body("items[0].reasons.weight", contains(12.0f, -4.5f))
                .body("items[0].value", equalTo(71));
    }

    @Test
    void aRefusalReplacesTheReasons() {
        record(NewScore.of(7, 70, new BigDecimal("71"), REASONS));
        record(NewScore.refused(7, 70, "no degree"));

        shown().body("items[0].state", equalTo("REFUSED")).body("items[0].reasons", empty());
    }

    @Test
    void reasonsCompareWithTheReferenceRowOfTheVersion() {
        String version = rig.operator
                .upload(rig.tenant.value(), Operator.resource("aurora.onnx"), Operator.text("aurora.json"))
                .path("version");
        assertThat(database.column("SELECT reference_row FROM model_version WHERE tenant_id = '" + rig.tenant + "'")
                        .getFirst())
                .containsPattern("\"candidate.degree_level\":0[,}]")
                .contains("\"candidate.experience_years\":0.0");

        ScoredRow scored = score(version);

        // calculated by hand, from the coefficients in aurora.onnx
        assertThat(scored.value()).isEqualTo(new BigDecimal("83"));
        assertThat(scored.reasons())
                .containsExactly(
                        new FeatureWeight("candidate.degree_level", new BigDecimal("46.7")),
                        new FeatureWeight("match.title_similarity", new BigDecimal("34.0")),
                        new FeatureWeight("candidate.experience_years", new BigDecimal("17.6")));
    }

    private ScoredRow score(String version) {
        rig.activate(version);
        Map<String, FeatureValue> row = Map.of(
                "candidate.experience_years", new FeatureValue.Numeric(4.5),
                "candidate.degree_level", new FeatureValue.Numeric(3),
                "application.referred", new FeatureValue.Numeric(0),
                "candidate.jobs_count", new FeatureValue.Numeric(2),
                "match.title_similarity", new FeatureValue.Numeric(0.5));
        ActiveModel active = models.active(rig.tenant).orElseThrow();
        return models.score(rig.tenant, active, List.of(row)).getFirst();
    }

    private void record(NewScore score) {
        QuarkusTransaction.requiringNew().run(() -> scores.record(rig.tenant, VERSION, List.of(score), false));
    }

    private ValidatableResponse shown() {
        return rig.operator.get("/api/tenants/" + rig.tenant + "/scores").then().statusCode(200);
    }
}
