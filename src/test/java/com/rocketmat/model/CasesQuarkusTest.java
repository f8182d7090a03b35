package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cases of an uploaded manifest, which the database does not store. */
@QuarkusTest
@Tag("finding-B7")
class CasesQuarkusTest {

    private static final String RIGHT = manifest("31.25");
    private static final String WRONG = manifest("31.3");

    VaultStandIn vault;
    SandboxDatabase database;

    private final String tenant = "cases-" + UUID.randomUUID();
    private Operator operator;

    @BeforeEach
    void aTenant() {
        operator = Surroundings.api();
        WrittenSecret.broken(vault, tenant);
    }

    @Test
    void casesAreCheckedAtEachUploadAndNotStored() {
        byte[] file = Graph.identity().toBytes();

        refused(operator.upload(tenant, file, WRONG).then())
                .body("field", equalTo("cases[0].score"))
                .body("detail", startsWith("cases[0]: expected 31.3, got 31.25;"));
        assertThat(stored()).isEmpty();

        String version = operator.upload(tenant, file, RIGHT)
                .then()
                .statusCode(201)
                .body("checks.find { it.name == 'cases' }.detail", startsWith("cases reproduced: 1, to within 0.0e+00"))
                .extract()
                .path("version");
        assertThat(row(version)).contains("cases reproduced").doesNotContain("31.25", "\"cases\":");

        refused(operator.upload(tenant, file, WRONG).then());
        operator.upload(tenant, file, RIGHT).then().statusCode(200);
        operator.upload(tenant, file, manifest(null)).then().statusCode(200);
    }

    private List<String> stored() {
        return operator.get("/api/tenants/" + tenant + "/models").path("items.version");
    }

    /** Everything that the database stores for a version. */
    private String row(String version) {
        return database.column(
                        "select (to_jsonb(v) - 'uploaded_at')::text from model_version v where version = '%s' and tenant_id = '%s'"
                                .formatted(version, tenant))
                .getFirst();
    }

    private static ValidatableResponse refused(ValidatableResponse answer) {
        return answer.statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/model-cases"))
                .body("check", equalTo("cases"))
                .body("remedy", containsString("not rounded"));
    }

    static String manifest(String score) {
        String cases = ",'cases':[{'features':{'candidate.experience_years':31.25},'score':" + score + "}]";
        return Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", score == null ? "" : cases);
    }
}
