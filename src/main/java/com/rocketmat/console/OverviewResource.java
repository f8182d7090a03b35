package com.rocketmat.console;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.tenant.TenantSearch.Filter;
import com.rocketmat.tenant.TenantSearch.Place;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

@SameSite
@Path(Addresses.ROOT)
@Produces(MediaType.TEXT_HTML)
public class OverviewResource {

    private static final Pattern PLACE = Pattern.compile("(\\d)\\.([a-z0-9-]{1,63})");

    private final Overview overview;
    private final Frames frames;
    private final SecurityIdentity caller;

    OverviewResource(Overview overview, Frames frames, SecurityIdentity caller) {
        this.overview = overview;
        this.frames = frames;
        this.caller = caller;
    }

    /** Ignores invalid parameters, so that a truncated address still shows a page. */
    @GET
    @RolesAllowed("viewer")
    @WithinReach
    public String page(
            @QueryParam("q") @DefaultValue("") String idPart,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("after") @DefaultValue("") String after) {
        Filter filter = Filter.of(idPart, state);
        Frame frame = frames.frame(null);
        return Templates.overview(
                        frame, overview.page(filter, Reach.of(caller), place(after), frame.pausedBy() != null))
                .render();
    }

    private static Place place(String after) {
        Matcher place = PLACE.matcher(after);
        return place.matches() ? new Place(Integer.parseInt(place.group(1)), place.group(2)) : Place.BEFORE_ALL;
    }
}
