package com.rocketmat.privacy;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.NotSent;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.ScoreRemoval;
import com.rocketmat.score.write.TargetFields;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.score.write.WriteTarget;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;

/**
 * Erasures that also remove the scores from Greenhouse. Those go first, while the stored rows tell which are ours, and an objection keeps
 * slices from writing another. If Greenhouse fails or must not be written to, the objection stays and nothing is erased; the decision log
 * has what was emptied before.
 */
@ApplicationScoped
class ClearedErasures {

    private static final int RETRY_SECONDS = 30;

    private final Objections objections;
    private final Erasures erasures;
    private final PersonalScores scores;
    private final ScoreRemoval removal;
    private final WriteProofs proofs;
    private final TenantRegistry tenants;
    private final HarvestSessions sessions;
    private final Clock clock;

    ClearedErasures(
            Objections objections,
            Erasures erasures,
            PersonalScores scores,
            ScoreRemoval removal,
            WriteProofs proofs,
            TenantRegistry tenants,
            HarvestSessions sessions,
            Clock clock) {
        this.objections = objections;
        this.erasures = erasures;
        this.scores = scores;
        this.removal = removal;
        this.proofs = proofs;
        this.tenants = tenants;
        this.sessions = sessions;
        this.clock = clock;
    }

    void candidate(TenantId tenant, long candidateId) {
        if (tenants.isOutdated(tenant)) {
            objections.object(tenant, candidateId);
            throw newestSecretUnread();
        }
        List<OwnScore> carried =
                writes(tenant) ? scores.carriedOrOnTheirWay(tenant, candidateId) : scores.carried(tenant, candidateId);
        if (!carried.isEmpty()) {
            objections.object(tenant, candidateId);
            empty(requireWriting(tenant), candidateId, carried);
        }
        erasures.eraseForOperator(tenant, candidateId);
    }

    /** Empties the fields that carry these scores; throws {@link HttpProblem} if one may still carry a score. */
    private void empty(TenantSettings settings, long candidateId, List<OwnScore> carried) {
        try {
            if (!clear(settings, candidateId, carried)) {
                throw PrivacyProblems.CLEAR_GREENHOUSE_AWAY.passing(
                        "Greenhouse does not show yet what was just written to the field", RETRY_SECONDS);
            }
        } catch (HarvestException e) {
            throw Advice.problem(
                    e.failure(),
                    DevCenter.of(settings),
                    PrivacyProblems.CLEAR_GREENHOUSE_AWAY,
                    PrivacyProblems.CLEAR_GREENHOUSE,
                    clock.instant());
        } catch (NotSent _) {
            throw nothingIsWritten(settings.id());
        } catch (Unwritable e) {
            throw PrivacyProblems.CLEAR_GREENHOUSE.problem(e.getMessage(), e.remedy());
        } catch (SessionClosed _) {
            throw PrivacyProblems.CLEAR_GREENHOUSE_AWAY.passing("The tenant's secret was replaced meanwhile", 1);
        }
    }

    private boolean writes(TenantId tenant) {
        return tenants.settings(tenant)
                .filter(settings -> settings.mode() == Mode.LIVE)
                .filter(tenants::runs)
                .isPresent();
    }

    private TenantSettings requireWriting(TenantId tenant) {
        TenantSettings settings = tenants.requireSettings(tenant);
        if (!writes(tenant)) {
            throw nothingIsWritten(tenant);
        }
        return settings;
    }

    private HttpProblem nothingIsWritten(TenantId tenant) {
        return tenants.isOutdated(tenant)
                ? newestSecretUnread()
                : PrivacyProblems.CLEAR_GREENHOUSE.problem(
                        "The tenant is paused or in a dry run, so nothing is written to its Greenhouse",
                        "resume the tenant in live mode, or erase without clear and empty the field in Greenhouse by hand");
    }

    private static HttpProblem newestSecretUnread() {
        return PrivacyProblems.CLEAR_GREENHOUSE_AWAY.passing(
                "This replica has not read the tenant's newest secret yet", RETRY_SECONDS);
    }

    private boolean clear(TenantSettings settings, long candidateId, List<OwnScore> carried) {
        HarvestSession session = sessions.session(settings);
        try {
            TargetFields fields = TargetFields.among(session.customFields("application"), settings);
            WriteTarget target = WriteTarget.of(proofs, settings, session, fields);
            return removal.emptyBeforeErasure(target, candidateId, carried, () -> tenants.runs(settings));
        } finally {
            sessions.save(settings.id());
        }
    }
}
