package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.upload.Footprint;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.tenant.DueAtSecondTry;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One version of a tenant is active, even if replicas activate several at once. */
@QuarkusTest
class SwapQuarkusTest {

    private static final int VERSIONS = 3;

    SandboxDatabase database;

    @Inject
    ModelStore store;

    @Inject
    Uploads uploads;

    @Inject
    ModelsConfig config;

    @TempDir
    Path directory;

    private final TenantId tenant = new TenantId("swap-" + UUID.randomUUID());
    private final List<String> versions = new ArrayList<>();

    @BeforeEach
    void someVersions() throws IOException {
        for (int version = 0; version < VERSIONS; version++) {
            Path file = directory.resolve(version + ".onnx");
            Files.write(file, Graph.plus(version).toBytes());
            versions.add(uploads.importFile(tenant, file, PointsCustomer.MANIFEST, Optional.empty())
                    .version()
                    .version);
        }
        store.activate(tenant, versions.getFirst());
    }

    @Test
    void theCacheChargesWhatTheTrialMeasured() throws IOException {
        Path file = Files.write(directory.resolve("forest.onnx"), Operator.resource("sklearn_forest.onnx"));
        ModelVersion forest = uploads.importFile(tenant, file, Operator.text("sklearn_forest.json"), Optional.empty())
                .version();
        ModelCache cache = new ModelCache(Long.MAX_VALUE, new SimpleMeterRegistry());

        new OwnModels(config, cache, null).activate(tenant, forest.version);

        assertThat(cache.bytes()).isPositive().isEqualTo(Footprint.charge(forest.residentBytes));
        cache.close();
        assertThat(cache.bytes()).as("closed").isZero();
    }

    @Test
    void aModelTooLargeForTheCacheIsClosedAfterItHasScored() {
        ModelCache none = new ModelCache(0, new SimpleMeterRegistry());
        Models models = new OwnModels(config, none, null);

        models.activate(tenant, versions.get(1));

        assertThat(none.bytes()).isZero();
        ActiveModel active = models.active(tenant).orElseThrow();
        List<Map<String, FeatureValue>> rows =
                List.of(Map.of("application.custom[points]", new FeatureValue.Numeric(5)));
        assertThat(models.score(tenant, active, rows).getFirst().value()).isEqualByComparingTo("6");
        assertThat(none.bytes()).isZero();
        assertThat(models.scoreWithin(tenant, active, rows, false, config.runTime())
                        .getFirst()
                        .value())
                .isEqualByComparingTo("6");
        assertThat(none.bytes()).isZero();
    }

    @Test
    void theTimeLimitOfAShadowCoversAllBatches() {
        Models models = new OwnModels(config, new ModelCache(0, new SimpleMeterRegistry()), null);
        ActiveModel active = models.active(tenant).orElseThrow();
        List<Map<String, FeatureValue>> rows =
                Collections.nCopies(1_000_000, Map.of("application.custom[points]", new FeatureValue.Numeric(5)));

        assertThatThrownBy(() -> models.scoreWithin(tenant, active, rows, false, Duration.ofMillis(100)))
                .isInstanceOfSatisfying(
                        ScoringFailed.class,
                        failed -> assertThat(failed.isTimeout()).isTrue());
    }

    /** Otherwise the tenant would wait for its schedule, since a version that is active cannot be activated. */
    @Test
    void anActivationWhoseRunCannotBeRequestedCanBeRepeated() {
        store.retire(tenant, versions.getFirst(), _ -> true);
        DueAtSecondTry due = new DueAtSecondTry();
        Models models = new OwnModels(config, new ModelCache(0, new SimpleMeterRegistry()), due.events());

        assertThatThrownBy(() -> models.activate(tenant, versions.get(1))).hasMessage(DueAtSecondTry.FAILURE);
        assertThat(store.serving(tenant)).isEmpty();

        models.activate(tenant, versions.get(1));
        assertThat(due.triggers()).containsExactly("first model");
    }

    @Test
    void simultaneousActivationsLeaveOneVersionActive() throws Exception {
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 4; round++) {
                String one = versions.get(round % VERSIONS);
                String other = versions.get((round + 1) % VERSIONS);
                List<Callable<Boolean>> calls =
                        List.of(() -> activated(one), () -> activated(other), () -> activated(other));
                List<Boolean> activated = new ArrayList<>();
                for (Future<Boolean> call : threads.invokeAll(calls)) {
                    activated.add(call.get());
                }
                assertThat(activated).contains(true);
                assertThat(store.serving(tenant)).hasValueSatisfying(serving -> {
                    assertThat(serving.active().version()).isIn(one, other);
                    assertThat(serving.shadows()).isEmpty();
                });
            }
        }
    }

    /** False if it is already active. */
    private boolean activated(String version) {
        try {
            return store.activate(tenant, version).version().state == ModelState.ACTIVE;
        } catch (HttpProblem e) {
            assertThat(e.getStatusCode()).isEqualTo(409);
            return false;
        }
    }

    @Test
    void theDatabaseRefusesASecondActiveVersion() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(
                            "UPDATE model_version SET state = 'ACTIVE' WHERE tenant_id = '" + tenant + "'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("ux_model_version_active");
        }
    }
}
