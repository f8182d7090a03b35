package com.rocketmat.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionConfigTest {

    @ParameterizedTest
    @CsvSource({"decisions, 184", "audit, 365", "scores, 2", "runs, 2", "webhooks, 2"})
    void lessThanTheFloorIsRefusedByName(String rows, int days) {
        String property = "rocketmat.retention." + rows;

        assertThat(read(property, days + "d")).isNotNull();
        assertThatThrownBy(() ->
                        read(property, Duration.ofDays(days).minusSeconds(1).toString()))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(property)
                .hasMessageContaining(days + " days");
    }

    private static RetentionConfig read(String property, String value) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RetentionConfig.class)
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withDefaultValues(Map.of(property, value))
                .build()
                .getConfigMapping(RetentionConfig.class);
    }
}
