package com.rocketmat.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Source;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.Serving;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.score.NewScore;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets shadow versions score what the active version scores. A failing shadow delays the active version by a bounded time at
 * most: the failure is recorded instead of the scores, and the shadow pauses for a while.
 */
@ApplicationScoped
class Shadows {

    static final String SCORES = "rocketmat_shadow_scores";

    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMinutes(5);
    private static final int MOST_PAUSED = 10_000;

    private final FeatureCatalogue catalogue;
    private final Models models;
    private final Clock clock;
    private final MeterRegistry metrics;
    /** Why each pausing shadow failed. */
    private final Cache<Shadow, String> paused;

    private record Shadow(TenantId tenant, String version) {}

    Shadows(FeatureCatalogue catalogue, Models models, Clock clock, MeterRegistry metrics) {
        this.catalogue = catalogue;
        this.models = models;
        this.clock = clock;
        this.metrics = metrics;
        this.paused = Caffeine.newBuilder()
                .expireAfterWrite(PAUSE)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .maximumSize(MOST_PAUSED)
                .build();
    }

    /** @param serving empty while no version is active: then no features are read */
    ShadowPlan plan(TenantId tenant, Optional<Serving> serving) {
        FeaturePlan alone =
                catalogue.plan(serving.map(known -> known.active().features()).orElseGet(List::of));
        List<ActiveModel> ready = new ArrayList<>();
        Map<String, String> idle = new HashMap<>();
        for (ActiveModel shadow : serving.map(Serving::shadows).orElseGet(List::of)) {
            trouble(tenant, shadow)
                    .ifPresentOrElse(trouble -> idle.put(shadow.version(), trouble), () -> ready.add(shadow));
        }
        return plan(alone, ready, idle);
    }

    /** For an open window, whose pages contain these attributes of applications; a shadow that needs more starts with the next run. */
    ShadowPlan plan(TenantId tenant, Optional<Serving> serving, Set<String> attributes) {
        ShadowPlan all = plan(tenant, serving);
        List<ActiveModel> served = all.shadows().stream()
                .filter(shadow -> attributes.containsAll(featuresOf(shadow).fields(Source.APPLICATION)))
                .toList();
        return plan(all.active(), served, all.idle());
    }

    /** After the shadows' data could not be read: shadows that need more calls than the active version pause. */
    ShadowPlan unread(TenantId tenant, ShadowPlan plan, String what) {
        Map<String, String> idle = new HashMap<>(plan.idle());
        List<ActiveModel> serving = new ArrayList<>();
        for (ActiveModel shadow : plan.shadows()) {
            if (plan.takesMoreCalls(featuresOf(shadow))) {
                idle.put(shadow.version(), pause(tenant, shadow, "its data could not be read: " + what));
            } else {
                serving.add(shadow);
            }
        }
        return plan(plan.active(), serving, idle);
    }

    private ShadowPlan plan(FeaturePlan active, List<ActiveModel> shadows, Map<String, String> idle) {
        if (shadows.isEmpty()) {
            return new ShadowPlan(active, active, shadows, idle);
        }
        List<String> features = new ArrayList<>(active.names());
        shadows.forEach(shadow -> features.addAll(shadow.features()));
        return new ShadowPlan(active, catalogue.plan(features), shadows, idle);
    }

    private FeaturePlan featuresOf(ActiveModel shadow) {
        return catalogue.plan(shadow.features());
    }

    private Optional<String> trouble(TenantId tenant, ActiveModel shadow) {
        String known = paused.getIfPresent(new Shadow(tenant, shadow.version()));
        if (known != null) {
            return Optional.of(known);
        }
        try {
            // the version may have been uploaded to a release with more features
            featuresOf(shadow);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(pause(tenant, shadow, e.getMessage()));
        }
    }

    /** By version; a failing shadow gets failures in place of scores. */
    Map<String, List<NewScore>> score(TenantId tenant, ShadowPlan plan, ScoringBatch batch) {
        Map<String, List<NewScore>> made = new HashMap<>();
        plan.shadows().forEach(shadow -> made.put(shadow.version(), score(tenant, shadow, batch)));
        plan.idle().forEach((version, trouble) -> made.put(version, batch.allFailed(trouble)));
        return made;
    }

    /** After the commit. */
    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) Scored recorded) {
        recorded.shadows().values().forEach(this::count);
    }

    private void count(List<NewScore> scores) {
        long failed = scores.stream().filter(score -> score.value() == null).count();
        metrics.counter(SCORES, "outcome", "recorded").increment((double) (scores.size() - failed));
        metrics.counter(SCORES, "outcome", "failed").increment((double) failed);
    }

    private List<NewScore> score(TenantId tenant, ActiveModel shadow, ScoringBatch batch) {
        Instant end = clock.instant().plus(LONGEST);
        int all = batch.rows().size();
        try {
            return new Halving(
                            shadow,
                            batch,
                            some -> models.scoreWithin(
                                    tenant, shadow, some, batch.kept(), some.size() == all ? LONGEST : left(end)),
                            () -> left(end).isPositive())
                    .score(() -> false);
        } catch (ScoringFailed e) {
            return batch.allFailed(pause(tenant, shadow, e.getMessage()));
        } catch (RuntimeException e) {
            // the active version's scores are already made; the message may quote unreadable input
            return batch.allFailed(
                    pause(tenant, shadow, "unforeseen: " + e.getClass().getSimpleName()));
        }
    }

    private Duration left(Instant end) {
        return Duration.between(clock.instant(), end);
    }

    private String pause(TenantId tenant, ActiveModel shadow, String trouble) {
        Log.warnf(
                "Shadow version %s cannot score; trying again in %d minutes: %s",
                shadow.version(), PAUSE.toMinutes(), trouble);
        paused.put(new Shadow(tenant, shadow.version()), trouble);
        return trouble;
    }
}
