package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Event: an export of a tenant's data, fired when it begins and when it ends; a page that was read is COMPLETED alone. Observers record
 * it in their own transaction, or prevent the export by an exception.
 *
 * @param export shared by its events
 * @param details what was requested and how much was sent; no candidate data
 * @param candidate the person it is about, if it is about one; recorded as a digest
 */
public record DataExport(
        TenantId tenant,
        UUID export,
        String actor,
        String kind,
        Phase phase,
        Map<String, String> details,
        Optional<Long> candidate) {

    public enum Phase {
        BEGUN,
        COMPLETED,
        /** The caller disconnected before the end. */
        ABANDONED,
        FAILED
    }
}
