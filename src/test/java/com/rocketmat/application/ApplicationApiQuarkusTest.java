package com.rocketmat.application;

import static com.rocketmat.sandbox.stack.Surroundings.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.audit.Pseudonyms;
import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import com.rocketmat.privacy.Objections;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why an application has its score, or none, according to the API. */
@QuarkusTest
class ApplicationApiQuarkusTest {

    private static final String VERSION = "a".repeat(64);
    private static final long CANDIDATE = 6_120_034_001L;
    private static final String APPLICATION = "/api/tenants/{t}/applications/{a}";

    SandboxDatabase database;
    SandboxVault vault;
    GreenhouseSimulator greenhouse;

    @Inject
    Decisions decisions;

    @Inject
    Objections objections;

    @Inject
    Pseudonyms pseudonyms;

    private final TenantId tenant = new TenantId("applications-" + UUID.randomUUID());
    private final PointsCustomer customer = PointsCustomer.named(tenant.value());

    /** Paused, so that only the test calls Greenhouse; with a key of v1, which needs no token. */
    @BeforeEach
    void aPausedTenant() {
        greenhouse.add(customer.organisation());
        customer.organisation().v1RateLimit(1_000);
        WrittenSecret.put(vault, tenant, customer.organisation().keySecret(Map.of("mode", "paused")));
        await().until(() -> "PAUSED"
                .equals(as(Surroundings.VIEWER)
                        .get("/api/tenants/{t}", tenant.value())
                        .path("state")));
    }

    @Test
    void aScoreHasReasonsVersionHistoryAndHowToContestIt() {
        score(11, "WRITTEN", null);
        recordDecisions(11, DecisionKind.SCORED, DecisionKind.WRITTEN);

        get(11, "en")
                .header("Content-Language", "en")
                .header("Vary", containsString("Accept-Language"))
                .header("Cache-Control", "no-store")
                .body("applicationId", equalTo(11))
                .body("standing.state", equalTo("WRITTEN"))
                .body("standing.meaning", equalTo("The score was sent to Greenhouse."))
                .body("standing.remedy", nullValue())
                .body(
                        "explanation.summary",
                        startsWith("The score is 70. It was computed by the model version aaaaaaaaaaaa"))
                .body("explanation.raised.feature", contains("candidate.experience_years"))
                .body(
                        "explanation.raised.sentence",
                        contains(
                                "Years of experience: raised the score by 12.3; without it the score would be about 58."))
                .body("explanation.lowered.sentence", contains(containsString("Warning: ")))
                .body("explanation.lowered.without", contains(74))
                .body("model.version", equalTo(VERSION))
                .body("model.name", nullValue())
                .body("model.card", nullValue())
                .body("history.kind", contains("SCORED", "WRITTEN"))
                .body("history[0].meaning", equalTo("A score was computed, to be sent to Greenhouse."))
                .body("history[0].value", equalTo(70))
                .body("candidate.mayBeScored", equalTo(true))
                .body("obstacles.reason", contains("TENANT_PAUSED"))
                .body("contest", hasSize(4))
                .body("look", nullValue());
        get(11, "fr, pt-BR;q=0.8")
                .header("Content-Language", "pt")
                .body("standing.meaning", equalTo("A pontuação foi enviada ao Greenhouse."))
                .body(
                        "explanation.raised.sentence",
                        contains(startsWith("Anos de experiência: aumentou a pontuação em 12,3")))
                .body("obstacles.meaning", contains("A pontuação está pausada para este cliente."));
        get(11, "es").header("Content-Language", "es").body("contest[0]", startsWith("La puntuación"));
    }

    @Test
    void aRefusedScoreHasReasonAndRemedy() {
        score(12, "REFUSED", "Greenhouse refuses the values of rocketmat");
        objections.object(tenant, CANDIDATE);

        get(12, "en")
                .body("standing.state", equalTo("REFUSED"))
                .body("standing.reason", equalTo("Greenhouse refuses the values of rocketmat"))
                .body("standing.remedy", startsWith("Remove the cause"))
                .body("candidate.mayBeScored", equalTo(false))
                .body("candidate.objections.source", contains("API"))
                .body("candidate.erasure", nullValue());
    }

    @Test
    void noRemedyIsOfferedForACandidateWhoObjects() {
        score(16, "SUPERSEDED", "the field has another value");
        get(16, "en").body("standing.remedy", startsWith("To have the application scored again, empty the field"));
        score(19, "DRY", null);
        get(19, "en").body("standing.remedy", containsString("mode=live"));

        objections.object(tenant, CANDIDATE);
        get(19, "en").body("standing.state", equalTo("DRY")).body("standing.remedy", nullValue());
        get(16, "en")
                .body("standing.state", equalTo("SUPERSEDED"))
                .body("standing.remedy", nullValue())
                .body("candidate.mayBeScored", equalTo(false));
    }

    @Test
    void anOverriddenScoreIsReportedUntilAnotherIsWritten() {
        score(15, "WRITTEN", null);
        recordDecisions(15, DecisionKind.WRITTEN, DecisionKind.OVERRIDDEN);
        objections.object(tenant, CANDIDATE);

        get(15, "en")
                .body("standing.state", equalTo("WRITTEN"))
                .body("standing.reason", startsWith("At 20"))
                .body(
                        "standing.reason",
                        endsWith("Z the field had another value, which a person had entered instead of the score."));
        get(15, "es").body("standing.reason", containsString("otro valor, que una persona había introducido"));

        recordDecisions(15, DecisionKind.WRITTEN);
        get(15, "en").body("standing.reason", nullValue());
    }

    /** The tenant's own reasons may remain, and a person has to empty them. */
    @Test
    void aFieldThatCannotBeEmptiedPrecedesAnOverride() {
        score(17, "WRITTEN", "the field cannot be emptied: Greenhouse refuses it; empty it by hand");
        recordDecisions(17, DecisionKind.WRITTEN, DecisionKind.OVERRIDDEN);

        get(17, "en").body("standing.reason", startsWith("the field cannot be emptied"));
    }

    @Test
    void aRequestedApplicationIsKnown() {
        database.execute(
                "INSERT INTO wanted_application (tenant_id, application_id, candidate_id, wanted_at) VALUES ('%1$s', 13, NULL, now()), ('%1$s', 18, %2$d, now())"
                        .formatted(tenant, CANDIDATE));

        get(18, "en").body("candidate.mayBeScored", equalTo(true));
        get(13, "en")
                .body("standing.state", nullValue())
                .body("standing.meaning", equalTo("No score is stored for the application."))
                .body("explanation", nullValue())
                .body("model", nullValue())
                .body("history", empty())
                .body("candidate", nullValue());
    }

    @Test
    void anApplicationThatIsOnlyAnObjectionIsKnown() {
        objections.recordField(tenant, "no_scores", Map.of(CANDIDATE, Set.of(16L)), Map.of());

        get(16, "en")
                .body("standing.state", nullValue())
                .body("candidate.mayBeScored", equalTo(false))
                .body("candidate.objections.applications", contains(List.of(16)));
        as(Surroundings.OPERATOR).get(APPLICATION, tenant.value(), 17).then().statusCode(404);
    }

    @Test
    void anUnknownApplicationIsNotFound() {
        as(Surroundings.OPERATOR)
                .get(APPLICATION, tenant.value(), 14)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/application-unknown"))
                .body("remedy", containsString("look=true"));
        audit().body("items.action", not(hasItem("application")));
    }

    @Test
    void aLookReadsAnUnknownApplicationFromGreenhouse() {
        long application = customer.apply(37);

        ValidatableResponse looked = as(Surroundings.OPERATOR)
                .get(APPLICATION + "?look=true", tenant.value(), application)
                .then()
                .statusCode(200)
                .body("standing.state", nullValue())
                .body("look.verdict", equalTo("LEFT_ALONE"))
                .body("look.shown.status", equalTo("in_process"))
                .body("look.shown.jobStatus", equalTo("open"))
                .body("look.shown.value", nullValue())
                .body("look.reasons.reason", contains("TENANT_PAUSED"))
                .body("candidate.mayBeScored", equalTo(true));
        assertThat(looked.extract().asString()).doesNotContain("Philippa", "Quartermain", "Lighthouse");
        assertThat(greenhouse.calls().of(tenant.value())).hasSize(3);

        long candidate = looked.extract().jsonPath().getLong("look.shown.candidateId");
        audit().body(
                        "items.find { it.action == 'application' }.details.candidate",
                        equalTo(pseudonyms.of(tenant, candidate)))
                .body("items.find { it.action == 'application' }.details.look", equalTo("true"));
    }

    @Test
    void aLookReportsThatGreenhouseDoesNotShowTheApplication() {
        as(Surroundings.OPERATOR)
                .header("Accept-Language", "es")
                .get(APPLICATION + "?look=true", tenant.value(), 999_999_999L)
                .then()
                .statusCode(200)
                .body("look.shown", nullValue())
                .body("look.reasons.reason", hasItems("TENANT_PAUSED", "ABSENT"))
                .body("look.reasons.meaning", hasItem(startsWith("Greenhouse no muestra la candidatura")));
    }

    @Test
    void aLookIsImpossibleWithoutValidSettings() {
        TenantId broken = new TenantId("applications-broken-" + UUID.randomUUID());
        WrittenSecret.broken(vault, broken);

        as(Surroundings.OPERATOR)
                .get(APPLICATION + "?look=true", broken.value(), 7)
                .then()
                .statusCode(200)
                .body("look.verdict", equalTo("NOT_SEEN"))
                .body("look.reasons.reason", contains("TENANT_INVALID"))
                .body("look.reasons[0].detail", containsString("harvest_client_secret"));
    }

    @Test
    void theAuditLogNeverHasAnId() {
        score(7_120_034_002L, "PENDING", null);

        get(7_120_034_002L, "en");
        as(Surroundings.VIEWER)
                .get(APPLICATION, tenant.value(), 7_120_034_002L)
                .then()
                .statusCode(403);

        await().untilAsserted(() -> audit().body("items.phase", hasItem("REFUSED")));
        ValidatableResponse log = audit().body("items[0].actor", notNullValue());
        assertThat(log.extract().asString())
                .contains(pseudonyms.of(tenant, CANDIDATE))
                .doesNotContain("7120034002", String.valueOf(CANDIDATE));
    }

    private void recordDecisions(long application, DecisionKind... kinds) {
        QuarkusTransaction.requiringNew()
                .run(() -> decisions.record(
                        tenant,
                        Stream.of(kinds)
                                .map(kind -> Fact.of(
                                        kind, new Subject(CANDIDATE, application), VERSION, new BigDecimal("70"), null))
                                .toList()));
    }

    private void score(long application, String state, String reason) {
        database.execute(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, reasons, state, scored_at, written_at, reason)"
                        + " VALUES ('%s', %d, '%s', %d, 70, '%s', '%s', now(), %s, %s)"
                                .formatted(
                                        tenant,
                                        application,
                                        VERSION,
                                        CANDIDATE,
                                        "[{\"feature\":\"candidate.experience_years\",\"weight\":12.3},{\"feature\":\"candidate.location\",\"weight\":-4}]",
                                        state,
                                        state.equals("WRITTEN") ? "now()" : "NULL",
                                        reason == null ? "NULL" : "'" + reason + "'"));
    }

    private ValidatableResponse get(long application, String language) {
        return as(Surroundings.OPERATOR)
                .header("Accept-Language", language)
                .get(APPLICATION, tenant.value(), application)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse audit() {
        return as(Surroundings.OPERATOR)
                .get("/api/tenants/{t}/audit", tenant.value())
                .then()
                .statusCode(200);
    }
}
