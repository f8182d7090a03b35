package com.rocketmat.training;

import com.rocketmat.table.TableAnswer;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;

/** The data to train a tenant's next model with. */
@Path("/api/tenants/{tenant}/training-data")
@Tag(name = "models")
public class TrainingDataResource {

    static final String LEFT_OUT = "Rocketmat-Left-Out";

    private final TenantRegistry tenants;
    private final TrainingExports exports;
    private final SecurityIdentity caller;

    TrainingDataResource(TenantRegistry tenants, TrainingExports exports, SecurityIdentity caller) {
        this.tenants = tenants;
        this.exports = exports;
        this.caller = caller;
    }

    /** Outside a transaction, since it calls Greenhouse. */
    @GET
    @Blocking
    @RolesAllowed("operator")
    @Produces(TableFormat.CSV_TYPE)
    @Extension(
            name = "x-problems",
            value = "training-state training-v1 training-greenhouse training-greenhouse-away training-*")
    @APIResponse(
            responseCode = "200",
            description = "One row per application; the answer is streamed",
            headers =
                    @Header(
                            name = LEFT_OUT,
                            description = "features of the active model that the export leaves out",
                            schema = @Schema(type = SchemaType.STRING)),
            content = {
                @Content(
                        mediaType = TableFormat.CSV_TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        example = "application_id,features_as_of,candidate.experience_years,outcome"),
                @Content(
                        mediaType = TableFormat.NDJSON_TYPE,
                        schema = @Schema(type = SchemaType.STRING),
                        example =
                                "{\"application_id\":7120034002,\"candidate.experience_years\":4.5,\"outcome\":\"hired\"}")
            })
    @Operation(
            summary = "Exports the decided applications: their features as scoring computes them, and their outcomes",
            description =
                    "One row per application that was hired or rejected and was created between from and to (to is"
                            + " exclusive). features: comma-separated names from the catalogue, by default those of the active model; asOf: the"
                            + " time for which ages are computed, by default the creation of each application; format: csv or ndjson."
                            + " An answer that breaks off is incomplete.")
    public RestMulti<byte[]> export(
            @RestPath String tenant,
            @QueryParam("features") List<String> features,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("asOf") String asOf,
            @QueryParam("format") String format) {
        RunningExport running = open(tenant, TrainingRequest.of(features, from, to, asOf, format, TableFormat.CSV));
        return answer(running).of(exports.bytes(running));
    }

    /** For callers that accept JSON lines: Quarkus allows one media type per streaming method. */
    @GET
    @Blocking
    @RolesAllowed("operator")
    @Produces(TableFormat.NDJSON_TYPE)
    @Operation(hidden = true)
    public RestMulti<byte[]> exportAsJsonLines(
            @RestPath String tenant,
            @QueryParam("features") List<String> features,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("asOf") String asOf,
            @QueryParam("format") String format) {
        RunningExport running = open(tenant, TrainingRequest.of(features, from, to, asOf, format, TableFormat.NDJSON));
        return answer(running).ofLines(exports.bytes(running));
    }

    private RunningExport open(String tenant, TrainingRequest request) {
        TenantSettings settings = tenants.settings(tenants.require(tenant)).orElseThrow(ExportRefusal::notRunning);
        return exports.open(settings, caller.getPrincipal().getName(), request);
    }

    private static TableAnswer answer(RunningExport running) {
        TableAnswer answer =
                new TableAnswer(running.request().format(), running.settings().id() + "-training-data");
        Set<String> leftOut = running.export().choice().leftOut().keySet();
        return leftOut.isEmpty() ? answer : answer.with(LEFT_OUT, header(leftOut));
    }

    /** A name in brackets may contain a line break, which a header cannot. */
    private static String header(Set<String> features) {
        return String.join(",", features).replaceAll("\\p{Cntrl}", " ");
    }
}
