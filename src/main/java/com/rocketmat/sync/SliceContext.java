package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Serving;
import com.rocketmat.score.write.TargetFields;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.score.write.WriteTarget;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * @param serving empty while no version is active
 * @param blocked whether the tenant is blocked because its last slice was refused
 * @param mayWrite false once nothing may be written or emptied: the secret changed, the tenant was paused, or another replica took over
 * @param mayStep false once the slice must end after the current step: it may not write, the model was switched off, or the replica drains
 * @param hasTime false once the slice must end: no further step, or its time is up
 */
record SliceContext(
        TenantSettings settings,
        HarvestSession session,
        Lookup lookup,
        WriteProofs proofs,
        Optional<Serving> serving,
        boolean blocked,
        BooleanSupplier mayWrite,
        BooleanSupplier mayStep,
        BooleanSupplier hasTime) {

    TenantId tenant() {
        return settings.id();
    }

    /** The active version; throws if there is none. */
    ActiveModel model() {
        return serving.orElseThrow().active();
    }

    boolean withoutModel() {
        return serving.isEmpty();
    }

    boolean live() {
        return settings.mode() == Mode.LIVE;
    }

    boolean dryRun() {
        return settings.mode() == Mode.DRY_RUN;
    }

    /** The field in which Greenhouse says who must not be scored; its definition may cost a call. */
    OptOut optOut() {
        return settings.optOutField()
                .map(key -> lookup.candidatesOptOut(key)
                        ? new OptOut(key, true, lookup.privateOptOut(key))
                        : new OptOut(key, false, false))
                .orElse(OptOut.NONE);
    }

    /** As Greenhouse defines them, which may cost a call; without what is known of the effect of writes. */
    TargetFields fields() {
        return lookup.targetFields(settings);
    }

    /** Where scores are written, with what is known of the effect of writes; reads the database each time. */
    WriteTarget target() {
        return WriteTarget.of(proofs, settings, session, fields());
    }
}
