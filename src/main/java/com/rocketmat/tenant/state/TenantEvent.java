package com.rocketmat.tenant.state;

import com.rocketmat.tenant.settings.TenantSettings.Mode;

/**
 * What may move a tenant to another state. A run on request and the slow re-check are not among these: their slice is, by how it
 * ends.
 */
sealed interface TenantEvent {

    /**
     * A replica has settings to run the tenant with.
     *
     * @param newer they are others than before, so what Greenhouse refused may be mended
     */
    record SecretUsable(Mode mode, boolean newer) implements TenantEvent {}

    /** The secret is bad, and there are no earlier settings to go on with. */
    record SecretUnusable() implements TenantEvent {}

    /** One replica cannot read the secret; others may. */
    record SecretUnread() implements TenantEvent {}

    record SecretGone() implements TenantEvent {}

    /** Greenhouse or the model refuses in a way that only somebody's act can change. */
    record Refused() implements TenantEvent {}

    /** A slice came to its end, or at least got on. */
    record WentWell(Mode mode) implements TenantEvent {}

    /** A slice did not get on, and that may pass by itself. */
    record Hindered() implements TenantEvent {}

    /** The doctor found nothing wrong. */
    record FoundSound(Mode mode) implements TenantEvent {}

    record Paused() implements TenantEvent {}

    record Resumed(Mode mode) implements TenantEvent {}
}
