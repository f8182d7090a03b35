package com.rocketmat.harvest;

import com.rocketmat.harvest.HarvestFailure.Unavailable;
import java.net.URI;
import java.util.List;

/**
 * A tenant's own Harvest of one version: credentials go there and nowhere else, whatever a {@code Link} header says.
 *
 * @param home base address without the version
 * @param version such as {@code v3}
 */
record OwnAddress(URI home, String version) {

    OwnAddress {
        String text = home.toString();
        home = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : home;
    }

    String base() {
        return home.toString();
    }

    /**
     * The page's address as it was given.
     *
     * @throws HarvestException when it leads elsewhere. No {@link HarvestFailure.Invalid}: that would be taken for an expired cursor,
     *     and the window be read from its first page again and again.
     */
    String page(String address) {
        URI page;
        try {
            page = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new HarvestException(new Unavailable("the Link header holds no address"), e);
        }
        if (!leadsHome(page)) {
            throw new HarvestException(new Unavailable("the Link header leads away from the tenant's Harvest address"));
        }
        return address;
    }

    private boolean leadsHome(URI page) {
        return home.getScheme().equals(page.getScheme())
                && home.getAuthority().equals(page.getAuthority())
                && page.getPath().startsWith(home.getPath() + "/" + version + "/")
                && !List.of(page.getPath().split("/", -1)).contains("..");
    }
}
