package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.tenant.TenantView;
import java.time.Instant;

/** A tenant in a list and at the top of its own page; {@code due} is null if no run is due. */
public record TenantRow(
        String id, Badge state, Moment since, String reason, String remedy, Moment due, String waiting, String model) {

    static TenantRow of(TenantView tenant, boolean allPaused, Instant now) {
        return new TenantRow(
                tenant.id(),
                Badge.of(tenant.state(), tenant.reason() != null),
                Moment.of(tenant.since(), now),
                tenant.reason(),
                tenant.remedy(),
                allPaused || !tenant.state().runs() ? null : Moment.of(tenant.nextDue(), now),
                Formats.number(tenant.backlog()),
                tenant.activeModel() == null ? null : Formats.version(tenant.activeModel()));
    }
}
