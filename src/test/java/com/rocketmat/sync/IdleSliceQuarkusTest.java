package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Most slices of most tenants: nothing is new, and thousands of them must cost almost nothing. */
@QuarkusTest
class IdleSliceQuarkusTest {

    private static final int SLICES = 20;
    private static final int STATEMENTS = 5;

    SandboxVault vault;

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
            Slice slice = OwnSlice.of(customer, own, clock, new SimpleMeterRegistry());
            run(slice);
            own.calls().clear();

            List<Cost> costs =
                    IntStream.range(0, SLICES).mapToObj(_ -> cost(slice)).toList();

            assertThat(own.calls().all()).hasSize(SLICES);
            assertThat(least(costs, Cost::transactions))
                    .as("before and after the call")
                    .isEqualTo(2);
            assertThat(least(costs, Cost::statements)).isEqualTo(STATEMENTS);
            assertThat(least(costs, Cost::knownPlans)).isPositive();
            assertThat(least(costs, Cost::newPlans)).isZero();
        }
    }

    /** Of one slice, and of the application's other work, which is more on a slower machine. */
    private record Cost(long transactions, long statements, long knownPlans, long newPlans) {}

    private static long least(List<Cost> costs, ToLongFunction<Cost> figure) {
        return costs.stream().mapToLong(figure).min().orElseThrow();
    }

    private Cost cost(Slice slice) {
        statistics.clear();
        run(slice);
        return new Cost(
                statistics.getTransactionCount(),
                statistics.getPrepareStatementCount(),
                statistics.getQueryPlanCacheHitCount(),
                statistics.getQueryPlanCacheMissCount());
    }

    private void run(Slice slice) {
        assertThat(slice.run(tenant, () -> false)).isInstanceOf(SliceOutcome.Due.class);
        clock.pass(Duration.ofSeconds(30));
    }
}
