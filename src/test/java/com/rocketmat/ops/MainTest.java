package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import org.junit.jupiter.api.Test;

class MainTest {

    @Test
    void theLastLineNamesARefusedSetting() {
        String problem = "rocketmat.retention.decisions must be longer than or equal to 184 days";
        var refused = new ConfigValidationException(new Problem[] {new Problem(problem)});

        assertThat(Main.reason(new ExceptionInInitializerError(refused)))
                .hasValueSatisfying(reason -> assertThat(reason).endsWith(problem));
        assertThat(Main.reason(new IllegalStateException("anything else"))).isEmpty();
    }
}
