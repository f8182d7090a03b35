package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** An organisation's name and credentials. */
record OrganisationIdentity(
        String name, String clientId, String clientSecret, long userId, Instant anchor, String apiKey) {

    static OrganisationIdentity of(JsonNode file) {
        String name = file.required("name").asText();
        return new OrganisationIdentity(
                name,
                file.required("client_id").asText(),
                file.required("client_secret").asText(),
                file.required("user_id").asLong(),
                Instant.parse(file.required("anchor").asText()),
                file.path("api_key").asText(name + "-v1-key"));
    }
}
