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
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Greenhouse's Harvest API v3, as far as used here. One client serves all tenants, with the address and token passed on each
 * call: a client for each of thousands of tenants would hold its own connections.
 */
@RegisterRestClient(configKey = "harvest")
@RegisterProvider(RefusalMapper.class)
public interface V3Api {

    int LARGEST_PAGE = 500;

    @GET
    RestResponse<List<JsonNode>> rows(
            @Url String list, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    /** Those updated, or created, within a span of time. */
    @GET
    @Path("/v3/applications")
    RestResponse<List<Application>> applications(
            @Url String base,
            @HeaderParam(AUTHORIZATION) String token,
            @RestQuery("updated_at") String updatedAt,
            @RestQuery("created_at") String createdAt,
            @RestQuery String status,
            @RestQuery boolean prospect,
            @RestQuery("job_ids") String jobIds,
            @BeanParam ListQuery query);

    @GET
    @Path("/v3/applications")
    RestResponse<List<Application>> applications(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    /** The next page: the address from the {@code Link} header, unchanged; a cursor allows no other parameter. */
    @GET
    RestResponse<List<Application>> applicationsAt(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    @Path("/v3/candidates")
    RestResponse<List<Candidate>> candidates(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    @Path("/v3/jobs")
    RestResponse<List<Job>> jobs(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    @Path("/v3/candidate_employments")
    RestResponse<List<Employment>> employments(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    RestResponse<List<Employment>> employmentsAt(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    @Path("/v3/candidate_educations")
    RestResponse<List<Education>> educations(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    RestResponse<List<Education>> educationsAt(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    @Path("/v3/offices")
    RestResponse<List<Office>> offices(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    @Path("/v3/attachments")
    RestResponse<List<Attachment>> attachments(
            @Url String base,
            @HeaderParam(AUTHORIZATION) String token,
            @RestQuery String type,
            @BeanParam ListQuery query);

    @GET
    RestResponse<List<Attachment>> attachmentsAt(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    @Path("/v3/custom_fields")
    RestResponse<List<CustomField>> customFields(
            @Url String base,
            @HeaderParam(AUTHORIZATION) String token,
            @RestQuery("field_type") String fieldType,
            @RestQuery boolean active,
            @RestQuery("per_page") int perPage);

    @GET
    RestResponse<List<CustomField>> customFieldsAt(@Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    @Path("/v3/custom_field_options")
    RestResponse<List<CustomFieldOption>> customFieldOptions(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    @Path("/v3/application_stages")
    RestResponse<List<ApplicationStage>> applicationStages(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    RestResponse<List<ApplicationStage>> applicationStagesAt(
            @Url String page, @HeaderParam(AUTHORIZATION) String token);

    @GET
    @Path("/v3/job_interview_stages")
    RestResponse<List<JobStage>> jobStages(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    @Path("/v3/rejection_details")
    RestResponse<List<Rejection>> rejections(
            @Url String base, @HeaderParam(AUTHORIZATION) String token, @BeanParam ListQuery query);

    @GET
    @Path("/v3/rejection_reasons")
    RestResponse<List<RejectionReason>> rejectionReasons(
            @Url String base,
            @HeaderParam(AUTHORIZATION) String token,
            @RestQuery("include_defaults") Boolean includeDefaults,
            @BeanParam ListQuery query);

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
