package com.rocketmat.console.bulk;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.audit.ActionDetails;
import com.rocketmat.audit.AuditLog;
import com.rocketmat.console.Frame;
import com.rocketmat.console.Frames;
import com.rocketmat.console.bulk.BulkActions.Outcome;
import com.rocketmat.console.bulk.BulkActions.Selection;
import com.rocketmat.console.bulk.BulkPage.Done;
import com.rocketmat.console.bulk.BulkPage.Row;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.TenantSearch.Filter;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;

/** Pauses, resumes or syncs all tenants that match a filter, or runs the doctor on them, after a preview. */
@SameSite
@WithinReach
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Path(Addresses.BULK + "/{action}")
@Produces(MediaType.TEXT_HTML)
public class BulkResource {

    private static final int MAX_NAMED = 24;

    /** Tones of failed, unknown and good results. */
    private static final List<String> URGENCY = List.of("bad", "warn", "good");

    private static final String CALL = "POST " + Addresses.BULK + "/{action}";

    private final BulkActions actions;
    private final Frames frames;
    private final AuditLog audit;
    private final ActionDetails audited;
    private final SecurityIdentity caller;

    BulkResource(BulkActions actions, Frames frames, AuditLog audit, ActionDetails audited, SecurityIdentity caller) {
        this.actions = actions;
        this.frames = frames;
        this.audit = audit;
        this.audited = audited;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("operator")
    public Response preview(
            @RestPath String action,
            @QueryParam("q") @DefaultValue("") String part,
            @QueryParam("state") @DefaultValue("") String state) {
        BulkAction bulkAction = require(action);
        Filter filter = filter(part, state);
        Selection selection = actions.select(bulkAction, filter, Reach.of(caller));
        return answer(Status.OK, preview(bulkAction, filter, selection, obstacle(bulkAction, selection)));
    }

    /** {@code previewed} is the digest of the previewed tenants; if others match now, the operator gets a new preview. */
    @POST
    @RolesAllowed("operator")
    public Response act(
            @RestPath String action,
            @QueryParam("q") @DefaultValue("") String part,
            @QueryParam("state") @DefaultValue("") String state,
            @RestForm @DefaultValue("") String previewed) {
        BulkAction bulkAction = require(action);
        Filter filter = filter(part, state);
        audited.add("action", bulkAction.path());
        audited.add("filter", describe(filter));
        if (Reach.of(caller) instanceof Reach.Only only) {
            audited.add("reach", only.toString());
        }
        Selection selection = actions.select(bulkAction, filter, Reach.of(caller));
        int affected = selection.tenants().size();
        if (selection.tooMany()) {
            return answer(Status.CONFLICT, preview(bulkAction, filter, selection, obstacle(bulkAction, selection)));
        }
        if (!previewed.equals(selection.digest())) {
            String changed =
                    "Nothing was done: the affected tenants have changed since the preview. Check the new preview.";
            return answer(Status.CONFLICT, preview(bulkAction, filter, selection, changed));
        }
        audited.add("tenants", String.valueOf(affected));
        audit.begin(CALL, audited);
        Outcome outcome =
                actions.act(bulkAction, selection.tenants(), audit.recorder("POST " + bulkAction.address(), audited));
        long failed = count(outcome, "bad");
        audited.add("failed", String.valueOf(failed));
        audited.add("left", String.valueOf(outcome.remaining()));
        // a full frame needs the database, which may be the reason
        return answer(
                Status.OK,
                outcome.stopReason() == null ? frames.frame(null) : frames.bare(),
                result(bulkAction, filter, affected - outcome.remaining(), failed, outcome));
    }

    private static BulkAction require(String path) {
        return BulkAction.find(path)
                .orElseThrow(() -> ProblemType.BAD_PARAMETER
                        .problem("There is no such action", "choose pause, resume, sync or doctor")
                        .with("field", "action"));
    }

    /** Refuses an unknown state, which would select all tenants. */
    private static Filter filter(String part, String state) {
        Filter filter = Filter.of(part, state);
        if (!state.isEmpty() && filter.state().isEmpty()) {
            throw ProblemType.BAD_PARAMETER
                    .problem("There is no such state", "choose one of the overview's filters")
                    .with("field", "state");
        }
        return filter;
    }

    private static String obstacle(BulkAction action, Selection selection) {
        return selection.tooMany()
                ? "Select at most %s at once: narrow the filter by a state or a part of the ids."
                        .formatted(Formats.count(action.maxTenants(), "tenant"))
                : null;
    }

    private static BulkPage preview(BulkAction action, Filter filter, Selection selection, String obstacle) {
        List<String> first = selection.tenants().stream()
                .limit(MAX_NAMED)
                .map(TenantId::value)
                .toList();
        int affected = selection.tenants().size();
        return page(
                action,
                filter,
                action.verb() + " " + Formats.count(affected, "tenant"),
                selection.tooMany() || affected == 0 ? null : selection.digest(),
                first,
                affected > MAX_NAMED ? Formats.number(affected - MAX_NAMED) : null,
                obstacle,
                null);
    }

    private static BulkPage result(BulkAction action, Filter filter, int processed, long failed, Outcome outcome) {
        boolean examined = action == BulkAction.DOCTOR;
        long unknown = count(outcome, "warn");
        List<String> summary = new ArrayList<>();
        summary.add(action.past() + " " + Formats.count(examined ? processed : processed - failed, "tenant")
                + (failed == 0
                        ? "."
                        : ", %s %s."
                                .formatted(
                                        Formats.number(failed), examined ? "of them with a failure" : "more failed")));
        if (unknown > 0) {
            summary.add("%s could not be checked.".formatted(Formats.number(unknown)));
        }
        if (outcome.remaining() > 0) {
            summary.add("Stopped early, because %s: %s remaining."
                    .formatted(outcome.stopReason(), Formats.count(outcome.remaining(), "tenant")));
        }
        List<Row> urgentFirst = outcome.rows().stream()
                .sorted(Comparator.comparingInt(
                        row -> URGENCY.indexOf(row.state().tone())))
                .toList();
        return page(
                action,
                filter,
                action.verb() + " tenants",
                null,
                List.of(),
                null,
                null,
                new Done(String.join(" ", summary), Badge.tone(failed + outcome.remaining(), unknown), urgentFirst));
    }

    private static long count(Outcome outcome, String tone) {
        return outcome.rows().stream()
                .filter(row -> row.state().tone().equals(tone))
                .count();
    }

    private static BulkPage page(
            BulkAction action,
            Filter filter,
            String title,
            String previewed,
            List<String> first,
            String more,
            String obstacle,
            Done done) {
        Map<String, String> parameters = Map.of(
                "q", filter.part(), "state", filter.state().map(Enum::name).orElse(""));
        return new BulkPage(
                title,
                Addresses.with(action.address(), parameters),
                Addresses.with(Addresses.ROOT, parameters),
                describe(filter),
                previewed,
                first,
                more,
                obstacle,
                done);
    }

    /** The filter in words, for pages and the audit log. */
    private static String describe(Filter filter) {
        String state = filter.state().map(value -> " in state " + value.name()).orElse("");
        String part = filter.part().isEmpty() ? "" : " with '%s' in their id".formatted(filter.part());
        return state.isEmpty() && part.isEmpty() ? "all tenants" : "tenants" + state + part;
    }

    private Response answer(Status status, BulkPage page) {
        return answer(status, frames.frame(null), page);
    }

    private static Response answer(Status status, Frame frame, BulkPage page) {
        return Response.status(status)
                .entity(BulkTemplates.bulk(frame, page).render())
                .build();
    }
}
