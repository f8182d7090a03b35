package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxVault;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What most slices of most tenants are: nothing is new, and thousands of them are to cost next to nothing. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class IdleSliceQuarkusTest {

    private static final int SLICES = 20;

    SandboxVault vault;

    @Inject
    OwnSlice slices;

    @Inject
    SessionFactory sessions;

    private final FixedClock clock = new FixedClock();
    private final TenantId tenant = new TenantId("idle-" + UUID.randomUUID());
    private final PointsCustomer customer = PointsCustomer.named(tenant.value());
    private Statistics statistics;

    @BeforeEach
    void count() {
        statistics = sessions.getStatistics();
        statistics.setStatisticsEnabled(true);
    }

    @AfterEach
    void countNoMore() {
        statistics.setStatisticsEnabled(false);
    }

    @Test
    void takesFewStatementsWhosePlansAreMadeOnce() {
        OwnSlice.known(vault, customer);
        try (GreenhouseSimulator own = GreenhouseSimulator.start(List.of(customer.organisation()), clock)) {
            Slice slice = slices.of(customer, own, clock, new SimpleMeterRegistry());
            run(slice, 3);
            statistics.clear();
            own.calls().clear();

            run(slice, SLICES);

            assertThat(own.calls().all()).hasSize(SLICES);
            assertThat(statistics.getTransactionCount())
                    .as("before and after the call")
                    .isEqualTo(2 * SLICES);
            assertThat(statistics.getPrepareStatementCount()).isLessThanOrEqualTo(11 * SLICES);
            assertThat(statistics.getQueryPlanCacheHitCount()).isPositive();
            assertThat(statistics.getQueryPlanCacheMissCount()).isZero();
        }
    }

    private void run(Slice slice, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(slice.run(tenant, () -> false)).isInstanceOf(SliceOutcome.Done.class);
            clock.pass(Duration.ofSeconds(30));
        }
    }
}
