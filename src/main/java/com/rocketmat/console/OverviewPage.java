package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import java.util.List;

/**
 * All tenants.
 *
 * @param wanted part of an id that is looked for
 * @param state that is looked for, as the address says it
 * @param filtered whether some tenants are left out
 * @param next address of the next page, or null
 * @param first address of the first page, or null when this is it
 * @param self address of this page
 */
public record OverviewPage(
        List<Tile> tiles,
        List<StateLink> states,
        BarChart written,
        String wanted,
        String state,
        boolean filtered,
        List<TenantRow> tenants,
        String next,
        String first,
        String self) {

    /**
     * A figure.
     *
     * @param tone as in {@link Badge}
     */
    public record Tile(String label, String value, String remark, String tone) {}

    /** How many are in a state, with the way to their list. */
    public record StateLink(String label, String tone, String count, String address, boolean present) {}
}
