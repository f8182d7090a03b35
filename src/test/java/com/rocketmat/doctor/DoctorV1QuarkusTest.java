package com.rocketmat.doctor;

import static com.rocketmat.sync.Practice.failed;
import static com.rocketmat.sync.Practice.finding;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.doctor.Finding.Status;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sync.Practice;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant with a Harvest v1 key. */
@QuarkusTest
class DoctorV1QuarkusTest {

    private final Practice practice = new Practice();

    @BeforeEach
    void key() {
        practice.v1();
        practice.customer.with(3);
        practice.model(Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
    }

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void aHealthyTenantPassesAndIsKnownToMergeWithoutAWrite() {
        DoctorReport report = practice.examine(practice.customer.ids().getFirst());

        assertThat(report.healthy()).isTrue();
        assertThat(report.findings())
                .extracting(Finding::check)
                .containsExactly(
                        "credential",
                        "permission Get: List Applications",
                        "permission Get: Retrieve Application",
                        "permission Patch: Update Application",
                        "permission Get: List Candidates",
                        "permission Get: List Jobs",
                        "permission Get: Get custom fields",
                        "acting user",
                        "score field",
                        "plan",
                        "model",
                        "features",
                        "dry score",
                        "write mode");
        assertThat(finding(report, "write mode").status()).isEqualTo(Status.OK);
        assertThat(finding(report, "write mode").seen()).contains("v1 is documented");
        assertThat(finding(report, "dry score").status()).isEqualTo(Status.OK);
        assertThat(practice.patches()).isEmpty();
        assertThat(practice.greenhouse.calls().all())
                .allMatch(call -> call.path().startsWith("/v1/"));
    }

    @ParameterizedTest
    @CsvSource({
        "harvest:candidates:list,Get: List Candidates,403",
        "harvest:candidates:list,Get: List Candidates,401",
        "harvest:jobs:list,Get: List Jobs,403",
        "harvest:custom_fields:list,Get: Get custom fields,401"
    })
    void aMissingPermissionIsNamedAsInTheDevCenter(String scope, String permission, int status) {
        practice.greenhouse.switches().v1.missingPermissionStatus = status;
        removeScope(scope);

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("permission " + permission);
        assertThat(finding(report, "permission " + permission).remedy())
                .contains("Dev Center", "Manage permissions: tick '" + permission + "'");
    }

    private void removeScope(String scope) {
        Set<String> others = new HashSet<>(Practice.WITH_HISTORY);
        others.remove(scope);
        practice.organisation().scopes(others);
    }

    @Test
    void aKeyThatMayNotReadApplicationsNeedsBothPermissions() {
        removeScope("harvest:applications:list");

        assertThat(failed(practice.examine()))
                .containsExactly("permission Get: List Applications", "permission Get: Retrieve Application");
    }

    /** The oldest come first, and v1 has no filter by creation date. */
    @Test
    void onlyTheFirst500ApplicationsAreSearched() {
        practice.customer.with(501);
        practice.secret.put("applications_since", "2021-01-01");
        practice.customer
                .ids()
                .forEach(id -> practice.organisation()
                        .change("applications", id, row -> row.put("created_at", "2020-06-01T08:00:00Z")));

        DoctorReport report = practice.examine();

        assertThat(report.healthy()).isTrue();
        assertThat(finding(report, "features").status()).isEqualTo(Status.SKIPPED);
        assertThat(finding(report, "features").seen())
                .isEqualTo(
                        "none of the first 500 active applications that Greenhouse lists is covered by the tenant's settings");
    }

    @Test
    void aWrongKeyIsAFailureOfTheCredential() {
        practice.secret.put("harvest_api_key", "mistyped-v1-key");

        DoctorReport report = practice.examine();

        assertThat(failed(report)).containsExactly("credential");
        assertThat(finding(report, "credential").remedy()).contains("harvest_api_key", "Harvest V3 (OAuth)");
    }

    @Test
    void aRetiredV1HasARemedy() {
        practice.greenhouse.switches().v1Retired = true;
        for (int status : List.of(401, 403, 404, 410)) {
            practice.greenhouse.switches().v1RetiredStatus = status;

            DoctorReport report = practice.examine();

            assertThat(failed(report)).containsExactly("credential");
            assertThat(finding(report, "credential").remedy()).contains("harvest_client_id and harvest_client_secret");
        }
    }
}
