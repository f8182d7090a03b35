package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V3FilterTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long job = acme.addJob("Analyst");
    private final long candidate = acme.addCandidate("Ada", "Byron");
    private long older;
    private long newer;

    @BeforeEach
    void twoApplicationsAnHourApart() {
        older = acme.addApplication(candidate, job);
        sandbox.clock.forward(Duration.ofHours(1));
        newer = acme.addApplication(candidate, job);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "created_before=2026-11-24T12:30:00Z",
                "last_activity_after=2026-11-24T12:30:00Z",
                "updated_at[after]=2026-11-24T12:30:00Z",
                "updated_at[gte]=yesterday",
                "updated_at=2026-11-24T12:30:00Z",
                "job_id=1",
                "candidate_id=1",
                "sort=updated_at",
                "order=asc",
                "page=2",
                "skip_count=true",
                "custom_fields=null",
                "status=in_process",
                "status=Active",
                "prospect=1",
                "prospect=TRUE",
                "ids=",
                "ids=1;2",
                "custom_field_option_id=1,2",
                "per_page=ten"
            })
    void whatIsNotAParameterIsRefusedAndNotIgnored(String query) {
        Response refused =
                sandbox.get("/v3/applications?" + query.replace("[", "%5B").replace("]", "%5D"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(InProcessSandbox.json(refused).path("message").asText()).isEqualTo("Unprocessable Content");
        assertThat(InProcessSandbox.json(refused).path("errors")).hasSize(1);
    }

    @Test
    void severalUnknownParametersAreNamedInOneError() {
        assertThat(InProcessSandbox.json(sandbox.get("/v3/applications?job_id=1&page=2"))
                        .at("/errors/0")
                        .asText())
                .isEqualTo("Invalid query params: job_id, page");
    }

    @Test
    void boundsAreInclusiveOrNotAsTheySay() {
        String at = "2026-11-24T12:00:07.250Z";
        assertThat(filtered("updated_at", "gte|" + at)).containsExactly(newer, older);
        assertThat(filtered("updated_at", "gt|" + at)).containsExactly(newer);
        assertThat(filtered("updated_at", "lte|" + at)).containsExactly(older);
        assertThat(filtered("updated_at", "lt|" + at)).isEmpty();
        assertThat(filtered("updated_at", "gt|" + at + "|lte|2026-11-24T13:00:07.250Z"))
                .containsExactly(newer);
        assertThat(filtered("updated_at", "gte|2026-11-24T14:00:00+01:00")).containsExactly(newer);
    }

    @Test
    void aRowWithoutLastActivityIsInNoWindowOfIt() {
        assertThat(sandbox.row("/v3/applications").path("last_activity_at").isNull())
                .isTrue();
        assertThat(filtered("last_activity_at", "gte|2000-01-01T00:00:00Z")).isEmpty();
        assertThat(filtered("updated_at", "gte|2000-01-01T00:00:00Z")).containsExactly(newer, older);
    }

    @Test
    void theBracketFormIsTakenToo() {
        String both =
                "/v3/applications?updated_at%5Bgte%5D=2026-11-24T12:00:00Z&updated_at%5Blt%5D=2026-11-24T12:30:00Z";
        assertThat(InProcessSandbox.ids(sandbox.get(both))).containsExactly(older);
    }

    @Test
    void aFilterMayBeTakenAndHaveNoEffect() {
        sandbox.switches().reads.ignoredFilters = Set.of("status");
        acme.hire(older);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications?status=active")))
                .containsExactly(newer, older);
    }

    @Test
    void onlyTheFieldsThatAreAskedForAreThere() {
        JsonNode row = sandbox.row("/v3/applications?fields=custom_fields,id");
        assertThat(row.fieldNames()).toIterable().containsExactlyInAnyOrder("id", "custom_fields");
        assertThat(sandbox.row("/v3/applications?fields=status").toString()).isEqualTo("{\"status\":\"in_process\"}");
        assertThat(sandbox.get("/v3/applications?fields=id,jobs").status()).isEqualTo(422);
    }

    @Test
    void fiftyFieldsAreTheMost() {
        assertThat(sandbox.get("/v3/applications?fields=" + names(50)).status()).isEqualTo(200);
        assertThat(sandbox.get("/v3/applications?fields=" + names(51)).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({"Application Review, 2", "application review, 0", "Application, 0"})
    void aStagesNameIsExact(String name, int found) {
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications", "stage_name", name)))
                .hasSize(found);
    }

    @ParameterizedTest
    @CsvSource({
        "candidates, job_ids",
        "jobs, department_ids",
        "jobs, office_ids",
        "custom_field_options, custom_field_id",
        "candidate_educations, candidate_id",
        "users, email"
    })
    void whatIsAFilterElsewhereMayBeNoneHere(String list, String parameter) {
        assertThat(sandbox.get("/v3/" + list + "?" + parameter + "=1").status()).isEqualTo(422);
    }

    @Test
    void jobsAreFilteredByOneDepartmentAndOneOffice() {
        acme.change(
                "jobs",
                job,
                row -> row.put("department_id", 7)
                        .putArray("office_ids")
                        .add(13)
                        .add(14));
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/jobs?department_id=7&office_id=14")))
                .containsExactly(job);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/jobs?office_id=15"))).isEmpty();
    }

    @Test
    void candidatesAreFoundByMailInAnyCaseAndByTag() {
        acme.change("candidates", candidate, row -> {
            row.putArray("email_addresses")
                    .addObject()
                    .put("value", "Ada@example.com")
                    .put("type", "work");
            row.putArray("tags").add("Maths");
        });
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/candidates?email=ada@EXAMPLE.com")))
                .containsExactly(candidate);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/candidates?tag=Maths")))
                .containsExactly(candidate);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/candidates?tag=maths")))
                .isEmpty();
    }

    @Test
    void optionsAreFoundByWhatGreenhouseCallsTheirField() {
        acme.add(
                "custom_fields",
                OrganisationBuilder.field(1, "abschluss", "Abschluss", "single_select")
                        .put("field_type", "candidate")
                        .put("internal_type", "degree"));
        acme.add(
                "custom_field_options",
                Json.object().put("id", 2).put("custom_field_id", 1).put("name", "Master's"));
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/custom_field_options?custom_field_key=degree")))
                .containsExactly(2L);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/custom_field_options?custom_field_key=discipline")))
                .isEmpty();
    }

    private List<Long> filtered(String parameter, String value) {
        return InProcessSandbox.ids(sandbox.get("/v3/applications", parameter, value));
    }

    private static String names(int count) {
        return String.join(",", Collections.nCopies(count, "id"));
    }
}
