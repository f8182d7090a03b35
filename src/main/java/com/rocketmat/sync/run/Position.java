package com.rocketmat.sync.run;

import com.rocketmat.score.write.Scope;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import java.util.Optional;

/**
 * Where a tenant stands when a slice begins.
 *
 * @param open what is under way: before a sweep the window that was opened beside it
 * @param watermark what the next window goes by
 * @param wanted a run was requested that has not started
 * @param scope what the settings admitted that it was reached under, if that is known
 * @param stage how these settings treated the scores
 */
public record Position(
        Optional<OpenRun> open, Watermark watermark, boolean wanted, Optional<String> scope, SyncPosition.Stage stage) {

    /** Whether it was reached under these settings. */
    boolean isFor(TenantSettings settings) {
        return stage == (settings.mode() == Mode.DRY_RUN ? SyncPosition.Stage.DRY_RUN : SyncPosition.Stage.LIVE)
                && scope.filter(Scope.of(settings).toString()::equals).isPresent();
    }
}
