package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.rocketmat.sandbox.customer.DecidedHistory;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SharedStack;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** In the browser: train, read the report, activate, see the first score. */
class TrainingIT {

    private static final String TENANT = "orchard";
    private static final String SCORE_FIELD = "rocketmat";

    @Test
    void aTenantGetsItsFirstModelByTrainingInTheConsole() throws Exception {
        assumeThat(ApplicationProcess.isNative())
                .as("the native image cannot train")
                .isFalse();
        assumeThat(Chromium.isInstalled())
                .as("Chromium and its driver must be installed: apt-get install chromium chromium-driver")
                .isTrue();
        Organisation organisation = Organisation.empty(TENANT, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        organisation.rateLimit(10_000);
        DecidedHistory.plant(organisation, 1_200, organisation.anchor());
        long job = organisation.addJob("Gardener");
        long open = organisation.addApplication(organisation.addCandidate("Philippa", "Quartermain"), job);
        try (SharedStack shared = SharedStack.with(List.of(organisation));
                Chromium chromium = Chromium.start()) {
            shared.stack().addTenant(TENANT, Map.of("schedule", "10s"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> shared.operator().tenant(TENANT).statusCode() == 200);

            chromium.open(shared.application().url() + "/console/tenants/" + TENANT + "/models");
            chromium.type("#token", shared.stack().operatorToken());
            chromium.click("main button");
            chromium.awaitText("#trainings-title", "Trainings");
            chromium.click("#train");
            chromium.awaitText(".notice", "Training requested");
            chromium.await(
                    "the training shows its progress",
                    () -> chromium.text("#trainings").contains("Reading")
                            || chromium.text("#trainings").contains("Fitting"));
            chromium.takeScreenshots("training");
            chromium.await(
                    "the report appears without reloading",
                    Duration.ofMinutes(3),
                    () -> chromium.text("#trainings").contains("Read the report"));
            assertThat(chromium.text("#trainings")).contains("Done").contains("AUC");
            assertThat(chromium.text("#versions")).contains("Shadow");
            chromium.checkPage("trained");

            chromium.click("#trainings a");
            chromium.awaitText("#card-title", "Card");
            assertThat(chromium.text("#model-card"))
                    .contains("that were hired")
                    .contains("On the test part")
                    .contains("candidate.experience_years")
                    .doesNotContain(DecidedHistory.SURNAME);
            chromium.checkPage("report");
            chromium.click("#activate");
            chromium.click("#confirm");
            chromium.awaitText(".notice", "Activated");

            chromium.open(shared.application().url() + "/console/tenants/" + TENANT);
            chromium.await(
                    "the first score is written",
                    () -> chromium.text("#scores-title ~ .counts").contains("Written"));
            assertThat(organisation.score(open, SCORE_FIELD)).isNotNull();
            assertThat(chromium.consoleErrors()).isEmpty();
        }
    }
}
