package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidatorImpl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that would refuse, abort or reach nothing stop the start. Durations of zero, for example, mean no limit elsewhere. */
class FloorsTest {

    @ParameterizedTest
    @CsvSource({
        "ops.RequestConfig, rocketmat.requests.time, 0s",
        "webhook.WebhookConfig, rocketmat.webhooks.time, 0s",
        "sync.run.SyncConfig, rocketmat.sync.sweep, 0s",
        "sync.run.SyncConfig, rocketmat.sync.overlap, -PT1H",
        "harvest.call.HarvestConfig, rocketmat.harvest.call-timeout, 0s",
        "harvest.call.HarvestConfig, rocketmat.harvest.circuit-delay, -5s",
        "tenant.vault.TenantsConfig, rocketmat.tenants.refresh, 0s",
        "model.upload.ModelsConfig, rocketmat.models.reasons-time, -5s",
        "model.upload.ModelsConfig, rocketmat.models.run-time, 0s",
        "model.upload.ModelsConfig, rocketmat.models.dry-batch, 0s",
        "console.session.ConsoleConfig, rocketmat.console.session, 0s",
        "console.session.ConsoleConfig, rocketmat.console.session, 367d",
        "console.session.ConsoleConfig, rocketmat.console.provider-session, 500ms",
        "tenant.scope.DatabaseConfig, rocketmat.database.read-time, 0s",
        "feature.resume.ResumeConfig, rocketmat.resumes.time, 0s",
        "training.job.TrainingJobConfig, rocketmat.training.step-time, 0s",
        "privacy.RetentionConfig, rocketmat.retention.decisions, PT4415H59M59S",
        "privacy.RetentionConfig, rocketmat.retention.audit, PT8759H59M59S",
        "privacy.RetentionConfig, rocketmat.retention.scores, PT47H59M59S",
        "privacy.RetentionConfig, rocketmat.retention.runs, PT47H59M59S",
        "privacy.RetentionConfig, rocketmat.retention.webhooks, PT47H59M59S"
    })
    void aDurationOutOfItsBoundsIsRefusedByName(String mapping, String property, String value)
            throws ClassNotFoundException {
        refuses(mapping, property, value, "must be ");
    }

    @ParameterizedTest
    @CsvSource({
        "harvest.call.HarvestConfig, rocketmat.harvest.url, harvest.greenhouse.io",
        "harvest.call.HarvestConfig, rocketmat.harvest.url, mailto:x",
        "harvest.call.HarvestConfig, rocketmat.harvest.url, https://harvest.example:84430",
        "harvest.call.HarvestConfig, rocketmat.harvest.token-url, auth.greenhouse.io/token",
        "harvest.call.HarvestConfig, rocketmat.harvest.token-url, ftp://auth.greenhouse.io/token"
    })
    void anAddressThatCanNeverBeCalledIsRefusedByName(String mapping, String property, String value)
            throws ClassNotFoundException {
        refuses(mapping, property, value, "must be an http or https address");
    }

    @ParameterizedTest
    @CsvSource({
        "tenant.vault.TenantsConfig, rocketmat.tenants.path, /rocketmat/tenants",
        "tenant.vault.TenantsConfig, rocketmat.tenants.path, rocketmat/tenants/",
        "tenant.vault.TenantsConfig, rocketmat.tenants.path, rocketmat//tenants",
        "access.OperatorsConfig, rocketmat.operators.path, /rocketmat/operators",
        "access.OperatorsConfig, rocketmat.operators.path, rocketmat/operators/"
    })
    void aPathThatVaultDoesNotKnowIsRefusedByName(String mapping, String property, String value)
            throws ClassNotFoundException {
        refuses(mapping, property, value, "must have no slash");
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
    void aPathOfOneNameAndTheShortestTimeAreTaken(String mapping, String property, String value)
            throws ClassNotFoundException {
        assertThatCode(settings(mapping, property, value)::build).doesNotThrowAnyException();
    }

    private static void refuses(String mapping, String property, String value, String remedy)
            throws ClassNotFoundException {
        assertThatThrownBy(settings(mapping, property, value)::build)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContainingAll(property, remedy);
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
