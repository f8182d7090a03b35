package com.rocketmat.console.fleet;

import com.rocketmat.model.ModelSearch.Found;
import java.util.List;

/**
 * The versions of all tenants.
 *
 * @param idPart part of a tenant's id to search for
 * @param next address of the next page, or null
 * @param first address of the first page, or null on the first page
 */
public record AllModelsPage(String idPart, List<Choice> states, List<Found> versions, String next, String first) {

    /** A state to filter by; {@code value} as in the address, null for any. */
    public record Choice(String label, String value, String tone, String address, boolean current) {}
}
