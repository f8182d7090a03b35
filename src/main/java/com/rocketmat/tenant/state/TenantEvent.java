package com.rocketmat.tenant.state;

import com.rocketmat.tenant.settings.TenantSettings.Mode;

/**
 * What may change a tenant's state. Requested runs and the slow re-check are not events: the end of their slice is, unless it failed in
 * a way that may pass by itself.
 */
sealed interface TenantEvent {

    /** A replica has settings to run the tenant with; {@code newer} if they differ from before, so that a refusal's cause may be fixed. */
    record SecretUsable(Mode mode, boolean newer) implements TenantEvent {}

    /** The secret is invalid, and there are no earlier valid settings. */
    record SecretUnusable() implements TenantEvent {}

    /** One replica cannot read the secret; others may. */
    record SecretUnread() implements TenantEvent {}

    record SecretGone() implements TenantEvent {}

    /** Greenhouse or the model refuses in a way that only human action can change. */
    record Refused() implements TenantEvent {}

    /** A slice succeeded or made progress, or the doctor found no problem. */
    record WentWell(Mode mode) implements TenantEvent {}
}
