package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.tenant.TenantView;
import java.util.List;

/**
 * The list of all tenants.
 *
 * @param idPart part of a tenant's id to search for
 * @param state to filter by, as in the address
 * @param noTenants whether none of the caller's tenants exists
 * @param restricted whether the caller may see only some tenants
 * @param filtered whether a filter hides some tenants
 * @param next address of the next page, or null
 * @param first address of the first page, or null on the first page
 */
public record OverviewPage(
        List<Tile> tiles,
        List<StateLink> states,
        BarChart written,
        String idPart,
        String state,
        boolean noTenants,
        boolean restricted,
        boolean filtered,
        boolean allPaused,
        List<TenantView> tenants,
        String next,
        String first,
        String self) {

    /** A figure; {@code tone} as in {@link Badge}. */
    public record Tile(String label, String value, String remark, String tone) {}

    /** A link to the tenants in a state; {@code count} is null during a search, since the counts include all tenants. */
    public record StateLink(String label, String tone, String count, String address, boolean current) {}
}
