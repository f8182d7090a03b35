package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.ID;
import static com.rocketmat.score.Applications.UPDATED;
import static com.rocketmat.score.Applications.number;
import static com.rocketmat.score.Applications.text;
import static com.rocketmat.score.Applications.updated;
import static com.rocketmat.score.Applications.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Unwritable;
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

    private static final WriteTarget SHOWING_NOTICE = new WriteTarget(
            ExpectedRowTest.TARGET.settings(),
            StandIn.of(
                    HarvestSession.class,
                    (_, _, _) -> List.of(
                            new CustomField(1, "rocketmat", "application", "number", "all_applications", true, null),
                            new CustomField(2, "notice", "application", "short_text", "all_applications", true, null))),
            ExpectedRowTest.TARGET.fields(),
            WriteProofs.Proof.NONE);
    private static final WriteProofs DAMAGE_IS_NOT_KEPT = new WriteProofs(null, null) {
        @Override
        void damaged(TenantId tenant, ScoreField field, Damage damage) {}
    };

    @Test
    void anEditIsToldFromOurWriteByItsTime() {
        assertThat(ReadBack.editedAfter(UPDATED.minus(Duration.ofSeconds(2)), updated(UPDATED, Map.of())))
                .isFalse();
        assertThat(ReadBack.editedAfter(UPDATED.minus(Duration.ofMinutes(2)), updated(UPDATED, Map.of())))
                .isTrue();
        assertThat(ReadBack.editedAfter(UPDATED, updated(null, Map.of())))
                .as("v1 has no such time, and a field that never shows must not be written without end")
                .isFalse();
    }

    /** The next batch may be in the next run. */
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
    void aSampleIsCheckedUntilItShows() {
        ReadBack readBack = new ReadBack(null, new FixedClock());
        WriteTarget target = ExpectedRowTest.TARGET;
        ExpectedRow sample = ExpectedRowTest.sent(Map.of());
        readBack.keep(target.tenant(), sample);

        readBack.look(target, sample, Map.of(ID, with(Map.of())));
        assertThat(readBack.sample(target.tenant())).contains(sample);

        for (Map<Long, Application> rows : List.<Map<Long, Application>>of(
                Map.of(ID, with(Map.of("rocketmat", number(71)))),
                Map.of(),
                Map.of(ID, with(Map.of("rocketmat", number(99)))))) {
            readBack.keep(target.tenant(), sample);
            readBack.look(target, sample, rows);
            assertThat(readBack.sample(target.tenant())).isEmpty();
        }
    }

    @Test
    void fieldsThatAnotherUserDoesNotSeeAreNoDamage() {
        WriteTarget target = ExpectedRowTest.TARGET;
        ExpectedRow byAnother = new ExpectedRow(
                ID, new BigDecimal("71"), Map.of("notice", 1), Set.of(), WriteMode.FULL, false, "another", UPDATED);

        new ReadBack(null, new FixedClock()).look(target, byAnother, Map.of(ID, with(Map.of("rocketmat", number(71)))));
    }

    /** A tenant may run once a day, with one sample. */
    @Test
    void aDoubtAboutDamageEndsAfterAWeek() {
        FixedClock clock = new FixedClock();
        ReadBack readBack = new ReadBack(DAMAGE_IS_NOT_KEPT, clock);

        lookAtChangedNotice(readBack, 1);
        clock.pass(Duration.ofDays(6));
        Map<String, CustomFieldEntry> pay = Map.of("pay", text("x"));
        readBack.look(
                SHOWING_NOTICE,
                ExpectedRowTest.sent(pay),
                Map.of(ID, with(Map.of("rocketmat", number(71), "pay", text("x")))));
        clock.pass(Duration.ofDays(1));
        lookAtChangedNotice(readBack, 2);

        clock.pass(Duration.ofDays(7).minusMillis(1));
        assertThatThrownBy(() -> lookAtChangedNotice(readBack, 3))
                .isInstanceOf(Unwritable.class)
                .hasMessageContaining("'notice'");
    }

    private static void lookAtChangedNotice(ReadBack readBack, long application) {
        ExpectedRow sent = ExpectedRowTest.sent(Map.of("notice", text("x")));
        readBack.look(
                SHOWING_NOTICE,
                new ExpectedRow(
                        application,
                        sent.value(),
                        sent.others(),
                        sent.selects(),
                        sent.mode(),
                        sent.shown(),
                        sent.reader(),
                        sent.at()),
                Map.of(application, with(Map.of("rocketmat", number(71), "notice", text("y")))));
    }

    @Test
    void anApplicationThatFailsInFiveSlicesIsExhaustedUnlessAllFailOrItIsWritten() {
        ReadBack readBack = new ReadBack(null, new FixedClock());
        TenantId tenant = new TenantId("acme");
        Instant tooSoon = UPDATED.plusSeconds(9);
        for (int slice = 1; slice < 5; slice++) {
            UnsureWrites writes = readBack.unsure(tenant);
            assertThat(writes.failed(1, TIMED_OUT, UPDATED).exhausted()).isFalse();
            assertThat(writes.held(tooSoon)).containsExactly(1L);
            assertThat(writes.held(tooSoon.plusSeconds(1))).isEmpty();
            assertThat(writes.earliest()).contains(tooSoon.plusSeconds(1));
        }

        UnsureWrites last = readBack.unsure(tenant);
        assertThat(last.failed(1, TIMED_OUT, UPDATED).exhausted()).isTrue();
        assertThat(last.held(tooSoon.plusSeconds(1))).containsExactly(1L);
        assertThat(last.exhausted()).containsExactly(1L);
        assertThat(last.earliest()).isEmpty();
        last.settled(1);
        assertThat(last.held(tooSoon)).isEmpty();
        for (int failures = 0; failures < 4; failures++) {
            assertThat(last.failed(1, TIMED_OUT, UPDATED).exhausted()).isFalse();
        }
        last.allFail();
        assertThat(readBack.unsure(tenant).failed(1, TIMED_OUT, UPDATED).exhausted())
                .isFalse();
    }
}
