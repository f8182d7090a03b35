package com.rocketmat.sync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.UncheckedModel;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.tenant.state.TenantState;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A version that takes too long is run only once, on any replica. */
@QuarkusTest
@Tag("finding-A1")
class QuarantineQuarkusTest extends ByHand {

    @Inject
    RunRequests requests;

    @Inject
    Models models;

    private String good;

    @BeforeEach
    void aTenantWithAnActiveModel() {
        rig = new RunByHand(Map.of());
        good = rig.upload(Graph.identity(), PointsCustomer.MANIFEST);
        rig.activate(good);
    }

    @Test
    void aSlowModelIsRunOnceAndBlocksItsTenantUntilAnotherIsActivated() throws Exception {
        String slow = UncheckedModel.active(
                database, rig.tenant.value(), Graph.slow(2_000).toBytes());
        rig.customer.with(3);
        rig.before(Match.get("/v3/jobs"), rig::request);

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.More.class);
        assertThat(requests.requested(rig.tenant)).as("meanwhile").isTrue();
        get("/models/" + slow)
                .body("state", equalTo("quarantined"))
                .body("quarantine", containsString("was not scored within"));

        assertThat(rig.slice()).as("it is not run again").isInstanceOf(SliceOutcome.Due.class);
        assertThat(rig.status().state()).isEqualTo(TenantState.BLOCKED);
        assertThat(requests.requested(rig.tenant)).isFalse();
        assertThat(rig.patches()).isEmpty();

        rig.activate(good);
        rig.untilDone();
        assertThat(rig.customer.allRight()).isTrue();
        get("/models/" + slow).body("state", equalTo("quarantined"));
    }

    @Test
    void aSlowModelThatWasReplacedMeanwhileDoesNotBlockItsTenant() throws Exception {
        UncheckedModel.active(database, rig.tenant.value(), Graph.slow(2_000).toBytes());
        rig.customer.with(3);
        rig.before(Match.get("/v3/jobs"), () -> rig.activate(good));

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.More.class);

        assertThat(rig.status().state()).isEqualTo(TenantState.ACTIVE);
        rig.untilDone();
        assertThat(rig.customer.allRight()).isTrue();
    }

    @Test
    void aSlowVersionThatWasRetiredMeanwhileIsNotSaidToBeQuarantined() throws Exception {
        UncheckedModel.active(database, rig.tenant.value(), Graph.slow(2_000).toBytes());
        ActiveModel slow = models.active(rig.tenant).orElseThrow();
        rig.activate(good);

        assertThatThrownBy(() -> models.score(rig.tenant, slow, List.of(Map.of())))
                .isInstanceOfSatisfying(
                        ScoringFailed.class,
                        failed -> assertThat(failed.isQuarantined())
                                .as("its rows are not tried one by one")
                                .isTrue())
                .hasMessageMatching("a batch of 1 was not scored within .*");
    }

    @Test
    void anOperatorCanActivateAQuarantinedVersionAgain() throws Exception {
        String version = UncheckedModel.active(
                database, rig.tenant.value(), Graph.plus(5).toBytes());
        database.execute(
                "UPDATE model_version SET state = 'QUARANTINED', quarantine = 'it was slow' WHERE tenant_id = '%s' AND version = '%s'"
                        .formatted(rig.tenant, version));

        rig.activate(version);

        get("/models/" + version).body("state", equalTo("active")).body("quarantine", nullValue());
    }

    private ValidatableResponse get(String path) {
        return given().auth()
                .oauth2(Surroundings.VIEWER)
                .get("/api/tenants/" + rig.tenant + path)
                .then()
                .statusCode(200);
    }
}
