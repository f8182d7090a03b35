package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.Operation;
import java.net.URI;
import java.util.List;

/**
 * A tenant's Harvest address of one version: credentials are sent nowhere else, even if a {@code Link} header points elsewhere.
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

    /** Whether the tenant's Harvest is called without encryption, for example on the same machine. */
    boolean isHttp() {
        return "http".equals(home.getScheme());
    }

    String list(Operation operation) {
        return "%s/%s/%s".formatted(home, version, operation.label());
    }

    /** What a {@code Link} header means in the answer from an address: it may be relative to that. */
    static String resolved(String from, String link) {
        try {
            // of a query alone URI would drop the last segment too
            return link.startsWith("?")
                    ? from.replaceFirst("\\?.*", "") + link
                    : URI.create(from).resolve(link).toString();
        } catch (IllegalArgumentException _) {
            return link;
        }
    }

    /**
     * Checks the address of a {@code Link} header and returns it unchanged.
     *
     * @throws HarvestException if it points elsewhere; not as {@link HarvestFailure.Invalid}, which would count as an expired
     * cursor and restart the window again and again
     */
    String linked(String address) {
        if (!isOwn(address)) {
            throw new HarvestException(
                    new Unavailable("the Link header points away from the tenant's Harvest address"));
        }
        return address;
    }

    /**
     * Checks the address of a page that an earlier slice stored.
     *
     * @throws HarvestException if it belongs to another Harvest, for example after a change from v1 to v3 or of the tenant's
     * address; it then counts as an expired cursor, and the window restarts at its first page
     */
    void requireOwn(String address) {
        if (!isOwn(address)) {
            throw new HarvestException(
                    new Invalid("the next page belongs to another address than the tenant's Harvest", List.of()));
        }
    }

    /** Also of an address that leaves the standard port out. */
    static int port(URI address) {
        int standard = "https".equals(address.getScheme()) ? 443 : 80;
        return address.getPort() < 0 ? standard : address.getPort();
    }

    private boolean isOwn(String address) {
        URI page;
        try {
            page = URI.create(address);
        } catch (IllegalArgumentException _) {
            return false;
        }
        return home.getScheme().equals(page.getScheme())
                && home.getHost().equalsIgnoreCase(page.getHost())
                && port(home) == port(page)
                && page.getUserInfo() == null
                && page.getPath().startsWith(home.getPath() + "/" + version + "/")
                && !List.of(page.getPath().split("/", -1)).contains("..");
    }
}
