package com.rocketmat.sync.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sync.run.Reconciliations.Stored;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReconciliationsQuarkusTest {

    SandboxDatabase database;

    @Inject
    Reconciliations reconciliations;

    @Inject
    TenantUnit unit;

    private final TenantId tenant = new TenantId("compared-" + UUID.randomUUID());

    @BeforeEach
    void aRoundThatIsDue() {
        database.administer(
                "INSERT INTO reconciliation (tenant_id, round_since, next_at) VALUES ('%s', now(), now() - interval '1 minute')"
                        .formatted(tenant));
        for (int application = 11; application <= 15; application++) {
            database.administer(
                    "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at) VALUES ('%s', %d, 'v', %d, 41, 'SHADOW', now())"
                            .formatted(tenant, application, 900 + application));
        }
    }

    @Test
    void theRoundGoesOnBelowTheLastThatIsStillThereAndNamesNoneThatIsGone() {
        List<Stored> asked = reconciliations.next(tenant, 3);
        assertThat(asked).extracting(Stored::place).containsExactly(15L, 14L, 13L);

        gone(13, 14);
        asked(asked);

        assertThat(below(15)).isOne();
        assertThat(reconciliations.next(tenant, 3)).extracting(Stored::place).containsExactly(12L, 11L);
    }

    @Test
    void whereAllAreGoneTheRoundGoesOnFromWhereItWas() {
        asked(reconciliations.next(tenant, 1));
        List<Stored> asked = reconciliations.next(tenant, 2);

        gone(13, 14);
        asked(asked);

        assertThat(below(15)).isOne();
        assertThat(reconciliations.next(tenant, 1)).extracting(Stored::place).containsExactly(12L);
    }

    /** A merge reaches one table and not the other where a page was read before it and recorded after it. */
    @Test
    void anApplicationIsNamedWithEachCandidateItIsTakenFor() {
        for (long other : List.of(7L, 7_000L)) {
            database.administer(
                    "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at) VALUES ('%s', 15, 'w%d', %d, 41, 'SHADOW', now())"
                            .formatted(tenant, other, other));
        }

        assertThat(reconciliations.next(tenant, 1).getFirst().candidateIds()).containsExactlyInAnyOrder(7L, 7_000L);
    }

    @Test
    void anotherUserPutsTheComparisonOffByDaysAndHidesNoDelay() {
        database.administer("UPDATE reconciliation SET round_since = now() - interval '20 days' WHERE tenant_id = '%s'"
                .formatted(tenant));

        unit.run(tenant, () -> reconciliations.beginLater(tenant));

        assertThat(database.count(
                        "SELECT count(*) FROM reconciliation WHERE tenant_id = '%s' AND below IS NULL AND round_since < now() - interval '19 days' AND next_at BETWEEN now() + interval '2 days' AND now() + interval '4 days'"
                                .formatted(tenant)))
                .isOne();
    }

    /** Of a month, as it is by default. */
    @Test
    void aRoundBeginsWhenMostOfTheTimeIsOverAndTheFirstOneAtAnyTimeOfIt() {
        asked(reconciliations.next(tenant, 9));
        assertThat(reconciliations.next(tenant, 9)).isEmpty();

        assertThat(database.count(
                        "SELECT count(*) FROM reconciliation WHERE tenant_id = '%s' AND below IS NULL AND next_at BETWEEN round_since + interval '26 days' AND round_since + interval '28 days'"
                                .formatted(tenant)))
                .isOne();
        assertThat(IntStream.range(0, 20)
                        .mapToObj(_ -> new TenantId("compared-" + UUID.randomUUID()))
                        .map(reconciliations::nextAt)
                        .map(next -> Duration.between(Instant.now(), next).toHours() / 24))
                .allMatch(day -> day >= 2 && day < 27)
                .as("spread")
                .anyMatch(day -> day < 15)
                .anyMatch(day -> day >= 15);
    }

    private void asked(List<Stored> stored) {
        unit.run(
                tenant,
                () -> reconciliations.asked(tenant, stored, Instant.now().minusSeconds(1)));
    }

    private void gone(long... applications) {
        for (long application : applications) {
            database.administer(
                    "DELETE FROM score WHERE tenant_id = '%s' AND application_id = %d".formatted(tenant, application));
        }
    }

    private long below(long place) {
        return database.count(
                "SELECT count(*) FROM reconciliation WHERE tenant_id = '%s' AND below = %d".formatted(tenant, place));
    }
}
