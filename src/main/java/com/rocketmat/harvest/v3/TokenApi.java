package com.rocketmat.harvest.v3;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.harvest.call.AnswerReader;
import com.rocketmat.harvest.call.RefusalMapper;
import io.quarkus.rest.client.reactive.Url;
import io.quarkus.rest.client.reactive.jackson.ClientObjectMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;

/** Greenhouse's OAuth token endpoint: client credentials. */
@RegisterRestClient(configKey = "harvest-token")
@RegisterProvider(RefusalMapper.class)
public interface TokenApi {

    /** The token acts as the user {@code sub}, or if that is null as the credential's own service user. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    RestResponse<Answer> mint(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String basic,
            @RestForm("grant_type") String grantType,
            @RestForm("sub") Long sub);

    /** The address is next to this endpoint. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    RestResponse<JsonNode> introspect(
            @Url String address,
            @HeaderParam(HttpHeaders.AUTHORIZATION) String basic,
            @RestForm("token") String token,
            @RestForm("token_type_hint") String hint);

    @ClientObjectMapper
    static ObjectMapper json(ObjectMapper application) {
        return AnswerReader.on(application);
    }

    /** Real answers contain {@code expires_at}, the reference shows {@code expires_in} in seconds; both are read. */
    record Answer(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("expires_at") Instant expiresAt,
            @JsonProperty("expires_in") Long expiresIn) {
        @Override
        public String toString() {
            return "Answer[***]";
        }
    }
}
