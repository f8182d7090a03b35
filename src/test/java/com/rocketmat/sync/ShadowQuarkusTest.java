package com.rocketmat.sync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.UncheckedModel;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.tenant.state.TenantState;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shadow versions: their scores, what happens to them, and what their failures cost. */
@QuarkusTest
class ShadowQuarkusTest extends ByHand {

    @Inject
    MeterRegistry metrics;

    private String active;
    private double failedBefore;

    @BeforeEach
    void aTenantWithAnActiveModel() {
        rig = new RunByHand(Map.of());
        active = rig.upload(Graph.identity(), PointsCustomer.MANIFEST);
        rig.activate(active);
        failedBefore = failed();
    }

    @Test
    void aShadowScoresTheSameApplicationsAndIsComparedWithTheActiveVersion() {
        String shadow = rig.upload(10);
        comparison(active).statusCode(409).body("detail", containsString("active one itself"));
        comparison(shadow)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("remedy", containsString("/shadow"));
        comparison("0".repeat(64)).statusCode(404);
        rig.shadow(shadow);
        comparison(shadow).statusCode(409).body("remedy", containsString("wait"));
        rig.customer.with(12);

        rig.untilDone();

        assertThat(rig.customer.allRight())
                .as("nothing of the shadow is written")
                .isTrue();
        assertThat(rig.patches()).hasSize(12);
        assertThat(rig.scores(shadow)).hasSize(12).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo("SHADOW");
            assertThat(row.value()).isEqualTo(rig.carried(row.applicationId()) + 10);
        });
        comparison(shadow)
                .statusCode(200)
                .body("version", equalTo(shadow))
                .body("state", equalTo("shadow"))
                .body("activeVersion", equalTo(active))
                .body("applications", equalTo(12))
                .body("failed", equalTo(0))
                .body("differences.mean", equalTo(10.0f))
                .body("differences.standardDeviation", equalTo(0.0f))
                .body("rankCorrelation", equalTo(1.0f))
                .body("movedMoreThan5", equalTo(1.0f))
                .body("movedMoreThan10", equalTo(0.0f))
                .body("histogram.find { it.from == 10 }.applications", equalTo(12))
                .body("histogram[0].from", nullValue());
    }

    @Test
    void aRetiredShadowScoresNoMore() {
        String shadow = rig.upload(10);
        rig.shadow(shadow);
        rig.customer.with(3);
        rig.untilDone();

        rig.retire(shadow).statusCode(200).body("state", equalTo("retired"));
        rig.customer.apply(30);
        rig.run();

        assertThat(rig.scores(shadow)).hasSize(3);
        rig.retire(rig.upload(1))
                .statusCode(409)
                .body("remedy", containsString("[active, quarantined, retired, shadow]"));
        rig.shadow(shadow);
    }

    @Test
    void anActivatedShadowWritesItsScores() {
        String shadow = rig.upload(10);
        rig.shadow(shadow);
        rig.customer.with(3);
        rig.untilDone();

        rig.activate(shadow);
        long latest = rig.customer.apply(30);
        rig.run();

        assertThat(rig.carried(latest)).isEqualTo(40);
        assertThat(rig.patches()).hasSize(4);
    }

    @Test
    @Tag("failure-model-file")
    void aShadowWithADamagedFileDoesNotAffectTheActiveVersion() {
        String shadow = rig.upload(10);
        rig.shadow(shadow);
        database.execute("UPDATE model_file SET content = 'x' WHERE tenant_id = '%s' AND version = '%s'"
                .formatted(rig.tenant, shadow));
        rig.customer.with(5);

        rig.untilDone();

        assertFailsAlone(shadow, "SHA-256");
    }

    @Test
    void aShadowThatNeedsAMissingScopeDoesNotAffectTheActiveVersion() {
        rig.customer.organisation().scopes(Practice.BASE);
        String shadow = rig.upload(Graph.firstOf(3), PointsCustomer.HISTORY_MANIFEST);
        rig.shadow(shadow);
        String other = rig.upload(1);
        rig.shadow(other);
        rig.customer.with(120);

        rig.untilDone();

        assertFailsAlone(shadow, "harvest:candidate_employments:list");
        assertThat(rig.scores(other)).hasSize(120).allMatch(row -> row.value() != null);
        assertThat(rig.greenhouse.calls().where(call -> call.status() == 403))
                .as("tried once, then it rests")
                .hasSize(1);
    }

    @Test
    void aShadowThatDoesNotEndDoesNotAffectTheActiveVersion() throws Exception {
        String shadow = UncheckedModel.shadow(
                database, rig.tenant.value(), Graph.endless().toBytes());
        rig.customer.with(12);

        rig.untilDone();

        assertFailsAlone(shadow, "was not scored within 2000 ms");
    }

    @Test
    void anApplicationThatAShadowCannotScoreDoesNotAffectTheOthers() {
        String shadow = rig.upload(
                Graph.plus(0), PointsCustomer.MANIFEST.replace("\"scale\": \"raw\"", "\"scale\": \"percent\""));
        rig.shadow(shadow);
        long probability = rig.customer.apply(0.5);
        long none = rig.customer.apply(5);

        rig.untilDone();

        assertThat(rig.customer.allRight()).isTrue();
        assertThat(rig.scores(shadow)).anySatisfy(row -> {
            assertThat(row.applicationId()).isEqualTo(probability);
            assertThat(row.value()).isEqualTo(50);
        });
        assertThat(rig.scores(shadow)).anySatisfy(row -> {
            assertThat(row.applicationId()).isEqualTo(none);
            assertThat(row.value()).isNull();
            assertThat(row.reason()).contains("not a probability");
        });
        comparison(shadow).statusCode(200).body("applications", equalTo(1)).body("failed", equalTo(1));
    }

    @Test
    void aModelThatIsActivatedDuringARunHasItsFeaturesOnTheFollowingPages() {
        rig.change(Map.of("mode", "dry-run"));
        String referred = rig.upload(
                Graph.firstOf(2),
                PointsCustomer.MANIFEST.replace(
                        "[\"application.custom[points]\"]",
                        "[\"application.referred\", \"application.custom[points]\"]"));
        rig.customer.onTwoPages();
        var organisation = rig.customer.organisation();
        rig.customer
                .ids()
                .forEach(id -> organisation.change("applications", id, row -> row.put("referrer_id", 4_410_003_002L)));
        assertThat(rig.slice(() -> rig.greenhouse.calls().count("GET", "/v3/candidates") > 0))
                .isInstanceOf(SliceOutcome.More.class);

        rig.activate(referred);
        rig.untilDone();

        assertThat(rig.scores(referred)).hasSize(40).allMatch(row -> row.value() == 1);
    }

    private void assertFailsAlone(String shadow, String why) {
        assertThat(rig.customer.allRight()).isTrue();
        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
        int applications = rig.customer.applications();
        assertThat(rig.scores(active))
                .hasSize(applications)
                .allMatch(row -> row.state().equals("WRITTEN"));
        assertThat(rig.scores(shadow)).hasSize(applications).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo("SHADOW");
            assertThat(row.value()).isNull();
            assertThat(row.reason()).contains(why);
        });
        comparison(shadow)
                .statusCode(409)
                .body("detail", allOf(containsString("scored by both"), containsString(why)))
                .body("remedy", containsString("scores?status=SHADOW"));
        assertThat(failed() - failedBefore).as("counted").isGreaterThanOrEqualTo(applications);
    }

    private double failed() {
        return metrics.counter(Shadows.SCORES, "outcome", "failed").count();
    }

    private ValidatableResponse comparison(String version) {
        return given().auth()
                .oauth2(Surroundings.VIEWER)
                .get(rig.models() + "/" + version + "/comparison")
                .then();
    }
}
