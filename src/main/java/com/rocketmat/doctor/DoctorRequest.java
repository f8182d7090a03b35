package com.rocketmat.doctor;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of a request to the doctor.
 *
 * @param applicationId a test application, which is written to and restored; if absent, nothing is written
 */
@Schema(examples = """
        {"applicationId": 7120034002}""")
public record DoctorRequest(
        @JsonProperty("applicationId") @Schema(nullable = true, minimum = "1")
        Long applicationId) {

    private static final String FIELD = "applicationId";
    /** Quarkus's lenient mapper would turn a typo in the only key or its value into a request without it. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    public DoctorRequest {
        if (applicationId != null && applicationId < 1) {
            throw new IllegalArgumentException("applicationId is below 1");
        }
    }

    /** @param body null or blank if absent */
    static Optional<Long> application(String body, Long parameter) {
        Optional<Long> named = body == null || body.isBlank() ? Optional.empty() : parse(body);
        if (named.isPresent() && parameter != null && !named.get().equals(parameter)) {
            throw problem(
                    DoctorProblems.REQUEST,
                    FIELD,
                    "The body and the parameter application name different applications");
        }
        return named.or(() -> Optional.ofNullable(parameter));
    }

    private static Optional<Long> parse(String body) {
        try {
            DoctorRequest request = STRICT.readValue(body, DoctorRequest.class);
            return Optional.ofNullable(request).map(DoctorRequest::applicationId);
        } catch (JsonParseException _) {
            throw problem(ProblemType.BAD_BODY, "body", "The body is not valid JSON");
        } catch (JsonProcessingException _) {
            throw problem(
                    DoctorProblems.REQUEST,
                    FIELD,
                    "The body must be an object with applicationId, the id of an application, as its only key");
        }
    }

    private static HttpProblem problem(ProblemType type, String field, String detail) {
        return type.problem(
                        detail,
                        "send {\"applicationId\": 7120034002} with the id of a test application, or no body at all")
                .with("field", field);
    }
}
