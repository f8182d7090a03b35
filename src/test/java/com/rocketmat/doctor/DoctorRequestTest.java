package com.rocketmat.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.problem.HttpProblem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorRequestTest {

    @Test
    void anApplicationIsNamedInTheBodyOrAsAParameterOrNotAtAll() {
        assertThat(DoctorRequest.application("{\"applicationId\":7120034002}", null))
                .contains(7_120_034_002L);
        assertThat(DoctorRequest.application(null, 7L)).contains(7L);
        assertThat(DoctorRequest.application("{\"applicationId\":1}", 1L)).contains(1L);
        assertThat(DoctorRequest.application("{\"applicationId\":null}", null)).isEmpty();
        assertThat(DoctorRequest.application("{}", null)).isEqualTo(Optional.empty());
        assertThat(DoctorRequest.application("null", null)).isEmpty();
        assertThat(DoctorRequest.application(null, null)).isEmpty();
        assertThat(DoctorRequest.application(" ", null)).isEmpty();
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
                "{\"applicationId\":true}",
                "{\"applicationId\":7} {}",
                "[7]",
                "7"
            })
    void anInvalidBodyIsRefusedWithItsFieldAndARemedy(String body) {
        HttpProblem refused = catchThrowableOfType(HttpProblem.class, () -> DoctorRequest.application(body, null));

        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(refused.getParameters()).containsKeys("field", "remedy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "applicationId=7"})
    void aBodyThatIsNotJsonIsABadRequest(String body) {
        HttpProblem refused = catchThrowableOfType(HttpProblem.class, () -> DoctorRequest.application(body, null));
        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(refused.getParameters()).containsEntry("field", "body").containsKey("remedy");
    }

    @Test
    void twoDifferentApplicationsAreRefused() {
        String json = "{\"applicationId\":7}";
        assertThat(catchThrowableOfType(HttpProblem.class, () -> DoctorRequest.application(json, 8L)))
                .isNotNull();
    }
}
