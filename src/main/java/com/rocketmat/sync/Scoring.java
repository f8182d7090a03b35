package com.rocketmat.sync;

import com.rocketmat.decision.Fact;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Scores a batch of subjects with the active version, then with the shadows. */
@ApplicationScoped
class Scoring {

    private final Models models;
    private final Shadows shadows;

    Scoring(Models models, Shadows shadows) {
        this.models = models;
        this.shadows = shadows;
    }

    /** @throws ScoringFailed if the active version cannot score any of them */
    @WithSpan("score")
    Scored score(TenantId tenant, ActiveModel model, ShadowPlan watch, List<Subject> subjects) {
        if (subjects.isEmpty()) {
            return Scored.nothing(model.version());
        }
        List<Map<String, FeatureValue>> rows =
                subjects.stream().map(watch.plan()::values).toList();
        List<NewScore> scores = score(tenant, model, subjects, rows);
        return new Scored(model.version(), scores, shadows.score(tenant, watch, subjects, rows));
    }

    private List<NewScore> score(
            TenantId tenant, ActiveModel model, List<Subject> subjects, List<Map<String, FeatureValue>> rows) {
        try {
            List<ScoredRow> scored = models.score(tenant, model, rows);
            List<NewScore> made = new ArrayList<>();
            for (int row = 0; row < rows.size(); row++) {
                made.add(made(model, subjects.get(row), rows.get(row), scored.get(row)));
            }
            return made;
        } catch (ScoringFailed e) {
            if (e.ofQuarantinedModel()) {
                throw e;
            }
            return oneByOne(
                    subjects,
                    e,
                    () -> true,
                    row -> made(
                            model,
                            subjects.get(row),
                            rows.get(row),
                            models.score(tenant, model, List.of(rows.get(row))).getFirst()));
        }
    }

    /**
     * After a failed batch, scores rows one by one, so that a row that the model cannot score does not cost the others theirs. If
     * it can score none, the model is at fault, unless it ran: a page may hold a single application that lacks a value.
     *
     * @param inTime asked before each row
     * @param scorer of the row with an index
     * @throws ScoringFailed of the batch, if the model is at fault or the time is up
     */
    static List<NewScore> oneByOne(
            List<Subject> subjects, ScoringFailed ofAll, BooleanSupplier inTime, IntFunction<NewScore> scorer) {
        List<NewScore> made = new ArrayList<>();
        boolean ran = false;
        for (int row = 0; row < subjects.size(); row++) {
            if (!inTime.getAsBoolean()) {
                throw ofAll;
            }
            try {
                made.add(scorer.apply(row));
                ran = true;
            } catch (ScoringFailed e) {
                ran |= e.forLackOfValues();
                made.add(failed(subjects.get(row), e.getMessage()));
            }
        }
        if (!ran) {
            throw ofAll;
        }
        return made;
    }

    static NewScore made(ActiveModel model, Subject subject, Map<String, FeatureValue> values, ScoredRow scored) {
        List<Reason> reasons = scored.reasons().stream()
                .map(reason -> new Reason(reason.feature(), reason.weight()))
                .toList();
        return NewScore.of(id(subject), candidate(subject), scored.value(), reasons)
                .from(new Fact.Basis(subject.application().jobId(), scored.raw(), features(model, values)));
    }

    /** The values of this version alone: what shadows need besides is not its concern. */
    private static Map<String, FeatureValue> features(ActiveModel model, Map<String, FeatureValue> values) {
        return model.features().stream()
                .filter(values::containsKey)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), values::get));
    }

    static NewScore failed(Subject subject, String trouble) {
        return NewScore.refused(id(subject), candidate(subject), trouble)
                .from(new Fact.Basis(subject.application().jobId(), null, Map.of()));
    }

    static long id(Subject subject) {
        return subject.application().id();
    }

    static long candidate(Subject subject) {
        return subject.application().candidateId();
    }
}
