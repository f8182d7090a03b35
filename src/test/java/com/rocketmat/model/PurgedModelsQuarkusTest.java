package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PurgedModelsQuarkusTest {

    private static final String VERSION = "b".repeat(64);

    SandboxDatabase database;

    @Inject
    ModelCache cache;

    @Inject
    PurgedModels purged;

    private final TenantId tenant = new TenantId("sweep-" + UUID.randomUUID());

    @Test
    void aModelThatAnotherReplicaPurgedIsClosedAndOneThatIsStoredIsNot() {
        execute(
                "insert into model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, checks, reference_row, resident_bytes, batch_millis)"
                        + " values ('%s', '%s', 'n', '{}', 'f', 'UPLOADED', now(), '[]', '{}', 1, 1)");
        ModelCacheTest.Fake model = new ModelCacheTest.Fake(1);
        cache.lease(new ModelCache.Key(tenant, VERSION), () -> model).close();
        purged.close();
        assertThat(model.open()).isTrue();

        execute("delete from model_version where tenant_id = '%s' and version = '%s'");
        purged.close();

        assertThat(model.open()).isFalse();
    }

    private void execute(String statement) {
        database.execute(statement.formatted(tenant, VERSION));
    }
}
