package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.score.write.InFlight;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A replica stalls, another one takes over its tenant, and the first wakes up in the middle of its slice. */
@QuarkusTest
class FenceQuarkusTest {

    private static final int APPLICATIONS = 60;
    /** PATCHes for rows that were read together, and the very first one before them. */
    private static final int BATCH = 50 + 1;

    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    Leases leases;

    @Inject
    MeterRegistry metrics;

    /** A slice of the replica, in the middle of which something happens once after a number of writes. */
    private static SliceOutcome slice(RunByHand replica, int writes, Runnable happening) {
        AtomicBoolean happened = new AtomicBoolean();
        return replica.slice(() -> {
            if (replica.patches().size() >= writes && happened.compareAndSet(false, true)) {
                happening.run();
            }
            return false;
        });
    }

    @Test
    void withoutTheLeaseNoChangeIsRecordedThoughThePermitIsStillValid() {
        try (RunByHand replica = aBacklog()) {
            // the clock stands still, so the permit does not expire
            SliceOutcome outcome = slice(replica, 20, () -> leases.claim(replica.tenant, Mode.LIVE));

            assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
            assertThat(replica.patches())
                    .as("no more than the batch, which is recorded at its end when no time passes")
                    .hasSizeBetween(20, BATCH);
            assertThat(written(replica))
                    .as("the very first write, which was recorded before")
                    .isEqualTo(1);
            assertNextReplicaDoesTheRest(replica);
        }
    }

    @Test
    void withoutTheLeaseNoWriteIsMadeOnceThePermitExpires() {
        try (RunByHand replica = aBacklog()) {
            int[] writes = {0};
            SliceOutcome outcome = slice(replica, 20, () -> {
                leases.claim(replica.tenant, Mode.LIVE);
                replica.clock.pass(Duration.ofSeconds(2));
                writes[0] = replica.patches().size();
            });

            assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
            assertThat(replica.patches().size() - writes[0])
                    .as("those in flight at the time")
                    .isLessThan(InFlight.AT_ONCE);
            assertNextReplicaDoesTheRest(replica);
        }
    }

    @Test
    void withoutTheLeaseNoPageIsRecorded() {
        try (RunByHand replica = aBacklog();
                LogTap log = new LogTap()) {
            SliceOutcome outcome = slice(replica, 0, () -> leases.claim(replica.tenant, Mode.LIVE));

            assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
            assertThat(log.text())
                    .contains("the lease of the tenant is another's")
                    .as("no rejected rows")
                    .doesNotContain("application.custom[points]")
                    .doesNotContain(
                            replica.customer.ids().stream().map(String::valueOf).toList());
            assertThat(replica.scores()).isEmpty();
            assertThat(replica.patches()).isEmpty();
            assertNextReplicaDoesTheRest(replica);
        }
    }

    @Test
    void withoutTheLeaseNoScoreIsCounted() {
        try (RunByHand replica = aBacklog()) {
            replica.before(Match.get("/v3/candidates"), () -> leases.claim(replica.tenant, Mode.LIVE));
            double before = counted();

            assertThat(replica.slice()).isInstanceOf(SliceOutcome.Lost.class);

            assertThat(replica.scores()).isEmpty();
            assertThat(counted()).isEqualTo(before);
            assertNextReplicaDoesTheRest(replica);
            assertThat(counted()).as("discovered and scored").isEqualTo(before + 2 * APPLICATIONS);
        }
    }

    @Test
    void scoresThatAreNotCommittedAreNotCounted() {
        try (RunByHand replica = aBacklog()) {
            replica.shadow(replica.upload(10));
            database.execute("""
                CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '57014'; END$$;
                CREATE CONSTRAINT TRIGGER planted AFTER INSERT ON score DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.tenant_id = '%s') EXECUTE FUNCTION planted()\
                """.formatted(replica.tenant));
            double before = counted();
            try {
                assertThatThrownBy(replica::slice).matches(DatabaseTrouble::causes);
            } finally {
                database.execute("DROP FUNCTION planted CASCADE");
            }

            assertThat(replica.scores()).isEmpty();
            assertThat(counted()).isEqualTo(before);
            assertNextReplicaDoesTheRest(replica);
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

    private static void assertNextReplicaDoesTheRest(RunByHand replica) {
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
