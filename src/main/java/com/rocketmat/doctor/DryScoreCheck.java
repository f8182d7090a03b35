package com.rocketmat.doctor;

import com.rocketmat.feature.Subject;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ScoringFailed;
import java.util.List;
import java.util.Set;

/** Whether the model scores the application that was read. Stores no score. */
final class DryScoreCheck implements Check.Offline {

    static final String NAME = "dry score";

    private final Models models;

    DryScoreCheck(Models models) {
        this.models = models;
    }

    @Override
    public Set<String> needs(Examination examination) {
        return Set.of(ModelCheck.NAME, FeaturesCheck.NAME);
    }

    @Override
    public Finding run(Examination examination) {
        if (examination.subject.isEmpty()) {
            return Finding.skipped(NAME, "no application was read", null);
        }
        Subject subject = examination.subject.get();
        ActiveModel model = examination.model.orElseThrow();
        long application = subject.application().id();
        try {
            var score = models.score(examination.settings.id(), model, List.of(examination.plan.values(subject)))
                    .getFirst();
            return Finding.ok(
                    NAME,
                    "application %d scores %s; nothing was written"
                            .formatted(application, score.value().toPlainString()));
        } catch (ScoringFailed e) {
            return e.isForRow()
                    ? Finding.warning(NAME, "application %d: %s".formatted(application, e.reason()), e.remedy())
                    : Finding.failed(NAME, e.reason(), e.remedy());
        }
    }
}
