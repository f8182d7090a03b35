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
import java.util.function.Function;
import java.util.stream.IntStream;

/** The models' entry point for other packages: which version scores a tenant, and the scores. */
// created at start, so that its metrics exist from then on
@Startup
@ApplicationScoped
public class Models {

    static final String SCORING = "rocketmat.scoring";
    static final String REASONING = "rocketmat.reasoning";
    /** Counts scores without reasons, because those took too long or the runtime failed. */
    static final String WITHOUT_REASONS = "rocketmat.reasons.omitted";

    public static final String QUARANTINE_REMEDY =
            "activate another version, or upload a smaller one; this one is tried again once it is activated";

    private final ModelStore store;
    private final ModelCards cards;
    private final TenantRegistry tenants;
    private final TenantStates states;
    private final ModelCache cache;
    private final Event<TenantDue> due;
    private final ModelsConfig config;
    private final FeatureCatalogue catalogue;
    private final Timer scoring;
    private final Timer reasoning;
    private final Counter withoutReasons;

    Models(
            ModelStore store,
            ModelCards cards,
            TenantRegistry tenants,
            TenantStates states,
            ModelCache cache,
            Event<TenantDue> due,
            ModelsConfig config,
            FeatureCatalogue catalogue,
            MeterRegistry meters) {
        this.store = store;
        this.cards = cards;
        this.tenants = tenants;
        this.states = states;
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

    boolean everActive(TenantId tenant) {
        return store.everActive(tenant);
    }

    public List<ModelView> newest(TenantId tenant, Set<ModelState> states, int most) {
        return store.page(tenant, states, ModelVersion.Place.START, most).stream()
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
     * One score per row with its reasons, in the order of the rows. Loads the model if necessary; call it outside a transaction,
     * which would hold a connection meanwhile.
     *
     * @param rows the values of {@link ActiveModel#features()}; an absent feature counts as missing
     * @throws ScoringFailed if a row cannot be scored
     */
    public List<ScoredRow> score(TenantId tenant, ActiveModel active, List<Map<String, FeatureValue>> rows) {
        return score(tenant, active, rows, false);
    }

    /** Whether the version still scores the rows that its upload was tried with. */
    public boolean runs(TenantId tenant, ActiveModel active) {
        try {
            score(tenant, active, DryRows.of(active.manifest(), catalogue));
            return true;
        } catch (ScoringFailed e) {
            return false;
        }
    }

    /** If {@code each}, each row is given to the model alone: {@link #replay} then gives the same number, bit for bit. */
    public List<ScoredRow> score(
            TenantId tenant, ActiveModel active, List<Map<String, FeatureValue>> rows, boolean each) {
        try {
            return loaded(
                    tenant,
                    active,
                    model -> Batch.of(rows).stream()
                            .flatMap(batch -> score(model, active, batch, each).stream())
                            .toList());
        } catch (ScoringFailed e) {
            throw e.isForLackOfTime() ? quarantined(tenant, active, e) : e;
        }
    }

    private List<ScoredRow> score(
            LoadedModel model, ActiveModel active, List<Map<String, FeatureValue>> rows, boolean each) {
        double[] raw = scoring.record(() -> raw(model, rows, config.runTime(), each));
        List<BigDecimal> values = written(active, rows, raw);
        List<List<FeatureWeight>> reasons = reasoning.record(() -> reasons(model, rows, raw));
        return IntStream.range(0, raw.length)
                .mapToObj(row -> new ScoredRow(values.get(row), raw[row], reasons.get(row)))
                .toList();
    }

    private List<ScoredRow> loaded(TenantId tenant, ActiveModel model, Function<LoadedModel, List<ScoredRow>> scoring) {
        // tells the next process what this one died of, if it does; two transactions are saved for versions without
        // deaths
        boolean suspect = model.deaths() > 0;
        if (suspect) {
            store.begins(tenant, model.version());
        }
        try (ModelCache.Lease lease = lease(tenant, model)) {
            return scoring.apply(lease.model());
        } finally {
            if (suspect) {
                store.survived(tenant, model.version());
            }
        }
    }

    void on(@Observes TenantOrphaned orphaned) {
        if (!orphaned.dead()) {
            return;
        }
        for (String version : store.died(orphaned.tenant())) {
            Log.warnf(
                    "Quarantined model version %s: two processes in a row died while it was opened or scored; it is not run until an operator activates"
                            + " it again",
                    version);
        }
    }

    /** The next run would take just as long. */
    private ScoringFailed quarantined(TenantId tenant, ActiveModel active, ScoringFailed failed) {
        store.quarantine(tenant, active.version(), failed.reason());
        Log.warnf(
                "Quarantined model version %s: %s; it is not run until an operator activates it again",
                active.version(), failed.reason());
        return ScoringFailed.quarantined(quarantine(failed.reason()), QUARANTINE_REMEDY);
    }

    private static String quarantine(String reason) {
        return "the model is quarantined: " + reason;
    }

    /** Why the tenant has no active version, if the last one is quarantined. */
    public Optional<String> quarantined(TenantId tenant) {
        return store.quarantined(tenant).map(Models::quarantine);
    }

    private List<List<FeatureWeight>> reasons(
            LoadedModel model, List<Map<String, FeatureValue>> rows, double[] scores) {
        return model.occlusion.reasons(rows, scores, config.reasonsTime()).orElseGet(() -> {
            withoutReasons.increment(rows.size());
            return Collections.nCopies(rows.size(), List.of());
        });
    }

    /**
     * One score per row, without reasons, from any version. It is given up after a time limit, so that a shadow cannot delay the active
     * version.
     *
     * @param each see {@link #score(TenantId, ActiveModel, List, boolean)}
     * @throws ScoringFailed if a row cannot be scored, or not in time
     */
    public List<ScoredRow> scoreWithin(
            TenantId tenant, ActiveModel version, List<Map<String, FeatureValue>> rows, boolean each, Duration limit) {
        return loaded(tenant, version, model -> {
            double[] raw = raw(model, rows, limit, each);
            List<BigDecimal> values = written(version, rows, raw);
            return IntStream.range(0, raw.length)
                    .mapToObj(row -> new ScoredRow(values.get(row), raw[row], List.of()))
                    .toList();
        });
    }

    private static List<BigDecimal> written(ActiveModel model, List<Map<String, FeatureValue>> rows, double[] raw) {
        return IntStream.range(0, raw.length)
                .mapToObj(row -> written(model.manifest(), rows.get(row), raw[row]))
                .toList();
    }

    private static double[] raw(LoadedModel model, List<Map<String, FeatureValue>> rows, Duration limit, boolean each) {
        return each ? model.onnx.scoreEach(rows, limit) : model.onnx.score(rows, limit);
    }

    /**
     * Scores a row again with the version that scored it, in any of its states; without reasons.
     *
     * @throws com.rocketmat.problem.HttpProblem 404 if the version is not stored any more
     * @throws ScoringFailed if it is quarantined or fails
     */
    public ScoredRow replay(TenantId tenant, String version, Map<String, FeatureValue> row) {
        ModelVersion stored = require(tenant, version);
        if (stored.state == ModelState.QUARANTINED) {
            throw ScoringFailed.quarantined(quarantine(stored.quarantine), QUARANTINE_REMEDY);
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
                throw ScoringFailed.ofOneRow(
                        "missing",
                        "the model gives " + raw + " for an application without " + absent,
                        "upload a version whose manifest gives these features a value in \"missing\"");
            }
        }
        return manifest.score().of(raw);
    }

    /** Activates a version. It is loaded before the switch, so that no slice waits for it or fails. */
    ModelVersion activate(TenantId tenant, String version) {
        ModelVersion next = require(tenant, version);
        if (config.cardRequired() && cards.find(tenant, version).isEmpty()) {
            throw ModelProblems.CARD_REQUIRED.problem(
                    "Only versions with a card are activated here",
                    "upload the same file and manifest again with a part named card, then activate it");
        }
        ModelCache.Lease ready = ready(tenant, ActiveModel.of(next));
        ModelStore.Activation activation;
        try {
            activation = store.activate(tenant, version);
        } finally {
            ready.close();
        }
        states.modelActivated(tenant);
        if (activation.first()) {
            due.fire(new TenantDue(tenant, "first model"));
        } else if (rescores(tenant) || states.standing(tenant).state() == TenantState.BLOCKED) {
            // the version before may be what blocks it
            due.fire(new TenantDue(tenant, "new model"));
        }
        return activation.version();
    }

    /** Retires a version only if it is in this state: a person who ends a shadow must not stop the scoring, once it is the active version. */
    public ModelView retire(TenantId tenant, String version, String expected) {
        return ModelView.of(store.retire(tenant, version, state -> state.value().equals(expected)));
    }

    /** @throws com.rocketmat.problem.HttpProblem 409 if it does not open */
    private ModelCache.Lease ready(TenantId tenant, ActiveModel next) {
        try {
            return lease(tenant, next);
        } catch (ScoringFailed e) {
            throw ModelProblems.STATE.problem(e.reason(), e.remedy());
        }
    }

    private boolean rescores(TenantId tenant) {
        return tenants.settings(tenant)
                .filter(settings -> settings.rescore() == Rescore.ON_NEW_MODEL)
                .isPresent();
    }

    private ModelCache.Lease lease(TenantId tenant, ActiveModel model) {
        var key = new ModelCache.Key(tenant, model.version());
        return cache.lease(key, () -> load(tenant, model));
    }

    private LoadedModel load(TenantId tenant, ActiveModel model) {
        byte[] file = store.file(tenant, model.version()).orElseThrow(() -> ModelStore.unknown(model.version()));
        if (!model.isFile(file)) {
            throw new ScoringFailed(
                    "model",
                    "the stored file differs from the uploaded one: its SHA-256 does not match",
                    "bring the file back from a backup, or upload it again with another name in its manifest and use that version");
        }
        try {
            return reasoned(OnnxModel.open(file, model.manifest()), model);
        } catch (OrtException e) {
            throw new ScoringFailed(
                    "model",
                    "ONNX Runtime cannot load the stored file: " + e.getMessage(),
                    "export the model again and activate that version");
        }
    }

    /** Runs nothing: a model that was not tried must not run unexpectedly. */
    private static LoadedModel reasoned(OnnxModel opened, ActiveModel model) {
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
