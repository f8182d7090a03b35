package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which stored scores a change affects. */
@QuarkusTest
class ScoresQuarkusTest {

    private static final String FORMER = "a".repeat(64);
    private static final String ACTIVE = "b".repeat(64);
    private static final String OTHER = "c".repeat(64);

    SandboxDatabase database;

    @Inject
    MeterRegistry metrics;

    @Inject
    Scores scores;

    @Inject
    PersonalScores personal;

    private final TenantId tenant = new TenantId("scores-" + UUID.randomUUID());

    @AfterEach
    void clear() {
        database.administer("DELETE FROM score WHERE tenant_id = '%s'".formatted(tenant));
    }

    @Test
    void scoresAreCountedByTheOutcomesOfWrites() {
        assertThat(metrics.find("rocketmat_scores").counters())
                .extracting(counter -> counter.getId().getTag("outcome"))
                .containsExactlyInAnyOrder("WRITTEN", "SUPERSEDED", "REFUSED", "GONE");
    }

    /** Only for the applications that it scored; those that another version scored in the dry run are still to be scored. */
    @Test
    void scoresOfADryRunReplaceWaitingScoresOfAnotherVersionOnceLive() {
        inTransaction(() -> {
            scores.record(tenant, FORMER, made(16, 17, 18, 19), false);
            scores.record(tenant, ACTIVE, made(10), true);
            scores.record(tenant, OTHER, made(20, 21), true);
            scores.record(tenant, ACTIVE, List.of(NewScore.refused(3, 7, "no title")), true);
            scores.recordShadow(tenant, ACTIVE, List.of(NewScore.of(2, 7, BigDecimal.ONE, List.of())));
        });

        inTransaction(() -> assertThat(scores.goLive(tenant, ACTIVE)).isTrue());

        assertThat(states("PENDING")).containsExactly("1 " + ACTIVE, "2 " + FORMER, "3 " + FORMER, "4 " + FORMER);
        assertThat(states("SUPERSEDED")).containsExactly("1 " + FORMER);
        assertThat(scores.anyDryWithout(tenant, ACTIVE)).isTrue();
        inTransaction(() -> scores.record(tenant, ACTIVE, made(10, 11), false));
        assertThat(scores.anyDryWithout(tenant, ACTIVE)).isFalse();
    }

    @Test
    void theLogNamesTheModeOfEachScore() {
        NewScore refused = NewScore.refused(3, 7, "no title");
        inTransaction(() -> {
            scores.record(tenant, ACTIVE, made(10), false);
            scores.record(tenant, ACTIVE, List.of(refused), true);
            scores.record(tenant, OTHER, List.of(refused), false);
            scores.recordShadow(tenant, FORMER, List.of(refused));
        });

        assertThat(database.column("SELECT kind || ' ' || mode FROM decision WHERE tenant_id = '%s' ORDER BY number"
                        .formatted(tenant)))
                .containsExactly("SCORED LIVE", "REFUSED DRY_RUN", "REFUSED LIVE", "REFUSED SHADOW");
    }

    /** A slice takes less than a minute, and an earlier one has looked at its own writes. */
    @Test
    void theLastWritesAreThoseWithinAMinute() {
        inTransaction(() -> scores.record(tenant, FORMER, made(10, 20, 30, 40), false));
        String row =
                "UPDATE score SET state = '%3$s', written_at = now() - interval '%4$d seconds' WHERE tenant_id = '%1$s' AND %2$s";
        database.administer(
                row.formatted(tenant, "application_id = 2", "WRITTEN", 300),
                row.formatted(tenant, "application_id = 3", "WRITTEN", 350),
                row.formatted(tenant, "application_id = 4", "WRITTEN", 370),
                row.formatted(tenant, "application_id = 1", "SUPERSEDED", 100));

        assertThat(personal.lastWrites(tenant, 10))
                .extracting(last -> last.score().applicationId())
                .containsExactlyInAnyOrder(2L, 3L);
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }

    private static List<NewScore> made(int... values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> NewScore.of(i + 1, 7, BigDecimal.valueOf(values[i]), List.of()))
                .toList();
    }

    private List<String> states(String state) {
        return database.column(
                "SELECT application_id || ' ' || model_version FROM score WHERE tenant_id = '%s' AND state = '%s' ORDER BY 1"
                        .formatted(tenant, state));
    }
}
