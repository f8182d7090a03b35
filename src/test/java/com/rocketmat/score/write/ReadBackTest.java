package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.UPDATED;
import static com.rocketmat.score.Applications.updated;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    @Test
    void anEditIsToldFromOurOwnPatch() {
        assertThat(ReadBack.editedAfter(UPDATED.minus(Duration.ofSeconds(2)), updated(UPDATED, Map.of())))
                .isFalse();
        assertThat(ReadBack.editedAfter(UPDATED.minus(Duration.ofMinutes(2)), updated(UPDATED, Map.of())))
                .isTrue();
    }

    /** The next batch may come with the next run only. */
    @Test
    void aSampleIsKeptForTwoHours() {
        TenantId tenant = new TenantId("acme");
        FixedClock clock = new FixedClock();
        ReadBack readBack = new ReadBack(null, clock);
        readBack.keep(
                tenant,
                new ExpectedRow(1, BigDecimal.ONE, Map.of(), Set.of(), WriteMode.FULL, "a reader", clock.instant()));

        clock.pass(Duration.ofMinutes(119));
        assertThat(readBack.sample(tenant)).isPresent();
        clock.pass(Duration.ofMinutes(1));
        assertThat(readBack.sample(tenant)).isEmpty();
    }

    /** Or a tenant over v1 whose field never shows would be written to without end. */
    @Test
    void whereGreenhouseTellsNoTimeNoEditIsAssumed() {
        assertThat(ReadBack.editedAfter(UPDATED, updated(null, Map.of()))).isFalse();
    }
}
