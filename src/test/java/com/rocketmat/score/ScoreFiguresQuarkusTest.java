package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.score.ScoreFigures.Bar;
import com.rocketmat.score.ScoreFigures.OfTenant;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ScoreFiguresQuarkusTest {

    SandboxDatabase database;

    @Inject
    ScoreFigures figures;

    private final TenantId tenant = new TenantId("figures-" + UUID.randomUUID());

    @Test
    void scoresAreCountedByStateAndTheVersionsByValue() {
        score("a", "WRITTEN", "0", "4.99", "5", "100");
        score("a", "PENDING", "100", "NULL");
        score("b", "WRITTEN", "5", "250");

        OfTenant counted = figures.of(tenant, Optional.of("a"));

        assertThat(counted.byState()).containsOnly(entry(ScoreState.WRITTEN, 6L), entry(ScoreState.PENDING, 2L));
        assertThat(filled(counted)).containsExactly(new Bar(0, 5, 2), new Bar(5, 10, 1), new Bar(95, 100, 2));
        assertThat(counted.distribution()).hasSize(ScoreFigures.BARS);
        assertThat(figures.of(tenant, Optional.empty()))
                .isEqualTo(new OfTenant(counted.byState(), List.of()))
                .isEqualTo(figures.of(tenant, Optional.of("c")));
    }

    @Test
    void otherValuesAreCountedBetweenTheSmallestAndTheLargest() {
        score("a", "WRITTEN", "-20", "-20", "0", "180");

        assertThat(filled(figures.of(tenant, Optional.of("a"))))
                .containsExactly(new Bar(-20, -10, 2), new Bar(0, 10, 1), new Bar(170, 180, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"700", "-1e17"})
    void equalValuesMakeOneBar(String value) {
        score("a", "WRITTEN", value, value);

        assertThat(filled(figures.of(tenant, Optional.of("a")))).singleElement().satisfies(bar -> {
            assertThat(bar.from()).isEqualTo(Double.parseDouble(value));
            assertThat(bar.scores()).isEqualTo(2);
        });
    }

    /** An operator pauses a tenant on this page, however many scores there are. */
    @Test
    void theDistributionIsOfTheNewestApplications() {
        score("a", "WRITTEN", "250", "50", "50");

        OfTenant counted = figures.of(tenant, Optional.of("a"), 2);

        assertThat(counted.byState()).containsOnly(entry(ScoreState.WRITTEN, 3L));
        assertThat(filled(counted)).containsExactly(new Bar(50, 55, 2));
    }

    private static List<Bar> filled(OfTenant counted) {
        return counted.distribution().stream().filter(bar -> bar.scores() > 0).toList();
    }

    private void score(String version, String state, String... values) {
        for (String value : values) {
            database.execute("""
                INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at)
                SELECT '%1$s', count(*), '%2$s', 1, %3$s, '%4$s', now() FROM score WHERE tenant_id = '%1$s'\
                """.formatted(tenant.value(), version, value, state));
        }
    }
}
