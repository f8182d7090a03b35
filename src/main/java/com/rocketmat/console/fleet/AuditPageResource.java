package com.rocketmat.console.fleet;

import com.rocketmat.access.WithinReach;
import com.rocketmat.audit.AuditPhase;
import com.rocketmat.audit.AuditSearchResource;
import com.rocketmat.audit.AuditView;
import com.rocketmat.console.Frames;
import com.rocketmat.console.Html;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@SameSite
@Path(Addresses.AUDIT)
@Produces(Html.UTF_8)
public class AuditPageResource {

    private static final int ROWS = 50;

    private final AuditSearchResource log;
    private final Frames frames;
    private final Clock clock;

    AuditPageResource(AuditSearchResource log, Frames frames, Clock clock) {
        this.log = log;
        this.frames = frames;
        this.clock = clock;
    }

    /** Ignores an outcome and a position that cannot be read, so that a truncated address still shows a page. */
    @GET
    @RolesAllowed("operator")
    @WithinReach
    public String page(
            @QueryParam("tenant") @DefaultValue("") String tenant,
            @QueryParam("actor") @DefaultValue("") String actor,
            @QueryParam("phase") @DefaultValue("") String outcome,
            @QueryParam("before") @DefaultValue("") String before) {
        String about = tenant.strip();
        String by = actor.strip();
        String phase = Arrays.stream(AuditPhase.values())
                .map(Enum::name)
                .filter(outcome::equals)
                .findFirst()
                .orElse("");
        Long cursor = before.matches("[1-9]\\d{0,17}") ? Long.valueOf(before) : null;
        AuditView.Listing listing = log.list(orNull(about), orNull(by), orNull(phase), cursor, ROWS);
        Instant now = clock.instant();
        return FleetTemplates.audit(
                        frames.frame(null),
                        new AuditPage(
                                about,
                                by,
                                phases(phase),
                                listing.items().stream()
                                        .map(entry -> AuditPage.Row.of(entry, now))
                                        .toList(),
                                listing.next() == null ? null : address(about, by, phase, listing.next()),
                                cursor == null ? null : address(about, by, phase, "")))
                .render();
    }

    private static List<AuditPage.Choice> phases(String present) {
        return Stream.concat(
                        Stream.of(new AuditPage.Choice("", "Any outcome", present.isEmpty())),
                        Arrays.stream(AuditPhase.values())
                                .map(phase -> new AuditPage.Choice(
                                        phase.name(),
                                        Formats.title(phase),
                                        phase.name().equals(present))))
                .toList();
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String address(String tenant, String actor, String phase, String before) {
        return Addresses.with(
                Addresses.AUDIT, Map.of("tenant", tenant, "actor", actor, "phase", phase, "before", before));
    }
}
