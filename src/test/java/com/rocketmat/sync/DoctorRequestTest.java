package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorRequestTest {

    @Test
    void an_application_is_named_in_the_body_or_as_a_parameter_or_not_at_all() throws Exception {
        assertThat(DoctorRequest.application(body("{\"applicationId\":7120034002}"), null))
                .contains(7_120_034_002L);
        assertThat(DoctorRequest.application(null, 7L)).contains(7L);
        assertThat(DoctorRequest.application(body("{\"applicationId\":7}"), 7L)).contains(7L);
        assertThat(DoctorRequest.application(body("{\"applicationId\":null}"), null))
                .isEmpty();
        assertThat(DoctorRequest.application(body("{}"), null)).isEqualTo(Optional.empty());
        assertThat(DoctorRequest.application(null, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"applicationId\":\"7\"}",
                "{\"applicationId\":7.5}",
                "{\"applicationId\":0}",
                "{\"applicationId\":-7}",
                "{\"applicationId\":99999999999999999999}",
                "{\"application\":7}",
                "[7]",
                "7"
            })
    void anything_else_is_refused_with_its_field_and_what_to_send(String body) throws Exception {
        JsonNode json = body(body);

        HttpProblem refused = catchThrowableOfType(HttpProblem.class, () -> DoctorRequest.application(json, null));

        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(refused.getParameters()).containsKeys("field", "remedy");
    }

    @Test
    void two_different_applications_are_refused() throws Exception {
        JsonNode json = body("{\"applicationId\":7}");
        assertThat(catchThrowableOfType(HttpProblem.class, () -> DoctorRequest.application(json, 8L)))
                .isNotNull();
    }

    private static JsonNode body(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }
}
