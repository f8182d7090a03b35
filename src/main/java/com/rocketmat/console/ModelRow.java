package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.model.ModelState;
import com.rocketmat.model.ModelView;
import com.rocketmat.model.upload.Check;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A version of a tenant's model.
 *
 * @param takes what a session and the largest batch took in the trial, or null when that is not known
 * @param quarantine why it is not run, or null
 * @param warnings how many of its checks ask for something, or null when none does
 */
public record ModelRow(
        String name,
        String version,
        String digest,
        String fileDigest,
        String address,
        Badge state,
        Moment uploaded,
        List<Check> checks,
        String takes,
        String quarantine,
        String warnings,
        boolean activates,
        boolean shadows,
        boolean compares) {

    static ModelRow of(String tenant, ModelView model, Instant now) {
        long warnings =
                model.checks().stream().filter(check -> check.remedy() != null).count();
        ModelState state = model.state();
        return new ModelRow(
                model.name(),
                Formats.version(model.version()),
                model.version(),
                model.fileSha256(),
                Addresses.model(tenant, model.version()),
                Badge.of(state),
                Moment.of(model.uploadedAt(), now),
                // what asks for something first
                model.checks().stream()
                        .sorted(Comparator.comparing(check -> check.remedy() == null))
                        .toList(),
                takes(model),
                model.quarantine(),
                warnings == 0 ? null : Formats.count(warnings, "warning"),
                state != ModelState.ACTIVE,
                state == ModelState.UPLOADED || state == ModelState.RETIRED,
                state == ModelState.SHADOW);
    }

    private static String takes(ModelView model) {
        return model.residentBytes() == null || model.residentBytes() == 0
                ? null
                : String.format(
                        Locale.ROOT,
                        "%.1f MiB in memory, %d ms for the largest batch",
                        model.residentBytes() / (double) (1 << 20),
                        model.batchMillis());
    }
}
