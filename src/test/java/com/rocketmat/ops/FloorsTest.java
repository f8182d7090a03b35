package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An invalid setting stops the start. A duration of zero, for example, would mean no limit elsewhere. */
class FloorsTest {

    @ParameterizedTest
    @CsvSource({
        "ops.RequestConfig, rocketmat.requests.time, 0s, must be",
        "webhook.WebhookConfig, rocketmat.webhooks.time, 0s, must be",
        "sync.run.SyncConfig, rocketmat.sync.sweep, 0s, must be",
        "sync.run.SyncConfig, rocketmat.sync.overlap, -PT1H, must be",
        "harvest.call.HarvestConfig, rocketmat.harvest.call-timeout, 0s, must be",
        "harvest.call.HarvestConfig, rocketmat.harvest.circuit-delay, -5s, must be",
        "tenant.vault.TenantsConfig, rocketmat.tenants.refresh, 0s, must be",
        "model.upload.ModelsConfig, rocketmat.models.reasons-time, -5s, must be",
        "model.upload.ModelsConfig, rocketmat.models.run-time, 0s, must be",
        "model.upload.ModelsConfig, rocketmat.models.dry-batch, 0s, must be",
        "console.session.ConsoleConfig, rocketmat.console.session, 0s, must be",
        "console.session.ConsoleConfig, rocketmat.console.session, 367d, must be",
        "console.session.ConsoleConfig, rocketmat.console.provider-session, 500ms, must be",
        "tenant.scope.DatabaseConfig, rocketmat.database.read-time, 0s, must be",
        "tenant.scope.DatabaseConfig, rocketmat.database.read-time, 61s, must be",
        "feature.resume.ResumeConfig, rocketmat.resumes.time, 0s, must be",
        "training.job.TrainingJobConfig, rocketmat.training.step-time, 0s, must be",
        "privacy.RetentionConfig, rocketmat.retention.decisions, PT4415H59M59S, must be",
        "privacy.RetentionConfig, rocketmat.retention.audit, PT8759H59M59S, must be",
        "privacy.RetentionConfig, rocketmat.retention.scores, PT47H59M59S, must be",
        "privacy.RetentionConfig, rocketmat.retention.runs, PT47H59M59S, must be",
        "privacy.RetentionConfig, rocketmat.retention.webhooks, PT47H59M59S, must be",
        "harvest.call.HarvestConfig, rocketmat.harvest.url, harvest.greenhouse.io, must be an http or https address",
        "harvest.call.HarvestConfig, rocketmat.harvest.url, mailto:x, must be an http or https address",
        "harvest.call.HarvestConfig, rocketmat.harvest.url, https://harvest.example:84430, must be an http or https address",
        "harvest.call.HarvestConfig, rocketmat.harvest.token-url, ftp://auth.greenhouse.io/token, must be an http or https address",
        "tenant.vault.TenantsConfig, rocketmat.tenants.path, /rocketmat/tenants, must have no slash",
        "tenant.vault.TenantsConfig, rocketmat.tenants.path, rocketmat/tenants/, must have no slash",
        "tenant.vault.TenantsConfig, rocketmat.tenants.path, rocketmat//tenants, must have no slash",
        "access.OperatorsConfig, rocketmat.operators.path, /rocketmat/operators, must have no slash"
    })
    void anInvalidValueIsRejectedByName(String mapping, String property, String value, String remedy)
            throws ClassNotFoundException {
        assertThatThrownBy(settings(mapping, property, value)::build)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContainingAll(property, remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "tenant.vault.TenantsConfig, rocketmat.tenants.path, t",
        "privacy.RetentionConfig, rocketmat.retention.decisions, 184d",
        "privacy.RetentionConfig, rocketmat.retention.audit, 365d",
        "privacy.RetentionConfig, rocketmat.retention.scores, 2d",
        "privacy.RetentionConfig, rocketmat.retention.runs, 2d",
        "privacy.RetentionConfig, rocketmat.retention.webhooks, 2d"
    })
    void theSmallestValuesAreAccepted(String mapping, String property, String value) throws ClassNotFoundException {
        assertThatCode(settings(mapping, property, value)::build).doesNotThrowAnyException();
    }

    private static SmallRyeConfigBuilder settings(String mapping, String property, String value)
            throws ClassNotFoundException {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(Class.forName("com.rocketmat." + mapping))
                .withValidator(new BeanValidationConfigValidatorImpl())
                .withDefaultValue("quarkus.oidc.console.tenant-enabled", "false")
                .withDefaultValue(property, value);
    }
}
