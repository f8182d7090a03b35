package com.rocketmat.console.fleet;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.console.Frames;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.fleet.AllModelsPage.Choice;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.model.ModelSearch;
import com.rocketmat.model.ModelSearch.Filter;
import com.rocketmat.model.ModelSearch.Found;
import com.rocketmat.model.ModelSearch.Place;
import com.rocketmat.model.ModelState;
import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.TenantSearch;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@SameSite
@Path(Addresses.MODELS)
@Produces(MediaType.TEXT_HTML)
public class AllModelsPageResource {

    private static final int ROWS = 50;
    /** The most relevant states come first. */
    private static final List<ModelState> ORDER = List.of(
            ModelState.ACTIVE, ModelState.SHADOW, ModelState.QUARANTINED, ModelState.UPLOADED, ModelState.RETIRED);

    private final ModelSearch models;
    private final Frames frames;
    private final SecurityIdentity caller;

    AllModelsPageResource(ModelSearch models, Frames frames, SecurityIdentity caller) {
        this.models = models;
        this.frames = frames;
        this.caller = caller;
    }

    /** Ignores invalid parameters, so that a truncated address still shows a page. */
    @GET
    @RolesAllowed("viewer")
    @WithinReach
    public String page(
            @QueryParam("q") @DefaultValue("") String tenant,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("after") @DefaultValue("") String after) {
        Filter filter = new Filter(
                TenantSearch.partOfId(tenant),
                Arrays.stream(ModelState.values())
                        .filter(value -> value.name().equals(state))
                        .findFirst());
        Place place = place(after);
        ListPage<Found> page = models.page(filter, Reach.of(caller), place, ROWS);
        return FleetTemplates.allModels(
                        frames.frame(null),
                        new AllModelsPage(
                                filter.tenant(),
                                states(filter),
                                page.rows(),
                                page.last()
                                        .map(last -> address(filter, last.place()))
                                        .orElse(null),
                                place.equals(Place.START) ? null : address(filter, Place.START)))
                .render();
    }

    private static List<Choice> states(Filter filter) {
        List<Choice> choices = new ArrayList<>();
        Filter any = new Filter(filter.tenant(), Optional.empty());
        choices.add(new Choice("All", null, "calm", address(any, Place.START), filter.equals(any)));
        for (ModelState state : ORDER) {
            Filter only = new Filter(filter.tenant(), Optional.of(state));
            choices.add(new Choice(
                    Formats.title(state),
                    state.name(),
                    Badge.of(state).tone(),
                    address(only, Place.START),
                    filter.equals(only)));
        }
        return choices;
    }

    private static Place place(String after) {
        int dot = after.indexOf('.');
        return dot < 0 ? Place.START : new Place(after.substring(0, dot), after.substring(dot + 1));
    }

    private static String address(Filter filter, Place after) {
        return Addresses.with(
                Addresses.MODELS,
                Map.of(
                        "q",
                        filter.tenant(),
                        "state",
                        filter.state().map(Enum::name).orElse(""),
                        "after",
                        after.equals(Place.START) ? "" : after.tenant() + "." + after.version()));
    }
}
