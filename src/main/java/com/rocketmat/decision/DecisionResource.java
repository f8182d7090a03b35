package com.rocketmat.decision;

import com.rocketmat.decision.History.Filter;
import com.rocketmat.problem.Choice;
import com.rocketmat.problem.ListPage;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.problem.WholeNumber;
import com.rocketmat.table.TableAnswer;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;

/** A tenant's decision log. */
@Path("/api/tenants/{tenant}/decisions")
@Tag(name = "decisions")
public class DecisionResource {

    // a caller that accepts anything gets JSON
    private static final String LOW_QUALITY = ";qs=0.5";
    private static final String CSV = TableFormat.CSV_TYPE + LOW_QUALITY;
    private static final String NDJSON = TableFormat.NDJSON_TYPE + LOW_QUALITY;

    private final TenantRegistry tenants;
    private final History history;
    private final DecisionExports exports;
    private final Verifications verifications;
    private final SecurityIdentity caller;

    DecisionResource(
            TenantRegistry tenants,
            History history,
            DecisionExports exports,
            Verifications verifications,
            SecurityIdentity caller) {
        this.tenants = tenants;
        this.history = history;
        this.exports = exports;
        this.verifications = verifications;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("operator")
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "200",
            description =
                    "A page; or, depending on Accept, all rows. All rows are streamed; an answer that breaks off is incomplete",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = DecisionView.Listing.class)),
                @Content(
                        mediaType = TableFormat.CSV_TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        example =
                                "id,at,alias,application,candidate,job,kind,version,value,raw,reasons,warning,mode,detail,digest"),
                @Content(
                        mediaType = TableFormat.NDJSON_TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        example = "{\"id\":4711,\"application\":7120034002,\"kind\":\"WRITTEN\",\"value\":87}")
            })
    @Operation(
            summary = "Lists the decisions about applications and candidates, oldest first",
            description =
                    "since: the id of a decision after which the rows begin, or a time such as 2026-11-24T12:00:00Z from which they"
                            + " begin. next is the id for the next call, as since or as cursor. With Accept: text/csv or application/x-ndjson, all"
                            + " rows are sent, without a limit. The audit log records what was sent.")
    public DecisionView.Listing list(
            @RestPath String tenant,
            @QueryParam("application") @Min(1) Long application,
            @QueryParam("candidate") @Min(1) Long candidate,
            @QueryParam("kind") String kind,
            @QueryParam("since") String since,
            @QueryParam("cursor") @Min(0) Long cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        TenantId id = tenants.require(tenant);
        Filter filter = new Filter(application, candidate, kind(kind));
        long after = after(id, since, cursor);
        ListPage<DecisionView> page = ListPage.of(limit, size -> history.page(id, filter, after, size));
        exports.recordPage(
                id, caller.getPrincipal().getName(), filter, after, page.rows().size());
        return new DecisionView.Listing(page.rows(), page.next(last -> String.valueOf(last.id())));
    }

    /** Runs outside a transaction, for as long as the caller takes. */
    @GET
    @Blocking
    @RolesAllowed("operator")
    @Produces(CSV)
    @Operation(hidden = true)
    public RestMulti<byte[]> csv(
            @RestPath String tenant,
            @QueryParam("application") @Min(1) Long application,
            @QueryParam("candidate") @Min(1) Long candidate,
            @QueryParam("kind") String kind,
            @QueryParam("since") String since,
            @QueryParam("cursor") @Min(0) Long cursor) {
        DecisionExport export =
                export(tenant, TableFormat.CSV, new Filter(application, candidate, kind(kind)), since, cursor);
        return answer(export).of(exports.bytes(export));
    }

    @GET
    @Blocking
    @RolesAllowed("operator")
    @Produces(NDJSON)
    @Operation(hidden = true)
    public RestMulti<byte[]> jsonLines(
            @RestPath String tenant,
            @QueryParam("application") @Min(1) Long application,
            @QueryParam("candidate") @Min(1) Long candidate,
            @QueryParam("kind") String kind,
            @QueryParam("since") String since,
            @QueryParam("cursor") @Min(0) Long cursor) {
        DecisionExport export =
                export(tenant, TableFormat.NDJSON, new Filter(application, candidate, kind(kind)), since, cursor);
        return answer(export).ofLines(exports.bytes(export));
    }

    @GET
    @Path("/verify")
    @Blocking
    @RolesAllowed("viewer")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Verifies that the decision log is as it was written",
            description =
                    "Follows the chain of digests through all rows that are kept, to its end, and names the first row that was changed, added,"
                            + " moved or removed. Erasures and retention leave the chain intact. A million rows take less than a minute.")
    public Verification verify(@RestPath String tenant) {
        TenantId id = tenants.require(tenant);
        Verification verification = verifications.of(id);
        if (!verification.ok()) {
            // a log that was purged meanwhile looks as if its end had been cut off
            tenants.require(tenant);
        }
        return verification;
    }

    private DecisionExport export(String tenant, TableFormat format, Filter filter, String since, Long cursor) {
        TenantId id = tenants.require(tenant);
        return new DecisionExport(
                id,
                caller.getPrincipal().getName(),
                format,
                ExportFrame.NONE,
                filter,
                after(id, since, cursor),
                history.extent(id));
    }

    private static TableAnswer answer(DecisionExport export) {
        return new TableAnswer(export.format, export.tenant + "-decisions");
    }

    private long after(TenantId tenant, String since, Long cursor) {
        if (cursor != null) {
            return cursor;
        }
        if (since == null) {
            return 0;
        }
        Optional<Long> decision = WholeNumber.of(since);
        if (decision.isPresent()) {
            return decision.get();
        }
        try {
            // makes a year with a sign invalid, because PostgreSQL may not support it
            return history.lastBefore(tenant, Instant.parse(since.replaceFirst("^[+-]", "?")));
        } catch (DateTimeException _) {
            throw ProblemType.BAD_PARAMETER
                    .problem(
                            "since is neither the id of a decision nor a time",
                            "use a number, or a time such as 2026-11-24T12:00:00Z")
                    .with("field", "since");
        }
    }

    private static DecisionKind kind(String kind) {
        return kind == null ? null : Choice.of("kind", DecisionKind.class, Enum::name, kind);
    }
}
