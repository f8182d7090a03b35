package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.Leases;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A replica stalls, another one takes over its tenant, and the first wakes up in the middle of its slice. */
@QuarkusTest
class FenceQuarkusTest {

    private static final int APPLICATIONS = 60;
    /** PATCHes for rows that were read together, and the very first one before them. */
    private static final int BATCH = 50 + 1;
    /** PATCHes that are in flight at once. */
    private static final int IN_FLIGHT = 4;

    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    Leases leases;

    @Inject
    MeterRegistry metrics;

    /** Runs in the middle of a slice, the first time that it checks whether to continue after a number of writes. */
    private static final class Meanwhile implements BooleanSupplier {

        private final RunByHand replica;
        private final int writes;
        private final Runnable happening;
        private boolean happened;

        Meanwhile(RunByHand replica, int writes, Runnable happening) {
            this.replica = replica;
            this.writes = writes;
            this.happening = happening;
        }

        @Override
        public boolean getAsBoolean() {
            if (!happened && replica.patches().size() >= writes) {
                happened = true;
                happening.run();
            }
            return false;
        }
    }

    @Test
    void whoLostTheTenantIsRefusedEveryChangeThoughItsPermitStillHolds() {
        try (RunByHand replica = aBacklog()) {
            // with a clock that stands still, the slice relies on the permit of the last second only
            SliceOutcome outcome =
                    replica.slice(new Meanwhile(replica, 20, () -> leases.claim(replica.tenant, Mode.LIVE)));

            assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
            assertThat(replica.patches())
                    .as("no more than the batch, which is noted at its end when no time passes")
                    .hasSizeBetween(20, BATCH);
            assertThat(written(replica))
                    .as("the first one alone was noted before")
                    .isEqualTo(1);
            theNextOneDoesTheRest(replica);
        }
    }

    @Test
    void whoLostTheTenantMakesNoOtherWriteOnceTheSecondOfItsPermitIsOver() {
        try (RunByHand replica = aBacklog()) {
            int[] writes = {0};
            SliceOutcome outcome = replica.slice(new Meanwhile(replica, 20, () -> {
                leases.claim(replica.tenant, Mode.LIVE);
                replica.clock.pass(Duration.ofSeconds(2));
                writes[0] = replica.patches().size();
            }));

            assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
            assertThat(replica.patches().size() - writes[0])
                    .as("those in flight at the time")
                    .isLessThan(IN_FLIGHT);
            theNextOneDoesTheRest(replica);
        }
    }

    @Test
    void aPositionThatIsReadUnderALostLeaseIsNotKept() {
        try (RunByHand replica = aBacklog();
                LogTap log = new LogTap()) {
            SliceOutcome outcome =
                    replica.slice(new Meanwhile(replica, 0, () -> leases.claim(replica.tenant, Mode.LIVE)));

            assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
            assertThat(log.text())
                    .contains("the lease of the tenant is another's")
                    .as("no rows that the database refuses")
                    .doesNotContain("application.custom[points]")
                    .doesNotContain(
                            replica.customer.ids().stream().map(String::valueOf).toList());
            assertThat(replica.scores()).isEmpty();
            assertThat(replica.patches()).isEmpty();
            theNextOneDoesTheRest(replica);
        }
    }

    @Test
    void whatIsScoredUnderALostLeaseIsNotCounted() {
        try (RunByHand replica = aBacklog()) {
            replica.greenhouse
                    .faults()
                    .before(Match.get("/v3/candidates"), () -> leases.claim(replica.tenant, Mode.LIVE));
            double before = counted();

            assertThat(replica.slice()).isInstanceOf(SliceOutcome.Lost.class);

            assertThat(replica.scores()).isEmpty();
            assertThat(counted()).isEqualTo(before);
            theNextOneDoesTheRest(replica);
            assertThat(counted()).as("discovered and scored").isEqualTo(before + 2 * APPLICATIONS);
        }
    }

    @Test
    void whatIsNotCommittedIsNotCounted() {
        try (RunByHand replica = aBacklog()) {
            replica.shadow(replica.upload(10));
            database.execute("""
                    CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
                    $$BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '57014'; END$$;
                    CREATE CONSTRAINT TRIGGER planted AFTER INSERT ON score DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW WHEN (NEW.tenant_id = '%s') EXECUTE FUNCTION planted()""".formatted(replica.tenant));
            double before = counted();
            try {
                assertThatThrownBy(replica::slice).matches(DatabaseTrouble::causes);
            } finally {
                database.execute("DROP FUNCTION planted CASCADE");
            }

            assertThat(replica.scores()).isEmpty();
            assertThat(counted()).isEqualTo(before);
            theNextOneDoesTheRest(replica);
            assertThat(counted())
                    .as("discovered, scored, and scored by the shadow")
                    .isEqualTo(before + 3 * APPLICATIONS);
        }
    }

    private double counted() {
        return Stream.of(Discovery.APPLICATIONS, Shadows.SCORES)
                .flatMap(name -> metrics.find(name).counters().stream())
                .mapToDouble(Counter::count)
                .sum();
    }

    private RunByHand aBacklog() {
        RunByHand replica = new RunByHand(vault, Map.of());
        replica.customer.with(APPLICATIONS);
        replica.activate(replica.upload(0));
        return replica;
    }

    private static long written(RunByHand replica) {
        return replica.scores().stream()
                .filter(row -> row.state().equals("WRITTEN"))
                .count();
    }

    private static void theNextOneDoesTheRest(RunByHand replica) {
        replica.clock.pass(Duration.ofSeconds(31));
        replica.untilDone();
        assertThat(replica.customer.allRight()).isTrue();
        assertThat(written(replica)).isEqualTo(APPLICATIONS);
        assertThat(replica.scores())
                .filteredOn(row -> !row.state().equals("SHADOW"))
                .extracting(RunByHand.Row::applicationId)
                .doesNotHaveDuplicates()
                .isSubsetOf(List.copyOf(replica.customer.ids()));
    }
}
