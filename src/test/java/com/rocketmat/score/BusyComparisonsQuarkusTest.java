package com.rocketmat.score;

import static org.hamcrest.Matchers.containsString;

import com.rocketmat.console.Browser;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BusyComparisonsQuarkusTest {

    SandboxDatabase database;

    @AfterEach
    void clear() {
        database.execute(
                "DELETE FROM model_version WHERE tenant_id = 'busy-comparisons'",
                "DELETE FROM tenant WHERE tenant_id = 'busy-comparisons'");
    }

    @Test
    void aPageSaysWhenTooManyComparisonsRun() {
        compareAs(ProblemType.BUSY.passing("The maximum number of comparisons is running", 5));

        assertPageSays("The maximum number of comparisons is running: open this page again in a few seconds.");
    }

    @Test
    void aPageIsShownWithoutAComparisonThatTakesTooLong() {
        compareAs(timeout());

        assertPageSays("The database did not answer in time: open this page again in a few seconds.");
    }

    @Test
    void aPageIsShownWithoutACountThatTakesTooLong() {
        compareAs(timeout());
        QuarkusMock.installMockForType(
                new ScoresInFields(null, null, null, null) {
                    @Override
                    public Share share(TenantId tenant, String modelVersion) {
                        throw timeout();
                    }
                },
                ScoresInFields.class);

        assertPageSays("Overridden by people: not known. The database did not answer in time");
    }

    private static RuntimeException timeout() {
        return new PersistenceException(new SQLException("canceling statement due to statement timeout", "57014"));
    }

    private void compareAs(RuntimeException failure) {
        database.execute(
                "INSERT INTO tenant (tenant_id, state, since) VALUES ('busy-comparisons', 'STOPPED', now())",
                "INSERT INTO model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, checks, reference_row, resident_bytes, batch_millis)"
                        + " SELECT 'busy-comparisons', repeat(digit, 64), 'points', '%s', 'f', state, now(), '[]', '{}', 1, 1 FROM (VALUES ('a', 'ACTIVE'), ('b', 'SHADOW')) versions (digit, state)"
                                .formatted(PointsCustomer.MANIFEST));
        QuarkusMock.installMockForType(
                new Comparisons(null) {
                    @Override
                    public Comparison of(TenantId tenant, String version, String other) {
                        throw failure;
                    }
                },
                Comparisons.class);
    }

    private static void assertPageSays(String sentence) {
        Browser.signedIn(Surroundings.VIEWER)
                .get("/console/tenants/busy-comparisons/models/" + "b".repeat(64))
                .then()
                .statusCode(200)
                .body(containsString(sentence));
    }
}
