package com.rocketmat.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the doctor is asked for.
 *
 * @param applicationId a test application that may be written to for a moment; absent: nothing is written
 */
@RegisterForReflection
@Schema(examples = """
        {"applicationId": 7120034002}""")
public record DoctorRequest(
        @JsonProperty("applicationId") @Schema(nullable = true, minimum = "1")
        Long applicationId) {

    private static final String FIELD = "applicationId";
    private static final String BODY = "body";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Read by hand: a slip in the name of the only key must not become a request without it.
     *
     * @param body null or blank when there is none
     */
    static Optional<Long> application(String body, Long parameter) {
        Optional<Long> named = body == null || body.isBlank() ? Optional.empty() : inBody(json(body));
        if (named.isPresent() && parameter != null && !named.get().equals(parameter)) {
            throw refused(
                    ProblemType.DOCTOR_REQUEST,
                    FIELD,
                    "the body and the parameter application name different applications");
        }
        return named.or(() -> Optional.ofNullable(parameter));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw refused(ProblemType.BAD_BODY, BODY, "the body is no JSON");
        }
    }

    private static Optional<Long> inBody(JsonNode body) {
        if (!body.isObject()) {
            throw refused(ProblemType.DOCTOR_REQUEST, BODY, "the body is no JSON object");
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals(FIELD)) {
                throw refused(ProblemType.DOCTOR_REQUEST, BODY, "the body has a key that the doctor does not know");
            }
        });
        JsonNode id = body.path(FIELD);
        if (id.isMissingNode() || id.isNull()) {
            return Optional.empty();
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 1) {
            throw refused(ProblemType.DOCTOR_REQUEST, FIELD, "applicationId is not the id of an application");
        }
        return Optional.of(id.longValue());
    }

    private static HttpProblem refused(ProblemType type, String field, String detail) {
        return type.problem(
                        detail,
                        "send {\"applicationId\": 7120034002} with the id of a test application, or no body at all")
                .with("field", field)
                .build();
    }
}
