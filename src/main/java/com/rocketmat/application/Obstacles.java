package com.rocketmat.application;

import com.rocketmat.application.ApplicationReport.Sentence;
import com.rocketmat.model.Models;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.privacy.words.PlainWords;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.state.TenantStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

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
        return reason(tenant, states.permission(tenant), status.state())
                .map(reason -> sentence(reason, detail(tenant, reason, status), language))
                .stream()
                .toList();
    }

    static Sentence sentence(LeftAlone reason, String detail, Language language) {
        return new Sentence(reason, PlainWords.of(reason, language), PlainWords.remedy(reason, language), detail);
    }

    private Optional<LeftAlone> reason(TenantId tenant, RunPermission permission, TenantState state) {
        return switch (permission) {
            case ALL_PAUSED -> Optional.of(LeftAlone.ALL_PAUSED);
            case DENIED ->
                Optional.of(
                        switch (state) {
                            case INVALID -> LeftAlone.TENANT_INVALID;
                            case STOPPED -> LeftAlone.TENANT_STOPPED;
                            case ACTIVE, DRY_RUN, PAUSED, BLOCKED -> LeftAlone.TENANT_PAUSED;
                        });
            case GRANTED -> despitePermission(tenant, state);
        };
    }

    private Optional<LeftAlone> despitePermission(TenantId tenant, TenantState state) {
        if (models.active(tenant).isEmpty()) {
            return Optional.of(
                    models.quarantined(tenant).isPresent() ? LeftAlone.MODEL_QUARANTINED : LeftAlone.NO_MODEL);
        }
        return state == TenantState.BLOCKED ? Optional.of(LeftAlone.TENANT_BLOCKED) : Optional.empty();
    }

    private String detail(TenantId tenant, LeftAlone reason, TenantStatus status) {
        return switch (reason) {
            case MODEL_QUARANTINED -> models.quarantined(tenant).orElse(null);
            case NO_MODEL, ALL_PAUSED -> null;
            default -> status.remedy() == null ? status.reason() : status.reason() + "; " + status.remedy();
        };
    }
}
