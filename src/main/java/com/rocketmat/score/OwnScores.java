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

/** The scores of ours that Greenhouse carries. */
@PerTenant
@ApplicationScoped
public class OwnScores {

    private static final String CHANGED = "somebody has changed the field since, and it is left alone";

    /**
     * Those that another version made, the newest applications first.
     *
     * @param below ids of applications from here on are left out
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

    /** Part of the caller's transaction: in these applications' fields is something else by now. */
    @Transactional(TxType.MANDATORY)
    public void changedByHand(TenantId tenant, Collection<Long> applicationIds) {
        if (!applicationIds.isEmpty()) {
            Score.of(tenant, applicationIds).stream()
                    .filter(score -> score.state == ScoreState.WRITTEN)
                    .forEach(score -> score.supersede(CHANGED));
        }
    }

    static Map<Long, List<Score>> byApplication(TenantId tenant, Collection<Long> applicationIds) {
        return Score.of(tenant, applicationIds).stream().collect(Collectors.groupingBy(score -> score.applicationId));
    }
}
