package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of a tenant's stored scores a change concerns. */
@QuarkusTest
class ScoresQuarkusTest {

    private static final String FORMER = "a".repeat(64);
    private static final String ACTIVE = "b".repeat(64);
    private static final String OTHER = "c".repeat(64);

    SandboxDatabase database;

    @Inject
    Scores scores;

    @Inject
    OwnScores ownScores;

    @Inject
    ShadowScores shadows;

    @Inject
    PersonalScores personal;

    private final TenantId tenant = new TenantId("scores-" + UUID.randomUUID());

    @AfterEach
    void clear() {
        database.administer("DELETE FROM score WHERE tenant_id = '%s'".formatted(tenant));
    }

    /** Of the applications that it scored, and no others; those that another version's dry run scored are still to be scored. */
    @Test
    void onceLiveWhatADryRunMadeTakesThePlaceOfWhatAnotherVersionLeftWaiting() {
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, FORMER, made(16, 17, 18, 19), false);
            scores.record(tenant, ACTIVE, made(10), true);
            scores.record(tenant, OTHER, made(20, 21), true);
            scores.record(tenant, ACTIVE, List.of(NewScore.refused(3, 7, "no title")), true);
            shadows.record(tenant, ACTIVE, List.of(NewScore.of(2, 7, BigDecimal.ONE, List.of())));
        });

        QuarkusTransaction.requiringNew()
                .run(() -> assertThat(scores.goLive(tenant, ACTIVE)).isTrue());

        assertThat(states("PENDING")).containsExactly("1 " + ACTIVE, "2 " + FORMER, "3 " + FORMER, "4 " + FORMER);
        assertThat(states("SUPERSEDED")).containsExactly("1 " + FORMER);
        assertThat(scores.anyDryWithout(tenant, ACTIVE)).isTrue();
        QuarkusTransaction.requiringNew().run(() -> scores.record(tenant, ACTIVE, made(10, 11), false));
        assertThat(scores.anyDryWithout(tenant, ACTIVE)).isFalse();
    }

    /** Nothing of a dry run was ever to be written. */
    @Test
    void theLogSaysOfEachInWhichModeItWasMade() {
        NewScore refused = NewScore.refused(3, 7, "no title");
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, ACTIVE, made(10), false);
            scores.record(tenant, ACTIVE, List.of(refused), true);
            scores.record(tenant, OTHER, List.of(refused), false);
            shadows.record(tenant, FORMER, List.of(refused));
        });

        assertThat(database.column("SELECT kind || ' ' || mode FROM decision WHERE tenant_id = '%s' ORDER BY number"
                        .formatted(tenant)))
                .containsExactly("SCORED LIVE", "REFUSED DRY_RUN", "REFUSED LIVE", "REFUSED SHADOW");
    }

    @Test
    void whatWasToReplaceAnotherAndWasRefusedBeforeASweepIsScoredAgainByIt() {
        QuarkusTransaction.requiringNew().run(() -> {
            scores.record(tenant, FORMER, made(10, 10), false);
            scores.record(
                    tenant,
                    ACTIVE,
                    List.of(
                            made(20).getFirst().replacing(FORMER),
                            NewScore.refused(2, 7, "no title").replacing(FORMER)),
                    false);
        });
        database.administer(
                "UPDATE score SET state = 'WRITTEN', written_at = now() WHERE tenant_id = '%s' AND model_version = '%s'"
                        .formatted(tenant, FORMER),
                "UPDATE score SET state = 'REFUSED' WHERE tenant_id = '%s' AND model_version = '%s'"
                        .formatted(tenant, ACTIVE));

        assertThat(untried(Instant.now().plusSeconds(60))).containsExactlyInAnyOrder(1L, 2L);
        assertThat(untried(Instant.EPOCH)).isEmpty();
    }

    private List<Long> untried(Instant sweepSince) {
        return ownScores.untried(tenant, ACTIVE, List.of(1L, 2L), sweepSince).stream()
                .map(OwnScore::applicationId)
                .toList();
    }

    /** No slice takes a minute: those before are of another one, which has looked at them. */
    @Test
    void theLastWritesAreThoseWithinAMinuteBeforeTheLast() {
        QuarkusTransaction.requiringNew().run(() -> scores.record(tenant, FORMER, made(10, 20, 30, 40), false));
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
