package com.rocketmat.score;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Our scores that are in Greenhouse. */
@PerTenant
@ApplicationScoped
public class OwnScores {

    private static final String CHANGED = "the field was changed by someone else and is not overwritten";
    private static final String EMPTIED = "the candidate is not to be scored, and the field was emptied";

    /**
     * Scores by other versions, newest applications first.
     *
     * @param below only applications with ids below this
     */
    @Transactional
    public List<OwnScore> outdated(TenantId tenant, String modelVersion, long below, int most) {
        List<Long> applications = Score.outdated(tenant, modelVersion, below, most);
        if (applications.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Score>> rows = byApplication(tenant, applications);
        return applications.stream()
                .flatMap(application -> OwnScore.of(rows.get(application)).stream())
                .toList();
    }

    /** Those of these applications that carry one. */
    @Transactional
    public List<OwnScore> among(TenantId tenant, Collection<Long> applicationIds) {
        if (applicationIds.isEmpty()) {
            return List.of();
        }
        return byApplication(tenant, applicationIds).values().stream()
                .flatMap(rows -> OwnScore.of(rows).stream())
                .toList();
    }

    /** These applications' fields were emptied, since their candidates are not to be scored. */
    @Transactional
    public void emptied(TenantId tenant, Collection<Long> applicationIds) {
        supersede(tenant, applicationIds, EMPTIED);
    }

    /** Part of the caller's transaction: these applications' fields now have another value. */
    @Transactional(TxType.MANDATORY)
    public void changedByHand(TenantId tenant, Collection<Long> applicationIds) {
        supersede(tenant, applicationIds, CHANGED);
    }

    private static void supersede(TenantId tenant, Collection<Long> applicationIds, String why) {
        if (!applicationIds.isEmpty()) {
            Score.of(tenant, applicationIds).stream()
                    .filter(score -> score.state == ScoreState.WRITTEN)
                    .forEach(score -> score.supersede(why));
        }
    }

    static Map<Long, List<Score>> byApplication(TenantId tenant, Collection<Long> applicationIds) {
        return Score.of(tenant, applicationIds).stream().collect(Collectors.groupingBy(score -> score.applicationId));
    }
}
