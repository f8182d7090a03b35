package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.upload.Footprint;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantStates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions are activated while others score, with real models whose scores reveal the version. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class SwapQuarkusTest {

    private static final int SWAPS = 200;
    private static final int VERSIONS = 5;
    private static final int APART = 100_000;
    /** Two of the models, of about 123 kB each. */
    private static final long TINY = 260_000;

    SandboxDatabase database;

    @Inject
    ModelStore store;

    @Inject
    Uploads uploads;

    @Inject
    TenantRegistry tenants;

    @Inject
    TenantStates states;

    @Inject
    ModelsConfig config;

    @TempDir
    Path directory;

    private final TenantId tenant = new TenantId("swap-" + UUID.randomUUID());
    /** What each version adds to an application's points. */
    private final Map<String, Integer> adds = new TreeMap<>();

    @BeforeEach
    void someVersions() throws IOException {
        for (int version = 0; version < VERSIONS; version++) {
            int more = version * APART;
            Path file = directory.resolve(version + ".onnx");
            Files.write(file, Graph.plus(more).toBytes());
            adds.put(
                    uploads.upload(tenant, file, PointsCustomer.MANIFEST, Optional.empty())
                            .version()
                            .version,
                    more);
        }
        store.activate(tenant, adds.keySet().iterator().next());
    }

    @Test
    @Tag("failure-versions-switch-under-load")
    void noBatchFailsAndEveryScoreIsOfTheVersionThatItIsSaidToBe() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ModelCache cache = new ModelCache(TINY, meters);
        Models models = models(cache);
        AtomicBoolean over = new AtomicBoolean();
        List<Future<Integer>> scoring = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 4; thread++) {
                scoring.add(threads.submit(() -> score(models, over)));
            }
            List<String> versions = List.copyOf(adds.keySet());
            try {
                for (int swap = 1; swap <= SWAPS; swap++) {
                    models.activate(tenant, versions.get(swap % VERSIONS));
                    if (swap % 20 == 0) {
                        // as when another replica purges, or the tenant stops
                        cache.drop(_ -> true);
                    }
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> one : scoring) {
                assertThat(one.get()).as("batches of one thread, none failed").isPositive();
            }
        }
        assertThat(meters.counter(ModelCache.EVICTIONS).count()).isGreaterThan(100);
        cache.drop(_ -> true);
        assertThat(cache.bytes()).as("nothing is left pinned").isZero();
    }

    @Test
    void aModelIsChargedWhatItsTrialMeasured() throws IOException {
        Path file = Files.write(directory.resolve("forest.onnx"), Operator.resource("sklearn_forest.onnx"));
        ModelVersion forest = uploads.upload(tenant, file, Operator.text("sklearn_forest.json"), Optional.empty())
                .version();
        ModelCache cache = new ModelCache(Long.MAX_VALUE, new SimpleMeterRegistry());

        models(cache).activate(tenant, forest.version);

        assertThat(cache.bytes()).isPositive().isEqualTo(Footprint.charge(forest.residentBytes));
        cache.drop(_ -> true);
    }

    private Models models(ModelCache cache) {
        return new Models(
                store, null, tenants, states, cache, null, config, new FeatureCatalogue(), new SimpleMeterRegistry());
    }

    private int score(Models models, AtomicBoolean over) {
        int batches = 0;
        while (!over.get()) {
            ActiveModel active = models.active(tenant).orElseThrow();
            int more = adds.get(active.version());
            List<Integer> points = IntStream.range(0, 20)
                    .mapToObj(_ -> ThreadLocalRandom.current().nextInt(1_000))
                    .toList();
            List<Map<String, FeatureValue>> rows = points.stream()
                    .<Map<String, FeatureValue>>map(
                            value -> Map.of("application.custom[points]", new FeatureValue.Numeric(value)))
                    .toList();
            assertThat(models.score(tenant, active, rows))
                    .extracting(row -> row.value().setScale(0))
                    .containsExactlyElementsOf(points.stream()
                            .map(p -> BigDecimal.valueOf(p + more))
                            .toList());
            batches++;
        }
        return batches;
    }

    @Test
    void ofTwoReplicasThatActivateAtOnceBothAreHeardAndOneVersionIsActive() throws Exception {
        List<String> versions = List.copyOf(adds.keySet());
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 15; round++) {
                String one = versions.get(round % VERSIONS);
                String other = versions.get((round + 1) % VERSIONS);
                List<Callable<Boolean>> calls =
                        List.of(() -> activated(one), () -> activated(other), () -> activated(other));
                List<Boolean> heard = new ArrayList<>();
                for (Future<Boolean> call : threads.invokeAll(calls)) {
                    heard.add(call.get());
                }
                assertThat(heard).contains(true);
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
    void theDatabaseItselfRefusesASecondActiveVersion() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(
                            "UPDATE model_version SET state = 'ACTIVE' WHERE tenant_id = '" + tenant + "'"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("ux_model_version_active");
        }
    }
}
