package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The states of versions, as operators see them. */
@QuarkusTest
class VersionStatesQuarkusTest {

    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    TrainedModels trained;

    @Inject
    ModelStore store;

    private final String tenant = "states-" + UUID.randomUUID();
    private Operator operator;

    @BeforeEach
    void aTenant() {
        WrittenSecret.broken(vault, tenant);
        operator = Surroundings.api();
    }

    @Test
    void transitionsAreAllowedOrRefused() {
        String one = upload(1);
        String two = upload(2);

        does("activate", one, "active");
        refuses("activate", one, "active", "already scores");
        refuses("shadow", one, "active", "[retired, uploaded]");

        does("shadow", two, "shadow");
        refuses("shadow", two, "shadow", "already recorded");

        does("activate", two, "active");
        state(one, "retired");
        does("shadow", one, "shadow");
        does("activate", one, "active");
        state(two, "retired");
        does("activate", two, "active");
        does("retire", two, "retired");
        does("retire", two, "retired");
        does("activate", two, "active");

        String unknown = "f".repeat(64);
        act("activate", unknown).statusCode(404).body("remedy", containsString("SHA-256"));
        act("shadow", unknown).statusCode(404);
        Surroundings.viewer().post(path(one) + "/activate").then().statusCode(403);
        state(one, "retired");
    }

    @Test
    void theFormatOfAManifestDoesNotMakeANewVersion() {
        String one = upload(1);
        does("activate", one, "active");

        for (String manifest : List.of(PointsCustomer.MANIFEST, PointsCustomer.MANIFEST.replaceAll("\\s+", " "))) {
            operator.upload(tenant, Graph.plus(1).toBytes(), manifest)
                    .then()
                    .statusCode(200)
                    .body("version", equalTo(one))
                    .body("state", equalTo("active"));
        }
    }

    @Test
    void aTenantHasAtMostThreeShadows() {
        does("activate", upload(0), "active");
        String first = upload(1);
        does("shadow", first, "shadow");
        does("shadow", upload(2), "shadow");
        does("shadow", upload(3), "shadow");
        String fourth = upload(4);

        act("shadow", fourth)
                .statusCode(409)
                .body("detail", containsString("3 shadow versions"))
                .body("remedy", containsString("retire"));

        does("retire", first, "retired");
        does("shadow", fourth, "shadow");
    }

    @Test
    void aVersionThatIsTrainedAgainBecomesAShadowOrSaysWhyNot() {
        TrainedModels.Stored first = train();
        String version = first.version();
        assertThat(first.remark())
                .as("a tenant's first model")
                .hasValueSatisfying(why -> assertThat(why).contains("No version is active", "activate it"));
        assertThat(train()).as("it is a shadow already").isEqualTo(first);
        state(version, "shadow");
        does("activate", version, "active");
        does("activate", upload(2), "active");
        state(version, "retired");

        assertThat(train()).isEqualTo(new TrainedModels.Stored(version, Optional.empty()));
        state(version, "shadow");

        does("activate", version, "active");
        assertThat(train().remark()).hasValueSatisfying(why -> assertThat(why).contains("the active version again"));
        state(version, "active");

        store.quarantine(new TenantId(tenant), version, "too slow");
        assertThat(train().remark())
                .hasValueSatisfying(why -> assertThat(why).contains("is quarantined", "activate it"));
        state(version, "quarantined");
    }

    @Test
    void aVersionThatIsTrainedAgainKeepsItsCard() {
        String version = train("{\"purpose\": \"beats the one before\"}").version();

        assertThat(train("{\"purpose\": \"is as good as itself\"}").version()).isEqualTo(version);

        operator.get(path(version) + "/card").then().body("purpose", equalTo("beats the one before"));
    }

    @Test
    void aLargeFileIsReadUnchanged() throws SQLException {
        String version = upload(1);
        byte[] file = new byte[(3 << 20) + 5];
        new Random(1).nextBytes(file);
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("UPDATE model_file SET content = ? WHERE tenant_id = ?")) {
            statement.setBytes(1, file);
            statement.setString(2, tenant);
            statement.executeUpdate();
        }

        assertThat(store.file(new TenantId(tenant), version))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(file));
    }

    @Test
    void aTrainingDoesNotCompareWithADamagedFile() {
        does("activate", upload(1), "active");
        assertThat(trained.active(new TenantId(tenant))).isPresent();

        database.execute("UPDATE model_file SET content = 'damaged' WHERE tenant_id = '%s'".formatted(tenant));

        assertThat(trained.active(new TenantId(tenant))).isEmpty();
    }

    @Test
    void aDamagedFileIsNotActivated() {
        String version = upload(1);
        String file = operator.get(path(version)).path("fileSha256");
        database.execute("UPDATE model_file SET content = 'damaged' WHERE tenant_id = '%s'".formatted(tenant));

        act("activate", version).statusCode(409).body("remedy", containsString("another name in its manifest"));

        String again = PointsCustomer.MANIFEST.replaceFirst("\"name\": *\"", "$0again-");
        act("activate", operator.upload(tenant, Graph.plus(1).toBytes(), again).path("version"))
                .statusCode(200)
                .body("fileSha256", equalTo(file));
    }

    private TrainedModels.Stored train() {
        return train("{}");
    }

    private TrainedModels.Stored train(String card) {
        return trained.store(
                new TenantId(tenant),
                trained.examine(Graph.plus(1).toBytes(), PointsCustomer.MANIFEST),
                new ModelCard(ModelCard.Format.JSON, card));
    }

    private String upload(int adds) {
        return operator.upload(tenant, Graph.plus(adds).toBytes(), PointsCustomer.MANIFEST)
                .then()
                .statusCode(201)
                .body("state", equalTo("uploaded"))
                .extract()
                .path("version");
    }

    private void does(String action, String version, String state) {
        act(action, version).statusCode(200).body("state", equalTo(state)).body("version", equalTo(version));
        state(version, state);
    }

    private void refuses(String action, String version, String state, String remedy) {
        act(action, version)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", equalTo("The version is " + state))
                .body("remedy", containsString(remedy));
        state(version, state);
    }

    private void state(String version, String state) {
        operator.get(path(version)).then().statusCode(200).body("state", equalTo(state));
    }

    private ValidatableResponse act(String action, String version) {
        return operator.post(path(version) + "/" + action).then();
    }

    private String path(String version) {
        return "/api/tenants/" + tenant + "/models/" + version;
    }
}
