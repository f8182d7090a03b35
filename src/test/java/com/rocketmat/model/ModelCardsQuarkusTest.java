package com.rocketmat.model;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ModelCardsQuarkusTest {

    private static final String NAME = "sklearn_logistic_zipmap";

    SandboxVault vault;

    @Inject
    ModelStore store;

    @Inject
    ModelsConfig config;

    private final String tenant = "carded-" + UUID.randomUUID();
    private final String path = "/api/tenants/" + tenant + "/models";

    @BeforeEach
    void aTenant() {
        WrittenSecret.broken(vault, tenant);
    }

    @Test
    void aCardIsUploadedWithTheModelAndReplacedByALaterUpload() {
        String version = upload(NAME, null, 201).extract().path("version");
        operator()
                .get(path + "/" + version + "/card")
                .then()
                .statusCode(404)
                .body("type", equalTo("/problems/model-card-missing"))
                .body("remedy", containsString("named card"));

        upload(NAME, "# Engineers\n\nScores <b>engineers</b>. Contact: ana", 200);
        operator()
                .get(path + "/" + version + "/card")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/markdown"))
                .body(containsString("Scores <b>engineers</b>"));

        upload(NAME, "{\"purpose\": \"Scores engineers\", \"contact\": \"ana\"}", 200);
        operator()
                .get(path + "/" + version + "/card")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("purpose", equalTo("Scores engineers"));
        operator().get(path + "/" + "0".repeat(64) + "/card").then().statusCode(404);
    }

    @Test
    void anInvalidCardIsRefused() {
        upload("sklearn_regressor", "{\"purpose\": \"x\", \"colour\": \"red\"}", 422)
                .body("type", equalTo("/problems/model-card"))
                .body("field", equalTo("card.colour"))
                .body("detail", containsString("no field colour"));
    }

    @Test
    void ifCardsAreRequiredOnlyAVersionWithOneIsActivated() {
        TenantId id = new TenantId(tenant);
        Models models = new OwnModels(ModelDirectoryQuarkusTest.with(config, "cardRequired", true));
        String version = upload("sklearn_forest", null, 201).extract().path("version");

        assertThatThrownBy(() -> models.activate(id, version)).isInstanceOfSatisfying(HttpProblem.class, problem -> {
            assertThat(problem.getType()).isEqualTo(ModelProblems.CARD_REQUIRED.uri());
            assertThat(problem.getParameters().get("remedy").toString()).contains("part named card");
        });
        upload("sklearn_forest", "# What it is for", 200);
        store.activate(id, version);
        assertThat(models.activate(
                                id,
                                upload(NAME, "# Another", 200, 201).extract().path("version"))
                        .state)
                .isEqualTo(ModelState.ACTIVE);
    }

    private ValidatableResponse upload(String name, String card, int... statuses) {
        RequestSpecification request = operator()
                .multiPart("model", name + ".onnx", Operator.resource(name + ".onnx"))
                .multiPart("manifest", name + ".json", Operator.resource(name + ".json"));
        if (card != null) {
            request = request.multiPart("card", card);
        }
        ValidatableResponse answer = request.post(path).then();
        assertThat(statuses).contains(answer.extract().statusCode());
        return answer;
    }
}
