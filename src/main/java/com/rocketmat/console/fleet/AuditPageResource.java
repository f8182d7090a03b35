package com.rocketmat.console.fleet;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.audit.AuditLog;
import com.rocketmat.audit.AuditPhase;
import com.rocketmat.audit.AuditQuery;
import com.rocketmat.audit.AuditView;
import com.rocketmat.console.Frames;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.problem.ListPage;
import com.rocketmat.problem.WholeNumber;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

@SameSite
@Path(Addresses.AUDIT)
@Produces(MediaType.TEXT_HTML)
public class AuditPageResource {

    private static final int ROWS = 50;

    private final AuditLog log;
    private final Frames frames;
    private final SecurityIdentity caller;

    AuditPageResource(AuditLog log, Frames frames, SecurityIdentity caller) {
        this.log = log;
        this.frames = frames;
        this.caller = caller;
    }

    /** Ignores an invalid outcome or position, so that a truncated address still shows a page. */
    @GET
    @RolesAllowed("operator")
    @WithinReach
    public String page(
            @QueryParam("tenant") @DefaultValue("") String tenant,
            @QueryParam("actor") @DefaultValue("") String actor,
            @QueryParam("phase") @DefaultValue("") String outcome,
            @QueryParam("before") @DefaultValue("") String before) {
        String tenantId = tenant.strip();
        String actorName = actor.strip();
        Optional<AuditPhase> phase = Arrays.stream(AuditPhase.values())
                .filter(value -> value.name().equals(outcome))
                .findFirst();
        Long cursor = WholeNumber.of(before).orElse(null);
        AuditQuery query = new AuditQuery(Reach.of(caller), unlessEmpty(tenantId), unlessEmpty(actorName), phase);
        ListPage<AuditView> entries = ListPage.of(ROWS, size -> log.page(query, cursor, size));
        return FleetTemplates.audit(
                        frames.frame(null),
                        new AuditPage(
                                tenantId,
                                actorName,
                                phases(phase),
                                entries.rows(AuditPage.Row::of),
                                entries.next(entry -> address(tenantId, actorName, phase, entry.id())),
                                cursor == null ? null : address(tenantId, actorName, phase, "")))
                .render();
    }

    private static List<AuditPage.Choice> phases(Optional<AuditPhase> current) {
        return Stream.concat(
                        Stream.of(new AuditPage.Choice("", "Any outcome", current.isEmpty())),
                        Arrays.stream(AuditPhase.values())
                                .map(phase -> new AuditPage.Choice(
                                        phase.name(),
                                        Formats.title(phase),
                                        current.filter(phase::equals).isPresent())))
                .toList();
    }

    private static Optional<String> unlessEmpty(String text) {
        return Optional.of(text).filter(Predicate.not(String::isEmpty));
    }

    private static String address(String tenant, String actor, Optional<AuditPhase> phase, String before) {
        String outcome = phase.map(Enum::name).orElse("");
        return Addresses.with(
                Addresses.AUDIT, Map.of("tenant", tenant, "actor", actor, "phase", outcome, "before", before));
    }
}
