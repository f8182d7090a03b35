package com.rocketmat.harvest.v3;

import static jakarta.ws.rs.core.HttpHeaders.AUTHORIZATION;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.harvest.call.AnswerReader;
import com.rocketmat.harvest.call.ApplicationUpdate;
import com.rocketmat.harvest.call.RefusalMapper;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.ApplicationStage;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldOption;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.harvest.row.Office;
import com.rocketmat.harvest.row.Rejection;
import com.rocketmat.harvest.row.RejectionReason;
import io.quarkus.rest.client.reactive.Url;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Greenhouse's Harvest API v3, as far as used here. One client serves all tenants, with the address and token passed on each
 * call: a client for each of thousands of tenants would hold its own connections.
 *
 * <p>Lists take the whole address of a page: Greenhouse's links to following pages have to be called as they are.
 */
@RegisterRestClient(configKey = "harvest")
@RegisterProvider(RefusalMapper.class)
public interface V3Api {

    /** Of any list. */
    @GET
    RestResponse<List<JsonNode>> rows(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Application>> applications(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Candidate>> candidates(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Job>> jobs(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Employment>> employments(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Education>> educations(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Office>> offices(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Attachment>> attachments(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<CustomField>> customFields(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<CustomFieldOption>> customFieldOptions(
            @Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<ApplicationStage>> applicationStages(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<JobStage>> jobStages(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<Rejection>> rejections(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    RestResponse<List<RejectionReason>> rejectionReasons(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    /** Answers 200 with the row, or 204; the row is not needed. */
    @PATCH
    @Path("/v3/applications/{id}")
    RestResponse<JsonNode> update(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @RestPath long id, ApplicationUpdate update);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper application) {
        return AnswerReader.on(application);
    }
}
