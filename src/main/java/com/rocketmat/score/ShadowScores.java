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
import java.util.function.Function;
import java.util.stream.Collectors;

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
        List<Score> rows =
                Score.of(tenant, made.stream().map(NewScore::applicationId).toList());
        Map<Long, Long> owners = Score.owners(rows);
        Map<Long, Score> existing = rows.stream()
                .filter(score -> score.modelVersion.equals(modelVersion))
                .collect(Collectors.toMap(score -> score.applicationId, Function.identity()));
        Instant now = clock.instant();
        List<Fact> facts = new ArrayList<>();
        for (NewScore shadow : made) {
            Score present = existing.get(shadow.applicationId());
            if (present == null || renews(present, shadow)) {
                Score score = present == null ? new Score(shadow.applicationId(), modelVersion) : present;
                score.make(
                        shadow,
                        ScoreState.SHADOW,
                        owners.getOrDefault(shadow.applicationId(), shadow.candidateId()),
                        now);
                facts.add(ScoreFacts.made(score, DecisionMode.SHADOW, shadow.basis()));
            }
        }
        decisions.record(tenant, facts);
    }

    private static boolean renews(Score present, NewScore shadow) {
        return present.state == ScoreState.SHADOW && (present.value == null || shadow.value() != null);
    }
}
