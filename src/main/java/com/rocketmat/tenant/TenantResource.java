package com.rocketmat.tenant;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Tenants as operators see them. */
@Path("/api/tenants")
@Tag(name = "tenants")
public class TenantResource {

    private final TenantRegistry registry;
    private final TenantSearch search;
    private final TenantStates states;
    private final Purges purges;
    private final TenantActions actions;
    private final SecurityIdentity caller;
    private final TenantViews views;

    TenantResource(
            TenantRegistry registry,
            TenantSearch search,
            TenantStates states,
            Purges purges,
            TenantActions actions,
            SecurityIdentity caller,
            TenantViews views) {
        this.registry = registry;
        this.search = search;
        this.states = states;
        this.purges = purges;
        this.actions = actions;
        this.caller = caller;
        this.views = views;
    }

    @GET
    @RolesAllowed("viewer")
    @WithinReach
    @Operation(summary = "Lists the tenants within the caller's reach, in the order of their ids")
    public TenantView.Listing list(
            @QueryParam("state") List<String> state,
            @QueryParam("cursor") @DefaultValue("") String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        Set<TenantState> wanted = TenantState.named(state);
        var page = ListPage.of(limit, size -> search.list(Reach.of(caller), wanted, cursor, size));
        return new TenantView.Listing(
                views.of(page.rows()), page.next(tenant -> tenant.id().value()));
    }

    @GET
    @Path("/{tenant}")
    @RolesAllowed("viewer")
    @Operation(summary = "Returns a tenant: its state, the reason, and what to do")
    public TenantView get(@RestPath String tenant) {
        return view(registry.require(tenant));
    }

    @POST
    @Path("/{tenant}/pause")
    @RolesAllowed("operator")
    @Operation(summary = "Pauses a tenant before its next write")
    public TenantView pause(@RestPath String tenant) {
        TenantId id = registry.require(tenant);
        actions.pause(id);
        return view(id);
    }

    @POST
    @Path("/{tenant}/resume")
    @RolesAllowed("operator")
    @Operation(summary = "Resumes a paused tenant at once")
    public TenantView resume(@RestPath String tenant) {
        TenantId id = registry.require(tenant);
        actions.resume(id);
        return view(id);
    }

    @DELETE
    @Path("/{tenant}")
    @RolesAllowed("operator")
    @Extension(name = "x-problems", value = "secret-exists slice-under-way")
    @Operation(
            summary =
                    "Purges a tenant whose secret is removed: deletes everything stored for it. With force, even if the secret still exists")
    public void purge(@RestPath String tenant, @QueryParam("force") @DefaultValue("false") boolean force) {
        TenantId id = TenantId.parse(tenant).orElseThrow(TenantRegistry::unknown);
        long rows = purges.purge(id, force);
        Log.warnf("Purged tenant %s: %d rows", id, rows);
    }

    private TenantView view(TenantId id) {
        return views.of(List.of(states.row(id).orElseThrow(TenantRegistry::unknown)))
                .getFirst();
    }
}
