package com.rocketmat.sync;

import com.rocketmat.decision.Fact;
import com.rocketmat.decision.SealedFeatures;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Reason;
import com.rocketmat.sync.run.Scored;
import com.rocketmat.tenant.scope.TenantId;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
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
    Scored score(TenantId tenant, ActiveModel model, ShadowPlan watch, List<Subject> subjects) {
        if (subjects.isEmpty()) {
            return Scored.nothing(model.version());
        }
        List<Map<String, FeatureValue>> rows = subjects.stream()
                .<Map<String, FeatureValue>>map(watch.plan()::values)
                .toList();
        boolean kept = sealed.prepare(tenant);
        List<NewScore> scores = score(tenant, model, subjects, rows, kept);
        return new Scored(model.version(), scores, shadows.score(tenant, watch, subjects, rows, kept));
    }

    private List<NewScore> score(
            TenantId tenant,
            ActiveModel model,
            List<Subject> subjects,
            List<Map<String, FeatureValue>> rows,
            boolean kept) {
        return new Halving(model, subjects, rows, kept, some -> models.score(tenant, model, some, kept), () -> true)
                .score(() -> models.runs(tenant, model));
    }

    static NewScore made(Subject subject, ScoredRow scored, Map<String, FeatureValue> values) {
        List<Reason> reasons = scored.reasons().stream()
                .map(reason -> new Reason(reason.feature(), reason.weight()))
                .toList();
        return NewScore.of(id(subject), candidate(subject), scored.value(), reasons)
                .from(new Fact.Basis(subject.application().jobId(), scored.raw(), values));
    }

    /** What the log keeps of a row: the values of this version alone, since what shadows need besides is not its concern. */
    static Map<String, FeatureValue> kept(boolean kept, ActiveModel model, Map<String, FeatureValue> row) {
        if (!kept) {
            return Map.of();
        }
        Map<String, FeatureValue> values = new LinkedHashMap<>();
        model.features().forEach(feature -> values.put(feature, row.getOrDefault(feature, FeatureValue.MISSING)));
        return values;
    }

    static NewScore failed(Subject subject, String trouble) {
        return failed(subject.application(), trouble);
    }

    static NewScore failed(Application application, String trouble) {
        return NewScore.refused(application.id(), application.candidateId(), trouble)
                .from(new Fact.Basis(application.jobId(), null, Map.of()));
    }

    static long id(Subject subject) {
        return subject.application().id();
    }

    static long candidate(Subject subject) {
        return subject.application().candidateId();
    }
}
