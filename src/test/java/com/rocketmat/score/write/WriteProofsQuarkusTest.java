package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.WriteProofs.Examination;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WriteProofsQuarkusTest {

    SandboxDatabase database;

    @Inject
    WriteProofs proofs;

    @Inject
    TenantUnit unit;

    @Inject
    TenantStates states;

    private final TenantId tenant = new TenantId("proved-" + UUID.randomUUID());

    private final ScoreField field = new ScoreField("fit_score", true);

    @BeforeEach
    void aTenant() {
        states.appear(tenant);
    }

    @Test
    void aDoctorLeavesNothingAfterAPurge() {
        unit.run(tenant, () -> states.purge(tenant));

        assertThatThrownBy(() -> proofs.beginExamination(tenant, field, 7)).isInstanceOf(SessionClosed.class);
        proofs.endExamination(tenant, field);

        assertThat(database.count("SELECT count(*) FROM write_proof WHERE tenant_id = '%s'".formatted(tenant)))
                .isZero();
    }

    /** The doctor may finish while a slice reads back a write. */
    @Test
    void concurrentProofsAreKept() {
        proofs.showed(tenant, field, 1);

        unit.run(tenant, () -> {
            assertThat(proofs.of(tenant, field).decimals()).isEqualTo(1);
            database.administer(
                    "UPDATE write_proof SET merges = true, examined_application_id = 7 WHERE tenant_id = '%s'"
                            .formatted(tenant));
            proofs.showed(tenant, field, 2);
        });

        WriteProofs.Proof proof = proofs.of(tenant, field);
        assertThat(proof.decimals()).isEqualTo(2);
        assertThat(proof.merges()).isEqualTo(Optional.of(true));
    }

    @Test
    void aRecreatedFieldIsAnotherField() {
        ScoreField first = new ScoreField("fit_score", true, 0, 1L);
        proofs.showed(tenant, field, 1);
        proofs.sawFirst(tenant, first);
        proofs.showed(tenant, first, 2);
        assertThat(proofs.of(tenant, field).decimals()).isEqualTo(2);

        WriteProofs.Proof again = proofs.of(tenant, new ScoreField("fit_score", true, 0, 2L));

        assertThat(again.decimals()).isZero();
        assertThat(again.seen()).isFalse();
    }

    @Test
    void theApplicationOfADoctorIsKnownWhileListsMayShowItsWrite() {
        assertThat(proofs.beginExamination(tenant, field, 7).begun()).isTrue();
        assertThat(proofs.beginExamination(tenant, field, 9)).isEqualTo(new Examination(false, Optional.of(7L)));
        assertThat(proofs.examined(tenant)).contains(7L);

        proofs.endExamination(tenant, field);
        proofs.of(tenant, field);
        assertThat(proofs.examined(tenant)).contains(7L);
        assertThat(proofs.beginExamination(tenant, field, 8))
                .as("none is under way")
                .isEqualTo(new Examination(true, Optional.empty()));

        proofs.endExamination(tenant, field);
        database.administer(
                "UPDATE write_proof SET examined_until = '2020-01-01' WHERE tenant_id = '%s'".formatted(tenant));
        assertThat(proofs.examined(tenant)).isEmpty();
        proofs.of(tenant, field);
        assertThat(database.count(
                        "SELECT count(*) FROM write_proof WHERE tenant_id = '%s' AND examined_application_id IS NULL"
                                .formatted(tenant)))
                .isEqualTo(1);
    }
}
