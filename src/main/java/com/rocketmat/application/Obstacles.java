package com.rocketmat.application;

import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.model.Models;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.privacy.words.PlainWords;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.state.TenantStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Finds what keeps a tenant's slices from scoring at all, with the checks that a slice makes before it starts. */
@ApplicationScoped
class Obstacles {

    private final TenantStates states;
    private final Models models;

    Obstacles(TenantStates states, Models models) {
        this.states = states;
        this.models = models;
    }

    /** The first obstacle that a slice meets, if any. */
    List<Sentence> of(TenantId tenant, Language language) {
        TenantStatus status = states.standing(tenant);
        return switch (states.permission(tenant)) {
            case ALL_PAUSED -> List.of(sentence(LeftAlone.ALL_PAUSED, null, language));
            case DENIED -> List.of(sentence(denied(status.state()), detail(status), language));
            case GRANTED -> ofPermitted(tenant, status, language);
        };
    }

    static Sentence sentence(LeftAlone reason, String detail, Language language) {
        return new Sentence(reason, PlainWords.of(reason, language), PlainWords.remedy(reason, language), detail);
    }

    private static LeftAlone denied(TenantState state) {
        return switch (state) {
            case INVALID -> LeftAlone.TENANT_INVALID;
            case STOPPED -> LeftAlone.TENANT_STOPPED;
            case ACTIVE, DRY_RUN, PAUSED, BLOCKED -> LeftAlone.TENANT_PAUSED;
        };
    }

    private List<Sentence> ofPermitted(TenantId tenant, TenantStatus status, Language language) {
        if (models.active(tenant).isEmpty()) {
            return List.of(models.quarantined(tenant)
                    .map(why -> sentence(LeftAlone.MODEL_QUARANTINED, why, language))
                    .orElseGet(() -> sentence(LeftAlone.NO_MODEL, null, language)));
        }
        return status.state() == TenantState.BLOCKED
                ? List.of(sentence(LeftAlone.TENANT_BLOCKED, detail(status), language))
                : List.of();
    }

    private static String detail(TenantStatus status) {
        return status.remedy() == null ? status.reason() : status.reason() + "; " + status.remedy();
    }
}
