package com.rocketmat.console.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.rocketmat.console.Browser;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of one application, and how to find it. */
@QuarkusTest
class ApplicationPageQuarkusTest {

    private static final long SCORED = 7_120_034_002L;

    SandboxDatabase database;
    SandboxVault vault;
    GreenhouseSimulator greenhouse;

    private final String tenant = "application-page-" + UUID.randomUUID();
    private final String page = "/console/tenants/" + tenant;
    private final PointsCustomer customer = PointsCustomer.named(tenant);
    private Browser operator;
    private Browser viewer;

    @BeforeEach
    void aPausedTenantWithAScore() {
        greenhouse.add(customer.organisation());
        customer.organisation().v1RateLimit(1_000);
        WrittenSecret.put(vault, tenant, customer.organisation().keySecret(Map.of("mode", "paused")));
        operator = Browser.signedIn(Surroundings.OPERATOR);
        viewer = Browser.signedIn(Surroundings.VIEWER);
        await().until(() -> operator.get(page).asString().contains("Paused"));
        database.execute(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, reasons, state, scored_at, reason)"
                        + " VALUES ('%s', %d, '%s', 6120034001, 70, '%s', 'REFUSED', now(), 'the field is <b>full</b>')"
                                .formatted(
                                        tenant,
                                        SCORED,
                                        "b".repeat(64),
                                        "[{\"feature\":\"resume.text\",\"weight\":12.3},{\"feature\":\"job.open_days\",\"weight\":-4}]"));
    }

    @Test
    void anApplicationIsFoundByIdOnTheTenantsPage() {
        assertThat(operator.page(page)).contains("Find an application", "action=\"" + page + "/applications\"");
        assertThat(viewer.page(page)).as("only for operators").doesNotContain("Find an application");

        operator.request()
                .queryParam("id", " " + SCORED + " ")
                .get(page + "/applications")
                .then()
                .statusCode(303)
                .header("Location", page + "/applications/" + SCORED);
    }

    @Test
    void anInvalidIdIsAPageWithARemedy() {
        for (String id : List.of("", "abc", "-7", "0", "12345678901234567890", "<script>")) {
            operator.request()
                    .queryParam("id", id)
                    .get(page + "/applications")
                    .then()
                    .statusCode(400)
                    .contentType(containsString("text/html"))
                    .body(containsString("enter the number of the application"));
        }
    }

    @Test
    void thePageHasStateReasonsAndHowToContest() {
        assertThat(operator.page(page + "/applications/" + SCORED))
                .contains("Refused", "The score could not be computed or sent.", "the field is &lt;b&gt;full&lt;/b&gt;")
                .contains("Text of the resume: raised the score by 12.3", "without it the score would be about 58.")
                .contains("Warning: this property may say something of protected attributes")
                .contains("Days the job has been open: lowered the score by 4")
                .contains("Scoring is paused for this tenant.", "How to contest", "Look in Greenhouse now")
                .doesNotContain("6120034001");
        assertThat(operator.page(page + "/applications/" + SCORED + "?language=pt"))
                .contains("lang=\"pt\"", "Texto do currículo: aumentou a pontuação em 12,3", "Atenção");
        assertThat(operator.page(page + "/applications/" + SCORED + "?language=%3Cx"))
                .as("an unknown language")
                .contains("The score could not be computed or sent.");
    }

    @Test
    void anUnknownApplicationCanBeReadFromGreenhouse() {
        long application = customer.apply(37);
        String address = page + "/applications/" + application;

        operator.get(address)
                .then()
                .statusCode(404)
                .body(containsString("Nothing is stored about an application with this id."))
                .body(containsString("Look in Greenhouse now"));
        operator.send(address + "/look")
                .then()
                .statusCode(200)
                .body(containsString("What Greenhouse shows"))
                .body(containsString("Scoring is paused for this tenant."))
                .body(containsString("in_process"));
        assertThat(greenhouse.calls().of(tenant)).hasSize(3);
    }

    @Test
    void aLookAndItsReloadKeepTheLanguage() {
        String address = page + "/applications/" + SCORED;
        String look = address + "/look?language=pt";
        assertThat(operator.page(address + "?language=pt")).contains("action=\"" + look + "\"");

        operator.send(look).then().statusCode(200).body(containsString("A pontuação é uma recomendação"));
        operator.get(look).then().statusCode(303).header("Location", address + "?language=pt");
    }

    @Test
    void aViewerSeesNoApplication() {
        viewer.get(page + "/applications/" + SCORED).then().statusCode(403);
        viewer.send(page + "/applications/" + SCORED + "/look").then().statusCode(403);
    }
}
