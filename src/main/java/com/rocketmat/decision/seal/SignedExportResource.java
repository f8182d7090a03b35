package com.rocketmat.decision.seal;

import com.rocketmat.decision.DecisionExports;
import com.rocketmat.decision.ExportFrame;
import com.rocketmat.table.TableAnswer;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.Transit;
import com.rocketmat.tenant.vault.VaultFailure;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;

/** The log as a file for an auditor. */
@Path("/api/tenants/{tenant}/decisions/export")
@Tag(name = "decisions")
public class SignedExportResource {

    private final TenantRegistry tenants;
    private final DecisionExports exports;
    private final Transit transit;
    private final SealConfig config;
    private final SecurityIdentity caller;
    private final Clock clock;

    SignedExportResource(
            TenantRegistry tenants,
            DecisionExports exports,
            Transit transit,
            SealConfig config,
            SecurityIdentity caller,
            Clock clock) {
        this.tenants = tenants;
        this.exports = exports;
        this.transit = transit;
        this.config = config;
        this.caller = caller;
        this.clock = clock;
    }

    /** Runs outside a transaction, for as long as the caller takes. */
    @GET
    @Blocking
    @RolesAllowed("operator")
    @Produces(TableFormat.NDJSON_TYPE)
    @Extension(name = "x-problems", value = "bad-parameter vault-key vault-key-away")
    @APIResponse(
            responseCode = "200",
            description = "One line about the export, one per decision, and the signature; the response is streamed",
            content =
                    @Content(
                            mediaType = TableFormat.NDJSON_TYPE,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "{\"id\":4711,\"application\":7120034002,\"kind\":\"WRITTEN\",\"value\":87}"))
    @Operation(
            summary = "Exports the whole decision log as JSON lines, for an auditor",
            description =
                    "since: the id of a decision after which the rows begin. With signed=true, the last line has the SHA-256 of all bytes before"
                            + " it, and an Ed25519 signature of the 32 bytes of that digest by a key in Vault. A file without that line is"
                            + " incomplete.")
    public RestMulti<byte[]> export(
            @RestPath String tenant,
            @QueryParam("since") @DefaultValue("0") @Min(0) long since,
            @QueryParam("signed") @DefaultValue("false") boolean signed) {
        TenantId id = tenants.require(tenant);
        ExportFrame frame = ExportFrame.NONE;
        if (signed) {
            // fails now instead of after the last row; one byte cannot be mistaken for a digest
            sign(new byte[1]);
            frame = new SignedExport(id, since, clock.instant(), this::sign);
        }
        Multi<byte[]> lines = exports.jsonLines(id, caller.getPrincipal().getName(), frame, since);
        return new TableAnswer(TableFormat.NDJSON, id + "-decisions").ofLines(lines);
    }

    private Transit.Signed sign(byte[] message) {
        try {
            return transit.sign(config.signingKey(), message);
        } catch (VaultFailure e) {
            throw DataKeys.problem(e);
        }
    }
}
