package com.rocketmat.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.doctor.Finding.Status;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sync.Practice;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether webhooks come. */
@QuarkusTest
class DoctorWebhooksQuarkusTest {

    SandboxVault vault;
    SandboxDatabase database;

    private final Practice practice = new Practice();

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void theDoctorSaysWhetherWebhooksCome() {
        practice.secret.put("webhook_secret", "a-key-of-webhooks");
        practice.customer.with(1);
        practice.model(vault, Graph.identity().toBytes(), PointsCustomer.MANIFEST);

        assertThat(found()).satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.WARNING);
            assertThat(finding.seen()).isEqualTo("none has arrived yet");
            assertThat(finding.remedy()).contains("Dev Center", "/webhooks/greenhouse/" + practice.tenant);
        });

        came("ping", "ignored", "25 hours");
        assertThat(found().status()).as("there was nothing to tell").isEqualTo(Status.OK);

        database.administer(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to, discovered, scored) VALUES ('%s', now(), now(), 'schedule', now(), 1, 1)"
                        .formatted(practice.tenant));
        assertThat(found()).satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.WARNING);
            assertThat(finding.seen()).endsWith("applications without a score that runs found in the last 24 hours: 1");
        });

        came("other", "refused", "1 minute");
        assertThat(found()).satisfies(finding -> {
            assertThat(finding.seen()).contains("was not signed with webhook_secret");
            assertThat(finding.remedy()).contains("secret key of each webhook");
        });

        came("new_candidate_application", "taken", "1 second");
        assertThat(found()).satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.OK);
            assertThat(finding.seen()).doesNotContain("not signed");
        });
    }

    @Test
    void aStrangersCallIsNoWrongKeyWhereSignedOnesCome() {
        practice.secret.put("webhook_secret", "a-key-of-webhooks");
        practice.customer.with(1);
        practice.model(vault, Graph.identity().toBytes(), PointsCustomer.MANIFEST);

        came("new_candidate_application", "taken", "23 hours");
        came("other", "refused", "1 minute");

        assertThat(found()).satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(Status.OK);
            assertThat(finding.seen()).contains("was not signed with webhook_secret: it came from a stranger");
        });
    }

    @Test
    void whereNoneIsExpectedNothingIsSaid() {
        practice.customer.with(1);
        practice.model(vault, Graph.identity().toBytes(), PointsCustomer.MANIFEST);

        assertThat(practice.examine().findings())
                .noneMatch(finding -> finding.check().equals("webhooks"));
    }

    private Finding found() {
        return Practice.finding(practice.examine(), "webhooks");
    }

    private void came(String action, String outcome, String ago) {
        database.administer(
                "INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at) VALUES ('%s', '%s', '%s', 1, now() - interval '%s')"
                        .formatted(practice.tenant, action, outcome, ago));
    }
}
