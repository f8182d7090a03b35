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
import java.util.ArrayList;
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
            score(application, "v", 900 + application);
        }
    }

    @Test
    void theRoundContinuesBelowTheLowestStoredId() {
        List<Stored> asked = reconciliations.next(tenant, 3);
        assertThat(asked).extracting(Stored::place).containsExactly(15L, 14L, 13L);

        gone(13, 14);
        asked(asked);

        assertThat(rounds("below = 15")).isOne();
        assertThat(reconciliations.next(tenant, 3)).extracting(Stored::place).containsExactly(12L, 11L);
    }

    /** A round may have ended while PostgreSQL's clock was a year ahead. */
    @Test
    void noRoundIsPostponedForLongerThanAPeriod() {
        List<Long> days = IntStream.range(0, 20)
                .mapToObj(_ -> {
                    postpone("366 days");
                    reconciliations.bringForward();
                    return days();
                })
                .toList();
        assertThat(days)
                .allMatch(day -> day >= 0 && day < 27)
                .anyMatch(day -> day < 13)
                .anyMatch(day -> day >= 13);

        postpone("20 days");
        reconciliations.bringForward();
        assertThat(days()).as("within the period").isEqualTo(19);
    }

    @Test
    void aRoundThatHasBegunContinuesAtOnce() {
        asked(reconciliations.next(tenant, 1));
        postpone("366 days");
        reconciliations.bringForward();
        assertThat(days()).isZero();
    }

    @Test
    void ifAllIdsAreDeletedTheRoundContinuesFromItsFormerPlace() {
        asked(reconciliations.next(tenant, 1));
        List<Stored> asked = reconciliations.next(tenant, 2);

        gone(13, 14);
        asked(asked);

        assertThat(rounds("below = 15")).isOne();
        assertThat(reconciliations.next(tenant, 1)).extracting(Stored::place).containsExactly(12L);
    }

    @Test
    void aRoundVisitsTheApplicationsOfAllTablesAndThenCandidatesOnce() {
        String score =
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at, job_id) VALUES ('%s', 15, '%s', 915, 41, 'SHADOW', now() %s, %s)";
        database.administer(
                score.formatted(tenant, "moved", "- interval '1 day'", 5),
                score.formatted(tenant, "former", "- interval '2 days'", 6),
                "INSERT INTO candidate_key (tenant_id, alias, candidate_id, application_id, job_id, salt)"
                        + " SELECT '%s', gen_random_uuid(), candidate, application, 7, decode(repeat('ab', 32), 'hex')"
                                .formatted(tenant)
                        + " FROM (VALUES (916, 16), (910, 10), (909, 9), (960, NULL), (961, NULL), (962, NULL)) AS known (candidate, application)",
                "INSERT INTO objection (tenant_id, candidate_id, source, application_id, objected_at)"
                        + " SELECT '%s', candidate, 'FIELD', application, now()".formatted(tenant)
                        + " FROM (VALUES (970, 17), (970, 8), (971, 7), (972, 0)) AS objecting (candidate, application)");

        List<Stored> walked = new ArrayList<>();
        for (List<Stored> next = reconciliations.next(tenant, 2);
                !next.isEmpty() && walked.size() < 30;
                next = reconciliations.next(tenant, 2)) {
            walked.addAll(next);
            asked(next);
        }

        assertThat(walked)
                .extracting(Stored::place)
                .containsExactly(
                        17L, 16L, 15L, 14L, 13L, 12L, 11L, 10L, 9L, 8L, 7L, -960L, -961L, -962L, -970L, -971L, -972L);
        assertThat(walked).extracting(stored -> stored.jobId().orElse(null)).startsWith(null, 7L, 5L, null);
    }

    /** A page that was read before a merge and recorded after it leaves tables with different candidates. */
    @Test
    void anApplicationIsListedWithAllItsCandidates() {
        for (long other : List.of(7L, 7_000L)) {
            score(15, "w" + other, other);
        }

        assertThat(reconciliations.next(tenant, 1).getFirst().candidateIds()).containsExactlyInAnyOrder(7L, 7_000L);
    }

    @Test
    void anotherUserPostponesTheComparisonByDaysButDoesNotHideADelay() {
        change("round_since = now() - interval '20 days'");

        unit.run(tenant, () -> reconciliations.beginLater(tenant));

        assertThat(
                        rounds(
                                "below IS NULL AND round_since < now() - interval '19 days' AND next_at BETWEEN now() + interval '2 days' AND now() + interval '4 days'"))
                .isOne();
    }

    /** The default period is a month. */
    @Test
    void aRoundBeginsLateInItsPeriodAndTheFirstOneAtARandomTime() {
        asked(reconciliations.next(tenant, 9));
        assertThat(reconciliations.next(tenant, 9)).isEmpty();

        assertThat(
                        rounds(
                                "below IS NULL AND next_at BETWEEN round_since + interval '26 days' AND round_since + interval '28 days'"))
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
                () -> reconciliations.compared(tenant, stored, Instant.now().minusSeconds(1)));
    }

    private void score(long application, String version, long candidate) {
        database.administer(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at) VALUES ('%s', %d, '%s', %d, 41, 'SHADOW', now())"
                        .formatted(tenant, application, version, candidate));
    }

    private void gone(long... applications) {
        for (long application : applications) {
            database.administer(
                    "DELETE FROM score WHERE tenant_id = '%s' AND application_id = %d".formatted(tenant, application));
        }
    }

    private long rounds(String condition) {
        return database.count(
                "SELECT count(*) FROM reconciliation WHERE tenant_id = '%s' AND %s".formatted(tenant, condition));
    }

    private void postpone(String by) {
        change("next_at = now() + interval '%s'".formatted(by));
    }

    private void change(String assignments) {
        database.administer("UPDATE reconciliation SET %s WHERE tenant_id = '%s'".formatted(assignments, tenant));
    }

    /** Until the next comparison. */
    private long days() {
        return database.count(
                "SELECT greatest(0, extract(day FROM next_at - now())) FROM reconciliation WHERE tenant_id = '%s'"
                        .formatted(tenant));
    }
}
