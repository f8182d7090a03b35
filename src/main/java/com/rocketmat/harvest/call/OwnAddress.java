package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import java.net.URI;
import java.util.List;

/**
 * A tenant's own Harvest of one version: credentials go there and nowhere else, whatever a {@code Link} header says.
 *
 * @param home base address without the version
 * @param version such as {@code v3}
 */
public record OwnAddress(URI home, String version) {

    public OwnAddress {
        String text = home.toString();
        home = text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : home;
    }

    public String base() {
        return home.toString();
    }

    /** Whether the tenant talks to its Greenhouse without encryption, as to one on the same machine. */
    boolean plain() {
        return "http".equals(home.getScheme());
    }

    /**
     * The address that a {@code Link} header has just given, as it was given.
     *
     * @throws HarvestException when it leads elsewhere. No {@link HarvestFailure.Invalid}: that would be taken for an expired cursor,
     *     and the window be read from its first page again and again.
     */
    public String linked(String address) {
        if (!leadsHome(address)) {
            throw new HarvestException(new Unavailable("the Link header leads away from the tenant's Harvest address"));
        }
        return address;
    }

    /**
     * The address of a page that an earlier slice left.
     *
     * @throws HarvestException when it belongs to another Harvest, as after a change from v1 to v3 or of the tenant's address: like an
     *     expired cursor, so that the window is read from its first page
     */
    public String stored(String address) {
        if (!leadsHome(address)) {
            throw new HarvestException(
                    new Invalid("the next page belongs to another address than the tenant's Harvest", List.of()));
        }
        return address;
    }

    private boolean leadsHome(String address) {
        URI page;
        try {
            page = URI.create(address);
        } catch (IllegalArgumentException _) {
            return false;
        }
        return home.getScheme().equals(page.getScheme())
                && home.getAuthority().equals(page.getAuthority())
                && page.getPath() != null
                && page.getPath().startsWith(home.getPath() + "/" + version + "/")
                && !List.of(page.getPath().split("/", -1)).contains("..");
    }
}
