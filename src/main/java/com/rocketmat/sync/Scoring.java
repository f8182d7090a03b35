package com.rocketmat.sync;

import com.rocketmat.decision.SealedFeatures;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.score.NewScore;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.tenant.scope.TenantId;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Scores a batch of subjects with the active version, then with the shadows. */
@ApplicationScoped
class Scoring {

    private final Models models;
    private final Shadows shadows;
    private final SealedFeatures sealed;

    Scoring(Models models, Shadows shadows, SealedFeatures sealed) {
        this.models = models;
        this.shadows = shadows;
        this.sealed = sealed;
    }

    /** @throws ScoringFailed if the active version cannot score any of them */
    @WithSpan("score")
    Scored score(TenantId tenant, ActiveModel model, ShadowPlan plan, List<Subject> subjects) {
        if (subjects.isEmpty()) {
            return Scored.nothing(model.version());
        }
        List<Map<String, FeatureValue>> rows = subjects.stream()
                .<Map<String, FeatureValue>>map(plan.joint()::values)
                .toList();
        var batch = new ScoringBatch(subjects, rows, sealed.prepare(tenant));
        List<NewScore> scores = new Halving(
                        model, batch, some -> models.score(tenant, model, some, batch.kept()), () -> true)
                .score(() -> models.canScore(tenant, model));
        return new Scored(model.version(), scores, shadows.score(tenant, plan, batch));
    }
}
