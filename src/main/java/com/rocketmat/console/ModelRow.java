package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelView;
import com.rocketmat.model.upload.Check;
import java.time.Instant;
import java.util.List;

/**
 * A version of a tenant's model.
 *
 * @param measured memory of a session and time of the largest batch in the trial
 * @param quarantine why it is quarantined, or null
 * @param warnings number of checks that need attention, or null for none
 */
public record ModelRow(
        String name,
        String version,
        String digest,
        String fileDigest,
        Badge state,
        Moment uploaded,
        List<Check> checks,
        String measured,
        String quarantine,
        String warnings,
        boolean canActivate,
        boolean canShadow,
        boolean isShadow) {

    static ModelRow of(ModelView model, Instant now) {
        long warnings =
                model.checks().stream().filter(check -> check.remedy() != null).count();
        ModelState state = model.state();
        return new ModelRow(
                model.name(),
                Formats.version(model.version()),
                model.version(),
                model.fileSha256(),
                Badge.of(state),
                Moment.of(model.uploadedAt(), now),
                model.checks(),
                Formats.measured(model.residentBytes(), model.batchMillis()),
                model.quarantine(),
                warnings == 0 ? null : Formats.count(warnings, "warning"),
                state != ModelState.ACTIVE,
                state == ModelState.UPLOADED || state == ModelState.RETIRED,
                state == ModelState.SHADOW);
    }
}
