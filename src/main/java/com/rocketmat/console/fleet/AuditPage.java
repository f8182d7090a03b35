package com.rocketmat.console.fleet;

import com.rocketmat.audit.AuditPhase;
import com.rocketmat.audit.AuditView;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.session.Addresses;
import java.time.Instant;
import java.util.List;

/**
 * The audit log of all tenants.
 *
 * @param tenant to filter by, or empty; * for entries about all tenants
 * @param next address of the next page, or null
 * @param first address of the first page, or null on the first page
 */
public record AuditPage(
        String tenant, String actor, List<Choice> phases, List<Row> entries, String next, String first) {

    /** An outcome to filter by; {@code value} is empty for any. */
    public record Choice(String value, String label, boolean current) {}

    /** An entry; {@code tenantAddress} is null if it is about all tenants, and {@code times} if it happened once. */
    public record Row(
            Instant at,
            String actor,
            String tenant,
            String tenantAddress,
            String action,
            Badge outcome,
            List<String> details,
            String times) {

        private static final String ALL = "*";

        static Row of(AuditView entry) {
            boolean all = entry.tenant().equals(ALL);
            return new Row(
                    entry.recordedAt(),
                    entry.actor(),
                    all ? "all or none" : entry.tenant(),
                    all ? null : Addresses.tenant(entry.tenant()),
                    entry.action(),
                    outcome(entry.phase()),
                    entry.details().entrySet().stream()
                            // the tenant has a column of its own, unless the entry is stored for all
                            .filter(detail -> all || !detail.getKey().equals("tenant"))
                            .filter(detail -> !detail.getValue().isEmpty())
                            .map(detail -> detail.getKey() + ": " + detail.getValue())
                            .toList(),
                    entry.times() == 1 ? null : Formats.number(entry.times()));
        }

        private static Badge outcome(AuditPhase phase) {
            return new Badge(
                    Formats.title(phase),
                    switch (phase) {
                        case DONE, COMPLETED -> "good";
                        case REFUSED -> "warn";
                        case FAILED, ABANDONED -> "bad";
                        case BEGUN -> "calm";
                    });
        }
    }
}
