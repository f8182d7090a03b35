package com.rocketmat.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.rocketmat.doctor.Finding.Status;
import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sync.Practice;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check of whether webhooks arrive. */
@QuarkusTest
class DoctorWebhooksQuarkusTest {

    SandboxDatabase database;

    private final Practice practice = new Practice();

    @BeforeEach
    void aTenantWithAModel() {
        practice.customer.with(1);
        practice.model(Graph.identity().toBytes(), PointsCustomer.MANIFEST);
    }

    @AfterEach
    void close() {
        practice.close();
    }

    @Test
    void theDoctorSaysWhetherWebhooksArrive() {
        practice.secret.put("webhook_secret", "a-key-of-webhooks");

        assertThat(found(Status.WARNING))
                .returns("none has arrived yet", Finding::seen)
                .extracting(Finding::remedy, STRING)
                .contains("Dev Center", "/webhooks/greenhouse/" + practice.tenant);

        insertCount("ping", "ignored", "25 hours");
        // no run has found an application that no webhook announced
        found(Status.OK);

        database.administer(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to, discovered, scored) VALUES ('%s', now(), now(), 'schedule', now(), now(), 1, 1)"
                        .formatted(practice.tenant));
        assertThat(found(Status.WARNING).seen())
                .endsWith("applications without a score that runs found in the last 24 hours: 1");

        insertCount("other", "refused", "1 minute");
        Finding refused = found(Status.WARNING);
        assertThat(refused.seen()).contains("was not signed with webhook_secret");
        assertThat(refused.remedy()).contains("secret key of each webhook");

        insertCount("new_candidate_application", "taken", "1 second");
        assertThat(found(Status.OK).seen()).doesNotContain("not signed");
    }

    @Test
    void anUnsignedCallBesideSignedOnesIsNoWrongKey() {
        practice.secret.put("webhook_secret", "a-key-of-webhooks");

        insertCount("new_candidate_application", "taken", "23 hours");
        insertCount("other", "refused", "1 minute");

        assertThat(found(Status.OK).seen()).contains("was not signed with webhook_secret: it came from a stranger");
    }

    @Test
    void aTenantWithoutWebhookSecretHasNoSuchCheck() {
        assertThat(practice.examine().findings())
                .noneMatch(finding -> finding.check().equals("webhooks"));
    }

    private Finding found(Status expected) {
        Finding found = Practice.finding(practice.examine(), "webhooks");
        assertThat(found.status()).isEqualTo(expected);
        return found;
    }

    private void insertCount(String action, String outcome, String ago) {
        database.administer(
                "INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at) VALUES ('%s', '%s', '%s', 1, now() - interval '%s')"
                        .formatted(practice.tenant, action, outcome, ago));
    }
}
