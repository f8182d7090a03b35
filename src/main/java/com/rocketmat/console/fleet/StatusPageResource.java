package com.rocketmat.console.fleet;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.console.Frames;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.replica.Replicas;
import com.rocketmat.replica.Replicas.Running;
import com.rocketmat.tenant.ServiceResource;
import com.rocketmat.tenant.ServiceStatus.Vault;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;

@SameSite
@Path(Addresses.STATUS)
@Produces(MediaType.TEXT_HTML)
public class StatusPageResource {

    private final Replicas replicas;
    private final ServiceResource service;
    private final Frames frames;
    private final SecurityIdentity caller;

    StatusPageResource(Replicas replicas, ServiceResource service, Frames frames, SecurityIdentity caller) {
        this.replicas = replicas;
        this.service = service;
        this.frames = frames;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @WithinReach
    public String page() {
        List<Running> running = replicas.running(Reach.of(caller));
        Vault vault = service.status().vault();
        StatusPage page = new StatusPage(
                running,
                running.stream().map(Running::version).distinct().toList(),
                Formats.number(running.stream().mapToLong(Running::slices).sum()),
                Formats.number(running.stream().mapToLong(Running::trainings).sum()),
                badge(vault),
                Formats.span(Duration.ofSeconds(vault.ageSeconds())));
        return FleetTemplates.status(frames.frame(null), page).render();
    }

    private static Badge badge(Vault vault) {
        return switch (vault.state()) {
            case "ok" -> new Badge("OK", "good");
            case "starting" -> new Badge("Starting", "calm");
            default -> new Badge("Degraded", "warn");
        };
    }
}
