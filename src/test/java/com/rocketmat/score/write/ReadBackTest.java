package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.UPDATED;
import static com.rocketmat.score.Applications.number;
import static com.rocketmat.score.Applications.updated;
import static com.rocketmat.score.Applications.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.Applications;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    private static final UnknownOutcome TIMED_OUT = new UnknownOutcome("a timeout", true);

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
                new ExpectedRow(
                        1, BigDecimal.ONE, Map.of(), Set.of(), WriteMode.FULL, false, "a reader", clock.instant()));

        clock.pass(Duration.ofMinutes(119));
        assertThat(readBack.sample(tenant)).isPresent();
        clock.pass(Duration.ofMinutes(1));
        assertThat(readBack.sample(tenant)).isEmpty();
    }

    @Test
    void aSampleIsLookedAtUntilItShows() {
        ReadBack readBack = new ReadBack(null, new FixedClock());
        WriteTarget target = ExpectedRowTest.TARGET;
        ExpectedRow sample = ExpectedRowTest.sent(Map.of());
        readBack.keep(target.tenant(), sample);

        readBack.look(target, sample, Map.of(Applications.ID, with(Map.of())));
        assertThat(readBack.sample(target.tenant())).contains(sample);

        for (Map<Long, Application> rows : List.<Map<Long, Application>>of(
                Map.of(Applications.ID, with(Map.of("rocketmat", number(71)))),
                Map.of(),
                Map.of(Applications.ID, with(Map.of("rocketmat", number(99)))))) {
            readBack.keep(target.tenant(), sample);
            readBack.look(target, sample, rows);
            assertThat(readBack.sample(target.tenant())).isEmpty();
        }
    }

    @Test
    void whatAnotherUserDoesNotSeeIsNoDamage() {
        WriteTarget target = ExpectedRowTest.TARGET;
        ExpectedRow byAnother = new ExpectedRow(
                Applications.ID,
                new BigDecimal("71"),
                Map.of("notice", 1),
                Set.of(),
                WriteMode.FULL,
                false,
                "another",
                UPDATED);

        new ReadBack(null, new FixedClock())
                .look(target, byAnother, Map.of(Applications.ID, with(Map.of("rocketmat", number(71)))));
    }

    /** After its fifth failure in as many slices. Neither it nor one that has to wait is sent now. */
    @Test
    void anApplicationThatKeepsFailingIsGivenUpUnlessAllFailOrItIsWritten() {
        ReadBack readBack = new ReadBack(null, new FixedClock());
        TenantId tenant = new TenantId("acme");
        Instant soon = UPDATED.plusSeconds(9);
        for (int slice = 1; slice < 5; slice++) {
            UnsureWrites writes = readBack.unsure(tenant);
            assertThat(writes.failed(1, TIMED_OUT, UPDATED).exhausted()).isFalse();
            assertThat(writes.held(soon)).containsExactly(1L);
            assertThat(writes.held(soon.plusSeconds(1))).isEmpty();
            assertThat(writes.earliest()).contains(soon.plusSeconds(1));
        }

        UnsureWrites last = readBack.unsure(tenant);
        assertThat(last.failed(1, TIMED_OUT, UPDATED).exhausted()).isTrue();
        assertThat(last.held(soon.plusSeconds(1))).containsExactly(1L);
        assertThat(last.exhausted()).containsExactly(1L);
        assertThat(last.earliest()).isEmpty();
        last.settled(1);
        assertThat(last.held(soon)).isEmpty();
        for (int failures = 0; failures < 4; failures++) {
            assertThat(last.failed(1, TIMED_OUT, UPDATED).exhausted()).isFalse();
        }
        last.allFail();
        assertThat(readBack.unsure(tenant).failed(1, TIMED_OUT, UPDATED).exhausted())
                .isFalse();
    }

    /** Or a tenant over v1 whose field never shows would be written to without end. */
    @Test
    void whereGreenhouseTellsNoTimeNoEditIsAssumed() {
        assertThat(ReadBack.editedAfter(UPDATED, updated(null, Map.of()))).isFalse();
    }
}
