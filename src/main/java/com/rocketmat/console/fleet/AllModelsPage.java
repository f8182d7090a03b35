package com.rocketmat.console.fleet;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.model.ModelSearch.Found;
import java.time.Instant;
import java.util.List;

/**
 * The versions of all tenants.
 *
 * @param idPart part of a tenant's id to search for
 * @param next address of the next page, or null
 * @param first address of the first page, or null on the first page
 */
public record AllModelsPage(String idPart, List<Choice> states, List<Row> versions, String next, String first) {

    /** A state to filter by; {@code value} as in the address, null for any. */
    public record Choice(String label, String value, String tone, String address, boolean current) {}

    /** A version; {@code activated} is null if it was never active. */
    public record Row(
            String tenant,
            String name,
            String version,
            String address,
            Badge state,
            Moment uploaded,
            Moment activated,
            String measured,
            boolean card) {

        static Row of(Found found, Instant now) {
            return new Row(
                    found.tenant(),
                    found.name(),
                    Formats.version(found.version()),
                    Addresses.model(found.tenant(), found.version()),
                    Badge.of(found.state()),
                    Moment.of(found.uploadedAt(), now),
                    Moment.of(found.activatedAt(), now),
                    Formats.measured(found.residentBytes(), found.batchMillis()),
                    found.card());
        }
    }
}
