package com.rocketmat.ops;

import com.rocketmat.table.TableAnswer;
import com.rocketmat.table.TableFormat;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestMulti;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** What a developer might add who forgets about restricted callers. */
@Path("/planted")
public class PlantedResource {

    @GET
    @RolesAllowed("viewer")
    public String all() {
        return "of all tenants";
    }

    @GET
    @Path("/{tenant}")
    @RolesAllowed("viewer")
    public String one(@RestPath String tenant) {
        return "of " + tenant;
    }

    /** An endless file, or one that breaks off. */
    @GET
    @Path("/{tenant}/file")
    @RolesAllowed("viewer")
    public RestMulti<byte[]> file(@RestPath String tenant, @RestQuery boolean broken) {
        Multi<byte[]> pieces =
                Multi.createFrom().ticks().every(Duration.ofMillis(20)).map(_ -> new byte[] {'x'});
        return new TableAnswer(TableFormat.CSV, tenant)
                .of(broken ? pieces.select().first(2).onCompletion().failWith(new IOException("as planned")) : pieces);
    }
}
