package com.rocketmat.sync;

import com.rocketmat.decision.Fact;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applications that are scored together, by one version after the other.
 *
 * @param rows their features, in the same order
 * @param kept whether the decision log keeps the features with the scores
 */
record ScoringBatch(List<Subject> subjects, List<Map<String, FeatureValue>> rows, boolean kept) {

    NewScore made(int row, ActiveModel model, ScoredRow scored) {
        Application application = subjects.get(row).application();
        List<Reason> reasons = scored.reasons().stream()
                .map(reason -> new Reason(reason.feature(), reason.weight()))
                .toList();
        return NewScore.of(application.id(), application.candidateId(), scored.value(), reasons)
                .from(new Fact.Basis(application.jobId(), scored.raw(), kept ? values(row, model) : Map.of()));
    }

    /** Of this version alone, not what only shadows need. */
    private Map<String, FeatureValue> values(int row, ActiveModel model) {
        Map<String, FeatureValue> values = new LinkedHashMap<>();
        model.features()
                .forEach(feature -> values.put(feature, rows.get(row).getOrDefault(feature, FeatureValue.MISSING)));
        return values;
    }

    NewScore failed(int row, String trouble) {
        return failed(subjects.get(row).application(), trouble);
    }

    List<NewScore> allFailed(String trouble) {
        return subjects.stream()
                .map(subject -> failed(subject.application(), trouble))
                .toList();
    }

    static NewScore failed(Application application, String trouble) {
        return NewScore.refused(application.id(), application.candidateId(), trouble)
                .from(new Fact.Basis(application.jobId(), null, Map.of()));
    }
}
