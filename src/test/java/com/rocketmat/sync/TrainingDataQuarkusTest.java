package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureDescription;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.secrecy.SecretScan.Leak;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.table.CsvTableTest;
import com.rocketmat.table.JsonLinesTest;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TrainingDataQuarkusTest {

    private static final String TENANT = "training";
    private static final String SLOWLY = "training-slowly";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int REJECTIONS = 53;
    private static final long OPT_OUT_FIELD = 4_410_999_104L;
    private static Decided decided;

    SandboxVault vault;
    GreenhouseSimulator greenhouse;

    @Inject
    FeatureCatalogue catalogue;

    @BeforeEach
    void aTenantWithoutAModel() {
        if (decided == null) {
            decided = new Decided(greenhouse.organisation(TENANT), REJECTIONS);
            appear(TENANT);
        }
    }

    @Test
    void everyDecidedApplicationIsARowOfFeaturesAndItsOutcome() throws IOException {
        int before = greenhouse.calls().of(TENANT).size();
        Map<Long, Map<String, String>> rows = rows(csv("").extract().asByteArray());

        assertThat(List.of("offices", "custom_field_options"))
                .as("once to test the scope, and once for all pages though one row is hidden")
                .allSatisfy(list -> assertThat(greenhouse.calls().of(TENANT).stream()
                                .skip(before)
                                .filter(call -> call.path().equals("/v3/" + list)))
                        .hasSize(2));
        assertThat(rows.keySet())
                .containsAll(decided.rejected)
                .contains(decided.hired, decided.onAClosedJob)
                .doesNotContain(decided.anonymised, decided.inProcess)
                .hasSize(REJECTIONS + 2);
        Map<String, String> hired = rows.get(decided.hired);
        assertThat(hired)
                .containsEntry("outcome", "hired")
                .containsEntry("rejection_reason_type", null)
                .containsEntry("stage_reached", "Interview")
                .containsEntry("application.age_days", "0.0")
                .containsEntry("candidate.company", "'=Lighthouses & Sons")
                .containsEntry("match.location_same", "1.0")
                .containsEntry("candidate.degree_level", "4.0");
        assertThat(Instant.parse(hired.get("decided_at"))).isAfterOrEqualTo(Instant.parse(hired.get("features_as_of")));
        assertThat(rows.get(decided.rejected.getFirst()))
                .containsEntry("outcome", "rejected")
                .containsEntry("rejection_reason_type", "They rejected us")
                .containsEntry("stage_reached", "Application Review");
        assertThat(rows.get(decided.onAClosedJob))
                .containsEntry("rejection_reason_type", null)
                .containsEntry("match.location_same", null)
                .containsEntry("job.title", "Keeper of a light that is out");
    }

    @Test
    void withoutAModelTheExportHasAllFeaturesWithoutKeysExceptPersonalOnes() throws IOException {
        List<String> header = new ArrayList<>(
                List.of(CsvTableTest.read(csv("").extract().asByteArray()).getFirst()));

        List<String> expected = new ArrayList<>(List.of("application_id", "features_as_of"));
        catalogue.describe().stream()
                .map(FeatureDescription::name)
                .filter(name -> !name.contains("["))
                .filter(name -> !List.of(
                                "application.stage", "application.location", "candidate.location", "resume.text")
                        .contains(name))
                .forEach(expected::add);
        expected.addAll(List.of("outcome", "rejection_reason_type", "stage_reached", "decided_at"));
        assertThat(header).isEqualTo(expected);
    }

    @Test
    void theExportNamesNoPerson() {
        String csv = csv("?features=" + everything()).extract().asString()
                + csv("").extract().asString();
        String lines = new String(
                file("?format=ndjson&features=" + everything()).extract().asByteArray(), StandardCharsets.UTF_8);

        assertThat(csv).contains("Keeper of the");
        assertThat(lines).contains("Keeper of the");
        assertThat(decided.personal().leaks(csv)).isEmpty();
        assertThat(decided.personal().leaks(lines)).isEmpty();
        assertThat(decided.personal().leaks(csv + "Quartermayne"))
                .as("a name that is planted is found")
                .extracting(Leak::hidden)
                .containsExactly("Quartermayne");
    }

    @Test
    void bothFormatsHaveTheSameValues() throws IOException {
        String features = "?features=application.custom[points],application.custom[remark],application.referred,job.id,"
                + "candidate.title";
        List<Map<String, Object>> rows =
                JsonLinesTest.read(jsonLines(features).extract().asByteArray());

        assertThat(rows).hasSize(REJECTIONS + 2);
        assertThat(rows.getFirst())
                .containsEntry("application.custom[points]", 700.0)
                .containsEntry("application.custom[remark]", null)
                .containsEntry("application.referred", false)
                .containsEntry("candidate.title", "Keeper of the \"North\" Light");
        assertThat(rows.stream().map(TrainingDataQuarkusTest::texts))
                .isEqualTo(CsvTableTest.readRows(csv(features).extract().asByteArray()));
    }

    @Test
    void theFormatParameterTakesPrecedenceOverTheAcceptHeader() {
        String features = "?features=job.id";

        assertThat(file(features + "&format=ndjson").extract().asString())
                .isEqualTo(jsonLines(features).extract().asString())
                .doesNotContain("\n\n");
        assertThat(jsonLines(features + "&format=csv", "text/csv").extract().asString())
                .isEqualTo(csv(features).extract().asString());
    }

    @Test
    void theRangeRefersToTheTimeOfApplication() throws IOException {
        assertThat(rows(csv("?to=2020-01-01").extract().asByteArray())).isEmpty();
        assertThat(jsonLines("?to=2020-01-01").extract().asByteArray()).isEmpty();
        assertThat(rows(csv("?from=2020-01-01&to=2100-01-01").extract().asByteArray()))
                .hasSize(REJECTIONS + 2);
        String asOf = "2031-01-01T00:00:00.000Z";
        assertThat(rows(csv("?features=application.age_days&asOf=" + asOf)
                        .extract()
                        .asByteArray()))
                .allSatisfy((_, row) -> {
                    assertThat(row).containsEntry("features_as_of", asOf);
                    assertThat(Double.parseDouble(row.get("application.age_days")))
                            .isGreaterThan(1_000);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "format,parquet,400",
        "from,yesterday,400",
        "to,2026-13-01,400",
        "asOf,12:00,400",
        "features,candidate.first_name,422",
        "features,candidate.location,422",
        "features,application.location,422",
        "features,application.custom[gender],422",
        "features,application.answer[What is your phone number?],422",
        "features,candidate.custom[linkedin_url],422"
    })
    void invalidParametersAreRefusedWithARemedy(String field, String value, int status) {
        given(Surroundings.OPERATOR)
                .queryParam(field, value)
                .get(address(TENANT))
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("field", equalTo(field))
                .body("remedy", notNullValue());
    }

    @Test
    void onlyTenantsThatExistAndAreNotPausedAreExported() {
        given(Surroundings.OPERATOR).get(address("absent")).then().statusCode(404);
        Surroundings.api().post("/api/tenants/training/pause").then().statusCode(200);
        refused(TENANT, 409).body("detail", containsString("is paused")).body("remedy", containsString("resume"));
        Surroundings.api().post("/api/tenants/training/resume").then().statusCode(200);
        csv("?to=2020-01-01");
    }

    @Test
    void aV1KeyIsRefused() {
        String byKey = "training-by-key";
        Organisation organisation = decided.organisation;
        appear(byKey, organisation.keySecret(Map.of()));

        refused(byKey, 409)
                .body("title", equalTo("Not with a Harvest v1 key"))
                .body("remedy", containsString("Harvest V3 (OAuth)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rejection_details", "offices", "candidate_educations"})
    void aMissingScopeIsNamedBeforeTheFirstByte(String list) {
        greenhouse.faults().on(Match.get("/v3/" + list).organisation(TENANT)).answer(Fault.forbidden());

        refused(TENANT, 409)
                .body("detail", containsString("harvest:" + list + ":list"))
                .body("remedy", containsString("Manage scopes: tick harvest:" + list + ":list"));
        csv("?to=2020-01-01");
    }

    @Test
    void featuresOfTheModelThatAreLeftOutAreNamedInAHeader() {
        String tenant = "training-left-out";
        appear(tenant);
        String manifest = Operator.text("sklearn_logistic_zipmap.json")
                .replace("\"missing\": {}", "\"missing\": {\"candidate.jobs_count\": 0}")
                .replace("candidate.jobs_count", "application.custom[phone\\nnumber]");
        Surroundings.api().giveModel(tenant, Operator.resource("sklearn_logistic_zipmap.onnx"), manifest);

        file(tenant, "").header("Rocketmat-Left-Out", equalTo("application.custom[phone number]"));
    }

    @Test
    void candidatesWhoObjectAreNotExported() throws IOException {
        String tenant = "training-objections";
        Organisation organisation = greenhouse.organisation(tenant);
        long job = organisation.addJob("Keeper");
        List<Long> candidates = new ArrayList<>();
        List<Long> applications = new ArrayList<>();
        for (String name : List.of("Free", "ByField", "ByCall")) {
            candidates.add(organisation.addCandidate(name, "Lamp"));
            applications.add(organisation.addApplication(candidates.getLast(), job));
            organisation.reject(applications.getLast());
        }
        // this application's field objects; its job is not exported
        long objecting = organisation.addApplication(candidates.get(1), organisation.addJob("Elsewhere"));
        organisation.hire(objecting);
        Map<String, String> secret = new HashMap<>(organisation.secret(Map.of()));
        secret.put("jobs", String.valueOf(job));
        secret.put("opt_out_field", "no_scores");
        appear(tenant, secret);
        Surroundings.api()
                .put("/api/tenants/%s/candidates/%d/objection".formatted(tenant, candidates.getLast()))
                .then()
                .statusCode(lessThan(300));

        refused(tenant, 409)
                .body("title", equalTo("Objections cannot be read"))
                .body("detail", containsString("no_scores"));
        organisation.addField(OPT_OUT_FIELD, "no_scores", "yes_no");
        organisation.setCustomField(objecting, "no_scores", BooleanNode.TRUE);

        assertThat(rows(file(tenant, "?features=job.id").extract().asByteArray()))
                .containsOnlyKeys(applications.getFirst());
    }

    @Test
    void theAuditLogNamesTheOperatorAndTheParameters() {
        String name = csv("?features=job.id&from=2020-01-01").extract().header("Content-Disposition");

        assertThat(name).contains("training-training-data.csv");
        List<Map<String, Object>> log = audit(TENANT);
        assertThat(log).extracting(entry -> (String) entry.get("phase")).startsWith("COMPLETED", "BEGUN");
        assertThat(log).extracting(entry -> (String) entry.get("actor")).startsWith("operator", "operator");
        assertThat(log.get(0).get("reference")).isEqualTo(log.get(1).get("reference"));
        assertThat(details(log.getFirst()))
                .containsEntry("features", "job.id")
                .containsEntry("from", "2020-01-01T00:00:00Z")
                .containsEntry("format", "csv")
                .containsEntry("rows", String.valueOf(REJECTIONS + 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/x-ndjson"})
    void aFailureBreaksTheResponseOffAndIsLogged(String accepted) {
        // one call to test the scope, one for a hired candidate, one for fifty others
        greenhouse
                .faults()
                .on(Match.get("/v3/candidates").organisation(TENANT))
                .after(3)
                .answer(Fault.forbidden());

        assertThatThrownBy(() -> given(Surroundings.OPERATOR)
                        .accept(accepted)
                        .get(address(TENANT))
                        .then()
                        .statusCode(200)
                        .extract()
                        .asByteArray())
                .isInstanceOf(Exception.class);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(audit(TENANT).getFirst().get("phase")).isEqualTo("FAILED");
            // the hired one, and all of the fifty but the anonymised one
            assertThat(details(audit(TENANT).getFirst())).containsEntry("rows", "50");
        });
        csv("");
    }

    @Test
    void aDisconnectedClientEndsTheExport() throws IOException {
        Organisation slow = greenhouse.organisation(SLOWLY);
        // more than two rate windows allow
        new Decided(slow, 200);
        slow.rateLimit(12);
        appear(SLOWLY);
        try (RawCall client = RawCall.open()) {
            client.send("GET %s?features=job.id HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                    .formatted(address(SLOWLY), Surroundings.OPERATOR));
            assertThat(new Scanner(client.socket().getInputStream(), StandardCharsets.UTF_8)
                            .findWithinHorizon("HTTP/1.1 200(?s:.*?)application_id", 0))
                    .isNotNull();
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(audit(SLOWLY).getFirst().get("phase")).isEqualTo("ABANDONED"));
    }

    private String everything() {
        return "job.id,job.title,job.open_days,candidate.title,candidate.company,candidate.tags,candidate.school,"
                + "match.title_similarity,match.location_same,application.custom[points],application.custom[remark]";
    }

    private ValidatableResponse csv(String query) {
        return file(query).contentType(startsWith("text/csv"));
    }

    private ValidatableResponse jsonLines(String query) {
        return jsonLines(query, "application/x-ndjson")
                .header("Content-Disposition", containsString("training-training-data.ndjson"));
    }

    private ValidatableResponse jsonLines(String query, String type) {
        return given(Surroundings.OPERATOR)
                .accept("application/x-ndjson")
                .get(address(TENANT) + query)
                .then()
                .statusCode(200)
                .contentType(startsWith(type));
    }

    private ValidatableResponse file(String query) {
        return file(TENANT, query);
    }

    private ValidatableResponse file(String tenant, String query) {
        return given(Surroundings.OPERATOR).get(address(tenant) + query).then().statusCode(200);
    }

    private ValidatableResponse refused(String tenant, int status) {
        return given(Surroundings.OPERATOR)
                .get(address(tenant))
                .then()
                .statusCode(status)
                .contentType("application/problem+json");
    }

    private static Map<Long, Map<String, String>> rows(byte[] csv) throws IOException {
        List<Map<String, String>> read = CsvTableTest.readRows(csv);
        Map<Long, Map<String, String>> rows = new TreeMap<>();
        read.forEach(row -> rows.put(Long.valueOf(row.get("application_id")), row));
        assertThat(rows).hasSameSizeAs(read);
        return rows;
    }

    private static Map<String, String> texts(Map<String, Object> row) {
        Map<String, String> texts = new HashMap<>();
        row.forEach((name, cell) -> texts.put(
                name,
                switch (cell) {
                    case null -> null;
                    case Boolean flag -> flag ? "1.0" : "0.0";
                    default -> cell.toString();
                }));
        return texts;
    }

    private static List<Map<String, Object>> audit(String tenant) {
        return Surroundings.api().get("/api/tenants/" + tenant + "/audit").path("items");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> details(Map<String, Object> entry) {
        return (Map<String, String>) entry.get("details");
    }

    private static String address(String tenant) {
        return "/api/tenants/" + tenant + "/training-data";
    }

    private static RequestSpecification given(String token) {
        return RestAssured.given().auth().oauth2(token).urlEncodingEnabled(true);
    }

    private void appear(String tenant) {
        appear(tenant, greenhouse.organisation(tenant).secret(Map.of()));
    }

    private void appear(String tenant, Map<String, String> secret) {
        WrittenSecret.put(vault, tenant, secret);
        await().atMost(PATIENCE).until(() -> Surroundings.api().tenant(tenant).path("state"), "ACTIVE"::equals);
    }
}
