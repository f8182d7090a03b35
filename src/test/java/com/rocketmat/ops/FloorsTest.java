package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Durations of zero mean no limit elsewhere; here they would refuse or abort everything. */
class FloorsTest {

    @ParameterizedTest
    @CsvSource({
        "ops.RequestConfig, rocketmat.requests.time, 0s",
        "webhook.WebhookConfig, rocketmat.webhooks.time, 0s",
        "sync.run.SyncConfig, rocketmat.sync.sweep, 0s",
        "sync.run.SyncConfig, rocketmat.sync.overlap, -PT1H",
        "harvest.call.HarvestConfig, rocketmat.harvest.call-timeout, 0s",
        "model.upload.ModelsConfig, rocketmat.models.run-time, 0s",
        "model.upload.ModelsConfig, rocketmat.models.dry-batch, 0s",
        "console.session.ConsoleConfig, rocketmat.console.session, 0s",
        "console.session.ConsoleConfig, rocketmat.console.provider-session, 0s",
        "tenant.scope.DatabaseConfig, rocketmat.database.read-time, 0s",
        "feature.resume.ResumeConfig, rocketmat.resumes.time, 0s",
        "training.job.TrainingJobConfig, rocketmat.training.step-time, 0s"
    })
    void aDurationBelowItsFloorIsRefusedByName(String mapping, String property, String value)
            throws ClassNotFoundException {
        SmallRyeConfigBuilder settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(Class.forName("com.rocketmat." + mapping))
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withDefaultValue("quarkus.oidc.console.tenant-enabled", "false")
                .withDefaultValue(property, value);

        assertThatThrownBy(settings::build)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(property);
    }
}
