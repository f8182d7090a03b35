package com.rocketmat.sync;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.sandbox.Surroundings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A version that takes too long is run once, on whichever replica. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@Tag("finding-A1")
class QuarantineQuarkusTest {

    SandboxVault vault;
    SandboxDatabase database;

    private RunByHand rig;
    private String good;

    @BeforeEach
    void aTenantWithAnActiveModel() {
        rig = new RunByHand(vault, Map.of());
        good = rig.upload(Graph.identity(), PointsCustomer.MANIFEST);
        rig.activate(good);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aModelThatTakesTooLongIsRunOnceAndBlocksItsTenantUntilAnotherIsActivated() throws Exception {
        String slow = activeUnchecked(Graph.slow(2_000));
        rig.customer.with(3);

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Blocked.class);
        get("/models/" + slow)
                .body("state", equalTo("quarantined"))
                .body("quarantine", containsString("was not scored within"));

        assertThat(rig.slice())
                .as("it is not run again, and its tenant is told why")
                .isInstanceOf(SliceOutcome.Blocked.class);
        assertThat(rig.patches()).isEmpty();

        rig.activate(good);
        rig.untilDone();
        assertThat(rig.customer.allRight()).isTrue();
        get("/models/" + slow).body("state", equalTo("quarantined"));
    }

    @Test
    void anOperatorMayHaveItTriedAgain() throws Exception {
        String version = activeUnchecked(Graph.plus(5));
        execute(
                "UPDATE model_version SET state = 'QUARANTINED', quarantine = 'it was slow' WHERE tenant_id = ? AND version = '"
                        + version + "'");

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

    /** No upload would let it through. */
    private String activeUnchecked(Graph graph) throws Exception {
        byte[] file = graph.toBytes();
        String version =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        execute("UPDATE model_version SET state = 'RETIRED' WHERE tenant_id = ?");
        execute(
                "INSERT INTO model_version (tenant_id, version, name, manifest, state, uploaded_at, activated_at, checks, reference_row)"
                        + " SELECT tenant_id, '" + version
                        + "', name, manifest, 'ACTIVE', now(), now(), checks, reference_row"
                        + " FROM model_version WHERE tenant_id = ?");
        try (Connection connection = database.dataSource().getConnection();
                var insert = connection.prepareStatement(
                        "INSERT INTO model_file (tenant_id, version, content) VALUES (?, ?, ?)")) {
            insert.setString(1, rig.tenant.value());
            insert.setString(2, version);
            insert.setBytes(3, file);
            insert.executeUpdate();
        }
        return version;
    }

    private void execute(String statement) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                var prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, rig.tenant.value());
            assertThat(prepared.executeUpdate()).isPositive();
        }
    }
}
