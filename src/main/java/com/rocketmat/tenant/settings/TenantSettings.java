package com.rocketmat.tenant.settings;

import com.rocketmat.tenant.scope.TenantId;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant's validated settings from its Vault secret.
 *
 * @param userId id of the Greenhouse user to act as; absent for the credential's own service user
 * @param harvestUrl absent for the deployment's default
 * @param jobs empty for every open job
 * @param applicationsSince applications created before this day (UTC) are never scored; absent for no limit
 * @param optOutField {@code name_key} of the yes/no field by which a candidate objects to being scored
 * @param trainingSchedule absent for trainings by hand only
 */
public record TenantSettings(
        TenantId id,
        Credential credential,
        Optional<Long> userId,
        Optional<URI> harvestUrl,
        TenantSchedule schedule,
        String scoreField,
        Optional<String> reasonsField,
        Set<Long> jobs,
        Optional<LocalDate> applicationsSince,
        Rescore rescore,
        Mode mode,
        WriteMode writeMode,
        Optional<Secret> webhookSecret,
        Optional<String> optOutField,
        DecisionLog decisions,
        Optional<TenantSchedule> trainingSchedule,
        TrainingLabel trainingLabel) {

    /** Whether applications that carry another version's score are scored again. */
    public boolean rescores() {
        return rescore == Rescore.ON_NEW_MODEL && mode == Mode.LIVE;
    }

    public enum Rescore {
        NEVER,
        ON_NEW_MODEL
    }

    public enum Mode {
        LIVE,
        /** Everything but the PATCH. */
        DRY_RUN,
        PAUSED
    }

    public enum DecisionLog {
        SCORES,
        /** Scores, and the feature values behind them, sealed. */
        FEATURES,
        OFF
    }

    /** Whether a PATCH contains the application's other custom fields. Greenhouse does not document whether it merges. */
    public enum WriteMode {
        /** Safe whether Greenhouse merges or replaces. */
        FULL,
        MERGE
    }
}
