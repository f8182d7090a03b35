package com.rocketmat.harvest.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.harvest.call.AnswerReader;
import com.rocketmat.harvest.call.RefusalMapper;
import com.rocketmat.harvest.row.CustomField;
import io.quarkus.rest.client.reactive.Url;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Greenhouse's Harvest API v1, as far as used here. Its announced end was 2026-08-31. Lists take the whole address of a page.
 */
@RegisterRestClient(configKey = "harvest-v1")
@RegisterProvider(RefusalMapper.class)
public interface V1Api {

    @GET
    RestResponse<List<V1Application>> applications(
            @Url String page, @HeaderParam(HttpHeaders.AUTHORIZATION) String key);

    @GET
    @Path("/v1/applications/{id}")
    RestResponse<V1Application> application(
            @Url String base, @HeaderParam(HttpHeaders.AUTHORIZATION) String key, @RestPath long id);

    @GET
    RestResponse<List<V1Candidate>> candidates(@Url String page, @HeaderParam(HttpHeaders.AUTHORIZATION) String key);

    @GET
    RestResponse<List<V1Job>> jobs(@Url String page, @HeaderParam(HttpHeaders.AUTHORIZATION) String key);

    @GET
    RestResponse<List<CustomField>> customFields(@Url String page, @HeaderParam(HttpHeaders.AUTHORIZATION) String key);

    /** Answers 200 with the row, which is not needed; the change is attributed to the user. */
    @PATCH
    @Path("/v1/applications/{id}")
    RestResponse<JsonNode> update(
            @Url String base,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String key,
            @HeaderParam("On-Behalf-Of") long userId,
            @RestPath long id,
            V1Update update);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper application) {
        return AnswerReader.on(application);
    }
}
