package com.rocketmat.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * What the doctor is asked for.
 *
 * @param applicationId a test application that may be written to for a moment; absent: nothing is written
 */
@RegisterForReflection
public record DoctorRequest(@JsonProperty("applicationId") Long applicationId) {

    private static final String FIELD = "applicationId";
    private static final int UNPROCESSABLE = 422;

    /**
     * Read by hand: a slip in the name of the only key must not become a request without it.
     *
     * @param body null when there is none
     */
    static Optional<Long> application(JsonNode body, Long parameter) {
        Optional<Long> named = body == null || body.isNull() ? Optional.empty() : inBody(body);
        if (named.isPresent() && parameter != null && !named.get().equals(parameter)) {
            throw refused(FIELD, "the body and the parameter application name different applications");
        }
        return named.or(() -> Optional.ofNullable(parameter));
    }

    private static Optional<Long> inBody(JsonNode body) {
        if (!body.isObject()) {
            throw refused("body", "the body is no JSON object");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals(FIELD)) {
                throw refused("body", "the body has a key that the doctor does not know");
            }
        });
        JsonNode id = body.path(FIELD);
        if (id.isMissingNode() || id.isNull()) {
            return Optional.empty();
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 1) {
            throw refused(FIELD, "applicationId is not the id of an application");
        }
        return Optional.of(id.longValue());
    }

    private static HttpProblem refused(String field, String detail) {
        return HttpProblem.builder()
                .withStatus(UNPROCESSABLE)
                .withTitle("The doctor cannot be asked this way")
                .withDetail(detail)
                .with("field", field)
                .with(
                        "remedy",
                        "send {\"applicationId\": 7120034002} with the id of a test application, or no body at all")
                .build();
    }
}
