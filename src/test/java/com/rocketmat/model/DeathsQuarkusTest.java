package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.state.TenantOrphaned;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the crashes of processes count against the version that they scored with. */
@QuarkusTest
@Tag("finding-A2")
class DeathsQuarkusTest {

    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%update model_version%'";

    SandboxDatabase database;

    @Inject
    Models models;

    @Inject
    ModelStore store;

    @Inject
    ModelCache cache;

    @Inject
    Uploads uploads;

    @Inject
    TenantUnit unit;

    @Inject
    Event<TenantOrphaned> orphans;

    @TempDir
    private Path directory;

    private final TenantId tenant = new TenantId("deaths-" + UUID.randomUUID());
    private String version;

    @BeforeEach
    void anActiveVersion() throws IOException {
        version = uploaded(tenant);
        store.activate(tenant, version);
    }

    private String uploaded(TenantId of) throws IOException {
        Path file = Files.write(directory.resolve("model.onnx"), Graph.plus(1).toBytes());
        return uploads.importFile(of, file, PointsCustomer.MANIFEST, Optional.empty())
                .version()
                .version;
    }

    @Test
    void twoCrashesWhileAVersionScoresQuarantineIt() {
        aProcessCrashes();
        store.batchStarts(tenant, version);
        try (LogTap log = new LogTap(Models.class)) {
            aProcessCrashes();
            assertThat(log.text()).contains("Quarantined model version " + version, tenant.value());
        }

        ModelVersion quarantined = models.require(tenant, version);
        assertThat(quarantined.state).isEqualTo(ModelState.QUARANTINED);
        assertThat(quarantined.quarantine).contains("two processes");
        assertThat(models.active(tenant)).isEmpty();
        assertThat(models.quarantined(tenant))
                .hasValueSatisfying(reason -> assertThat(reason).contains("quarantined"));
    }

    @Test
    void crashesWhileItDoesNotScoreDoNotCount() {
        aProcessCrashes();
        aProcessCrashes();
        aProcessCrashes();

        assertThat(models.active(tenant)).isPresent();
    }

    @Test
    void anOrphanedTenantOfALiveProcessDoesNotCount() {
        aProcessCrashes();
        store.batchStarts(tenant, version);
        orphans.fire(new TenantOrphaned(tenant, false));

        assertThat(models.active(tenant))
                .hasValueSatisfying(active -> assertThat(active.deaths()).isOne());
    }

    @Test
    void aScoredBatchResetsTheCount() {
        aProcessCrashes();
        ActiveModel active = models.active(tenant).orElseThrow();
        assertThat(active.deaths()).isOne();

        assertThat(models.score(tenant, active, List.of(points(41)))).hasSize(1);

        assertThat(models.active(tenant).orElseThrow().deaths()).isZero();
    }

    /** Later batches of the slice that began after the first death. */
    @Test
    void aDeathAfterAScoredBatchIsTheFirst() {
        aProcessCrashes();
        store.batchStarts(tenant, version);
        store.batchEnds(tenant, version);
        store.batchStarts(tenant, version);

        aProcessCrashes();

        assertThat(models.active(tenant)).isPresent();
        assertThat(deathsAndRunning(tenant)).isEqualTo("1 false");
    }

    /** Otherwise a version that crashes when it opens would crash one process after the other. */
    @Test
    void theBatchIsRecordedBeforeTheVersionIsOpened() {
        aProcessCrashes();
        damage();
        ActiveModel active = models.active(tenant).orElseThrow();
        AtomicReference<CompletableFuture<Void>> opening = new AtomicReference<>();
        unit.run(tenant, () -> {
            ModelVersion.lockAll(tenant);
            opening.set(CompletableFuture.runAsync(() -> models.score(tenant, active, List.of(points(41)))));
            await().until(() -> database.count(WAITING.replace("model_version", "model_version%set batch_since")) > 0);
        });

        assertThatThrownBy(opening.get()::join).hasCauseInstanceOf(ScoringFailed.class);
        ModelVersion opened = models.require(tenant, version);
        assertThat(opened.batchSince).isNull();
        assertThat(opened.deaths).isZero();
    }

    /**
     * Otherwise one more death would count against every tenant of the first process. A version that hangs delays others only for a while.
     */
    @Test
    void ofVersionsThatAProcessRanWhenItDiedOneRunsAtATime() throws Exception {
        TenantId other = new TenantId("deaths-" + UUID.randomUUID());
        store.activate(other, uploaded(other));
        aProcessCrashes();
        orphans.fire(new TenantOrphaned(other, true));
        CountDownLatch ends = new CountDownLatch(1);
        try (var threads = Executors.newCachedThreadPool()) {
            try {
                nothingLoadsBefore(ends, threads);
                Future<?> hanging = threads.submit(() -> scoreOne(tenant));
                await().until(() -> deathsAndRunning(tenant).equals("1 true"));
                Thread waiting = Thread.ofPlatform().start(() -> scoreOne(other));
                await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
                assertThat(deathsAndRunning(other)).isEqualTo("1 false");

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> deathsAndRunning(other).equals("1 true"));
                ends.countDown();
                waiting.join();
                hanging.get();
            } finally {
                ends.countDown();
            }
        }
        assertThat(deathsAndRunning(other)).isEqualTo("0 false");
    }

    private void nothingLoadsBefore(CountDownLatch ends, ExecutorService threads) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(ModelCache.LOADING_THREADS);
        for (int loader = 0; loader < ModelCache.LOADING_THREADS; loader++) {
            var key = new ModelCache.Key(tenant, "hangs " + loader);
            threads.execute(() -> assertThatThrownBy(() -> cache.use(key, () -> hang(busy, ends), Function.identity()))
                    .hasMessage("not a model"));
        }
        busy.await();
    }

    private static LoadedModel hang(CountDownLatch busy, CountDownLatch ends) {
        busy.countDown();
        await().atMost(Duration.ofMinutes(1)).until(() -> ends.getCount() == 0);
        throw new IllegalStateException("not a model");
    }

    private void scoreOne(TenantId of) {
        assertThat(models.score(of, models.active(of).orElseThrow(), List.of(points(41))))
                .hasSize(1);
    }

    private String deathsAndRunning(TenantId of) {
        return database.column(
                        "SELECT deaths || ' ' || (batch_since IS NOT NULL) FROM model_version WHERE tenant_id = '%s'"
                                .formatted(of))
                .getFirst();
    }

    @Test
    void theEndOfABatchDoesNotOverwriteANewState() {
        aProcessCrashes();
        AtomicReference<CompletableFuture<Void>> batch = new AtomicReference<>();
        unit.run(tenant, () -> {
            ModelVersion.lockAll(tenant).getFirst().state = ModelState.RETIRED;
            ModelVersion.flush();
            batch.set(CompletableFuture.runAsync(() -> store.batchEnds(tenant, version)));
            await().until(() -> database.count(WAITING) > 0);
        });
        batch.get().join();

        assertThat(models.require(tenant, version).state).isEqualTo(ModelState.RETIRED);
    }

    /** Which may be long ago. */
    @Test
    void aShadowIsNotBlamedForDeathsOfItsTimeAsTheActiveVersion() {
        aProcessCrashes();
        store.batchStarts(tenant, version);
        store.retire(tenant, version, _ -> true);
        store.shadow(tenant, version);

        aProcessCrashes();

        assertThat(models.require(tenant, version).state).isEqualTo(ModelState.SHADOW);
    }

    @Test
    void aRowThatCannotBeScoredIsNotACrash() {
        aProcessCrashes();
        ActiveModel active = models.active(tenant).orElseThrow();

        assertThatThrownBy(() -> models.score(
                        tenant, active, List.of(Map.of("application.custom[points]", new FeatureValue.Text("many")))))
                .isInstanceOf(ScoringFailed.class);

        assertThat(models.active(tenant).orElseThrow().deaths()).isZero();
    }

    @Test
    void anActivationByAnOperatorResetsTheCount() {
        aProcessCrashes();
        store.batchStarts(tenant, version);
        aProcessCrashes();

        store.activate(tenant, version);

        assertThat(models.active(tenant).orElseThrow().deaths()).isZero();
        aProcessCrashes();
        assertThat(models.active(tenant)).isPresent();
    }

    /** So that it does not open, although its digest matches. */
    private void damage() {
        database.execute(
                "UPDATE model_file SET content = 'damaged' WHERE tenant_id = '%s'".formatted(tenant),
                "UPDATE model_version SET file_sha256 = encode(sha256('damaged'), 'hex') WHERE tenant_id = '%s'"
                        .formatted(tenant));
    }

    private void aProcessCrashes() {
        orphans.fire(new TenantOrphaned(tenant, true));
    }

    private static Map<String, FeatureValue> points(double value) {
        return Map.of("application.custom[points]", new FeatureValue.Numeric(value));
    }
}
