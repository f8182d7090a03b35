package com.rocketmat.sync.run;

import com.rocketmat.score.write.Scope;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import java.time.Instant;
import java.util.Optional;

/**
 * A tenant's position when a slice starts.
 *
 * @param watermark where the next window starts
 * @param runRequested whether a requested run has not started
 * @param requests the number of runs requested so far
 * @param idsWait whether applications wait to be read by their ids
 * @param reconcileAt when stored ids may next be compared with Greenhouse
 * @param scope the scope of the settings at the time, if known
 * @param stage how the settings at the time treated scores
 * @param rescoredFor the version for which everything open was last swept; empty while scores are not renewed
 * @param orphaned whether the replica of the last slice died, or has not yet looked again at what it wrote
 * @param switchedOff whether waiting scores of a model version that was switched off are still to be dropped
 */
public record Position(
        Optional<OpenRun> open,
        Watermark watermark,
        boolean runRequested,
        int requests,
        boolean idsWait,
        Optional<Instant> reconcileAt,
        Optional<String> scope,
        SyncPosition.Stage stage,
        Optional<String> rescoredFor,
        boolean orphaned,
        boolean switchedOff) {

    boolean isFor(TenantSettings settings, Optional<String> activeVersion) {
        return stage == (settings.mode() == Mode.DRY_RUN ? SyncPosition.Stage.DRY_RUN : SyncPosition.Stage.LIVE)
                && scope.filter(Scope.of(settings).toString()::equals).isPresent()
                && rescoredFor.equals(renewedFor(settings, activeVersion, rescoredFor));
    }

    /** While no version is active, nothing changes. */
    static Optional<String> renewedFor(
            TenantSettings settings, Optional<String> activeVersion, Optional<String> before) {
        return settings.rescores() ? activeVersion.or(() -> before) : Optional.empty();
    }
}
