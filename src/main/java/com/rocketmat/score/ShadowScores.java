package com.rocketmat.score;

import com.rocketmat.decision.DecisionMode;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records the scores of shadow versions, which are never written to Greenhouse. */
@TenantRows
public class ShadowScores {

    private final Decisions decisions;
    private final Clock clock;

    ShadowScores(Decisions decisions, Clock clock) {
        this.decisions = decisions;
        this.clock = clock;
    }

    /** Part of the caller's transaction. Scores from when the version was active stay as they are. */
    @Transactional(TxType.MANDATORY)
    public void record(TenantId tenant, String modelVersion, List<NewScore> made) {
        if (made.isEmpty()) {
            return;
        }
        Map<Long, List<Score>> rows = OwnScores.byApplication(
                tenant, made.stream().map(NewScore::applicationId).toList());
        Instant now = clock.instant();
        List<Fact> facts = new ArrayList<>();
        for (NewScore shadow : made) {
            List<Score> own = rows.computeIfAbsent(shadow.applicationId(), _ -> new ArrayList<>());
            if (Score.by(modelVersion, own).allMatch(present -> renews(present, shadow))) {
                Score score = Score.make(own, modelVersion, shadow, ScoreState.SHADOW, now);
                facts.add(ScoreFacts.made(score, DecisionMode.SHADOW, shadow.basis()));
            }
        }
        decisions.record(tenant, facts);
    }

    private static boolean renews(Score present, NewScore shadow) {
        return present.state == ScoreState.SHADOW && (present.value == null || shadow.value() != null);
    }
}
