package com.rocketmat.model;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.runtime.Batch;
import com.rocketmat.model.runtime.DryRows;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.model.upload.Footprint;
import com.rocketmat.model.upload.ModelsConfig;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSettings.Rescore;
import com.rocketmat.tenant.state.TenantOrphaned;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What other packages use: finds, activates and retires a tenant's versions, and scores with them. */
// eager, so that its metrics exist from the start
@Startup
@ApplicationScoped
public class Models {

    static final String SCORING = "rocketmat.scoring";
    static final String REASONING = "rocketmat.reasoning";
    /** Counts scores without reasons: the reasons took too long, or ONNX Runtime failed. */
    static final String WITHOUT_REASONS = "rocketmat.reasons.omitted";

    public static final String QUARANTINE_REMEDY =
            "activate another version, or upload a smaller one; to try this one again, activate it";

    private final ModelStore store;
    private final ModelCards cards;
    private final TenantRegistry tenants;
    private final TenantStates states;
    private final TenantUnit unit;
    private final ModelCache cache;
    private final Event<TenantDue> due;
    private final ModelsConfig config;
    private final FeatureCatalogue catalogue;
    private final Timer scoring;
    private final Timer reasoning;
    private final Counter withoutReasons;
    /** Versions that may have killed a process run one at a time, as far as possible, so that a second death points at one of them. */
    private final ReentrantLock suspects = new ReentrantLock(true);

    Models(
            ModelStore store,
            ModelCards cards,
            TenantRegistry tenants,
            TenantStates states,
            TenantUnit unit,
            ModelCache cache,
            Event<TenantDue> due,
            ModelsConfig config,
            FeatureCatalogue catalogue,
            MeterRegistry meters) {
        this.store = store;
        this.cards = cards;
        this.tenants = tenants;
        this.states = states;
        this.unit = unit;
        this.cache = cache;
        this.due = due;
        this.config = config;
        this.catalogue = catalogue;
        this.scoring = meters.timer(SCORING);
        this.reasoning = meters.timer(REASONING);
        this.withoutReasons = meters.counter(WITHOUT_REASONS);
    }

    public Optional<ActiveModel> active(TenantId tenant) {
        return serving(tenant).map(Serving::active);
    }

    boolean wasEverActive(TenantId tenant) {
        return store.wasEverActive(tenant);
    }

    public List<ModelView> newest(TenantId tenant, Set<ModelState> states, int limit) {
        return store.page(tenant, states, ModelVersion.Place.START, limit).stream()
                .map(ModelView::of)
                .toList();
    }

    public Optional<ModelView> find(TenantId tenant, String version) {
        return store.find(tenant, version).map(ModelView::of);
    }

    /** The versions that score the tenant's applications; empty while no version is active. */
    public Optional<Serving> serving(TenantId tenant) {
        return store.serving(tenant);
    }

    /** Fails with 404 if the version does not exist. */
    public ModelVersion require(TenantId tenant, String version) {
        return store.find(tenant, version).orElseThrow(() -> ModelStore.unknown(version));
    }

    /**
     * Scores rows with their reasons, in their order. It may load the model, so call it outside a transaction, which would hold a
     * connection meanwhile.
     *
     * @param rows the values of {@link ActiveModel#features()}; an absent feature counts as missing
     * @throws ScoringFailed if a row cannot be scored
     */
    public List<ScoredRow> score(TenantId tenant, ActiveModel active, List<Map<String, FeatureValue>> rows) {
        return score(tenant, active, rows, false);
    }

    /** Whether the version still scores the synthetic rows of its upload checks. */
    public boolean canScore(TenantId tenant, ActiveModel active) {
        try {
            score(tenant, active, DryRows.of(active.manifest(), catalogue));
            return true;
        } catch (ScoringFailed e) {
            return false;
        }
    }

    /** If {@code alone}, each row is scored alone, so that {@link #replay} returns the same number, bit for bit. */
    public List<ScoredRow> score(
            TenantId tenant, ActiveModel active, List<Map<String, FeatureValue>> rows, boolean alone) {
        try {
            return withLoaded(
                    tenant,
                    active,
                    model -> Batch.of(rows).stream()
                            .flatMap(batch -> score(model, active, batch, alone).stream())
                            .toList());
        } catch (ScoringFailed e) {
            throw e.isTimeout() ? quarantine(tenant, active, e) : e;
        }
    }

    private List<ScoredRow> score(
            LoadedModel model, ActiveModel active, List<Map<String, FeatureValue>> rows, boolean alone) {
        double[] raw = scoring.record(() -> raw(model, rows, config.runTime(), alone));
        return scored(active, rows, raw, () -> reasoning.record(() -> reasons(model, rows)));
    }

    /** Asks for the reasons only once every row has a score. */
    private static List<ScoredRow> scored(
            ActiveModel model,
            List<Map<String, FeatureValue>> rows,
            double[] raw,
            Supplier<List<List<FeatureWeight>>> reasons) {
        List<BigDecimal> values = IntStream.range(0, raw.length)
                .mapToObj(row -> written(model.manifest(), rows.get(row), raw[row]))
                .toList();
        List<List<FeatureWeight>> why = reasons.get();
        return IntStream.range(0, raw.length)
                .mapToObj(row -> new ScoredRow(values.get(row), raw[row], why.get(row)))
                .toList();
    }

    private List<ScoredRow> withLoaded(
            TenantId tenant, ActiveModel model, Function<LoadedModel, List<ScoredRow>> scoring) {
        // spares other versions the transactions
        return model.deaths() > 0 ? withSuspect(tenant, model, scoring) : loaded(tenant, model, scoring);
    }

    /**
     * Records that the version runs, and runs it alone if possible, so that the next process knows what was running if this one dies too. A
     * version that hangs holds up the others for at most half of a batch's time limit (10 s), which leaves time for their batches in the
     * drain at shutdown (15 s).
     */
    private List<ScoredRow> withSuspect(
            TenantId tenant, ActiveModel model, Function<LoadedModel, List<ScoredRow>> scoring) {
        boolean only = awaitOtherSuspects();
        try {
            store.batchStarts(tenant, model.version());
            try {
                return loaded(tenant, model, scoring);
            } finally {
                store.batchEnds(tenant, model.version());
            }
        } finally {
            if (only) {
                suspects.unlock();
            }
        }
    }

    private boolean awaitOtherSuspects() {
        try {
            return suspects.tryLock(config.runTime().toNanos() / 2, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void on(@Observes TenantOrphaned orphaned) {
        if (!orphaned.dead()) {
            return;
        }
        for (String version : store.processDied(orphaned.tenant())) {
            Log.warnf(
                    "Quarantined model version %s of %s: two processes in a row died while it was opened or scored; it does not run until an operator"
                            + " activates it again",
                    version, orphaned.tenant());
        }
    }

    /** A retry would take just as long. */
    private ScoringFailed quarantine(TenantId tenant, ActiveModel active, ScoringFailed failed) {
        if (store.quarantine(tenant, active.version(), failed.reason())) {
            Log.warnf(
                    "Quarantined model version %s of %s: %s; it does not run until an operator activates it again",
                    active.version(), tenant, failed.reason());
        } else if (quarantined(tenant).isEmpty()) {
            // retired or replaced meanwhile, which also ends its use
            return ScoringFailed.quarantined(failed.reason(), failed.remedy());
        }
        return ScoringFailed.quarantined(quarantineReason(failed.reason()), QUARANTINE_REMEDY);
    }

    private static String quarantineReason(String reason) {
        return "the model is quarantined: " + reason;
    }

    /** Why the tenant has no active version, if the last one is quarantined. */
    public Optional<String> quarantined(TenantId tenant) {
        return store.quarantined(tenant).map(Models::quarantineReason);
    }

    private List<List<FeatureWeight>> reasons(LoadedModel model, List<Map<String, FeatureValue>> rows) {
        return model.occlusion.reasons(rows, config.reasonsTime()).orElseGet(() -> {
            withoutReasons.increment(rows.size());
            return withoutReasons(rows);
        });
    }

    /**
     * Scores rows without reasons, with any version. The time limit keeps a shadow's run from delaying the active version. It does not
     * include the time to load the version or, if it may have killed a process, to wait for other such versions.
     *
     * @param alone see {@link #score(TenantId, ActiveModel, List, boolean)}
     * @throws ScoringFailed if a row cannot be scored, or not in time
     */
    public List<ScoredRow> scoreWithin(
            TenantId tenant, ActiveModel version, List<Map<String, FeatureValue>> rows, boolean alone, Duration limit) {
        return withLoaded(
                tenant,
                version,
                model -> scored(version, rows, raw(model, rows, limit, alone), () -> withoutReasons(rows)));
    }

    private static List<List<FeatureWeight>> withoutReasons(List<Map<String, FeatureValue>> rows) {
        return Collections.nCopies(rows.size(), List.of());
    }

    private static double[] raw(
            LoadedModel model, List<Map<String, FeatureValue>> rows, Duration limit, boolean alone) {
        return alone ? model.onnx.scoreEach(rows, limit) : model.onnx.score(rows, limit);
    }

    /**
     * Scores a row again, without reasons, with the version that scored it.
     *
     * @throws com.rocketmat.problem.HttpProblem 404 if the version is no longer stored
     * @throws ScoringFailed if it is quarantined or fails
     */
    public ScoredRow replay(TenantId tenant, String version, Map<String, FeatureValue> row) {
        ModelVersion stored = require(tenant, version);
        if (stored.state == ModelState.QUARANTINED) {
            throw ScoringFailed.quarantined(quarantineReason(stored.quarantine), QUARANTINE_REMEDY);
        }
        return scoreWithin(tenant, ActiveModel.of(stored), List.of(row), true, config.runTime())
                .getFirst();
    }

    public static BigDecimal written(Manifest manifest, Map<String, FeatureValue> row, double raw) {
        if (!Double.isFinite(raw)) {
            List<String> absent = manifest.features().stream()
                    .filter(feature -> !manifest.missing().containsKey(feature))
                    .filter(feature -> row.getOrDefault(feature, FeatureValue.MISSING) instanceof FeatureValue.Missing)
                    .toList();
            if (!absent.isEmpty()) {
                throw ScoringFailed.forRow(
                        "missing",
                        "the model returns " + raw + " for an application without " + absent,
                        "upload a version whose manifest gives these features a value in \"missing\"");
            }
        }
        return manifest.score().of(raw);
    }

    /**
     * Loads a version before it activates it, so that no slice fails because of it, or waits for the load on this replica.
     *
     * @throws com.rocketmat.problem.HttpProblem 409 if it cannot be loaded or activated
     */
    ModelVersion activate(TenantId tenant, String version) {
        return activate(tenant, version, false);
    }

    /** Like {@link #activate}, but also 409 if any version was ever active by the time that this one is loaded. */
    void activateFirst(TenantId tenant, String version) {
        activate(tenant, version, true);
    }

    private ModelVersion activate(TenantId tenant, String version, boolean onlyFirst) {
        ModelVersion next = require(tenant, version);
        if (config.cardRequired() && cards.find(tenant, version).isEmpty()) {
            throw ModelProblems.CARD_REQUIRED.problem(
                    "Only a version with a card can be activated",
                    "upload the same file and manifest again with a part named card, then activate it");
        }
        try {
            return loaded(
                    tenant,
                    ActiveModel.of(next),
                    _ -> unit.get(tenant, () -> activateLoaded(tenant, version, onlyFirst)));
        } catch (ScoringFailed e) {
            throw ModelProblems.STATE.problem(e.reason(), e.remedy());
        }
    }

    /** In one transaction: after a failure the version is not active yet, so that the call can be repeated. */
    private ModelVersion activateLoaded(TenantId tenant, String version, boolean onlyFirst) {
        // first, as a purge locks the tenant before its versions
        states.modelActivated(tenant);
        ModelStore.Activation activation =
                onlyFirst ? store.activateFirst(tenant, version) : store.activate(tenant, version);
        if (activation.first()) {
            due.fire(new TenantDue(tenant, "first model"));
        } else if (rescores(tenant) || states.standing(tenant).state() == TenantState.BLOCKED) {
            // the previous version may be what blocks the tenant
            due.fire(new TenantDue(tenant, "new model"));
        }
        return activation.version();
    }

    /** Retires a version only in the expected state: ending a shadow must not stop the scoring if it became active meanwhile. */
    public ModelView retire(TenantId tenant, String version, String expected) {
        return ModelView.of(store.retire(tenant, version, state -> state.value().equals(expected)));
    }

    private boolean rescores(TenantId tenant) {
        return tenants.settings(tenant)
                .filter(settings -> settings.rescore() == Rescore.ON_NEW_MODEL)
                .isPresent();
    }

    private <R> R loaded(TenantId tenant, ActiveModel model, Function<LoadedModel, R> use) {
        return cache.use(new ModelCache.Key(tenant, model.version()), () -> load(tenant, model), use);
    }

    private LoadedModel load(TenantId tenant, ActiveModel model) {
        byte[] file = store.file(tenant, model.version()).orElseThrow(() -> ModelStore.unknown(model.version()));
        if (!model.isFile(file)) {
            throw new ScoringFailed(
                    "model",
                    "the stored file differs from the uploaded one: its SHA-256 does not match",
                    "restore the file from a backup, or upload it with another name in its manifest and activate that version");
        }
        try {
            return withOcclusion(OnnxModel.open(file, model.manifest()), model);
        } catch (OrtException e) {
            throw new ScoringFailed(
                    "model",
                    "ONNX Runtime cannot load the stored file: " + e.getMessage(),
                    "export the model again and activate that version");
        }
    }

    /** Must not run the model: one that was never tried must not run unexpectedly. */
    private static LoadedModel withOcclusion(OnnxModel opened, ActiveModel model) {
        try {
            return new LoadedModel(
                    opened,
                    new Occlusion(opened, model.manifest(), model.reference()),
                    Footprint.charge(model.residentBytes()));
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }
}
