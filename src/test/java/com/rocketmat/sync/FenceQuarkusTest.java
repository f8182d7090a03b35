package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.greenhouse.fault.Match;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica stalls, another one takes over its tenant, and the first wakes up in the middle of its slice. */
@QuarkusTest
class FenceQuarkusTest extends ByHand {

    private static final int APPLICATIONS = 60;
    /** PATCHes for rows that were read together, and the very first one before them. */
    private static final int BATCH = 50 + 1;

    @Inject
    Leases leases;

    @Inject
    MeterRegistry metrics;

    /** A slice in which something happens after a number of writes. */
    private SliceOutcome slice(int writes, Runnable happening) {
        AtomicBoolean happened = new AtomicBoolean();
        return rig.slice(() -> {
            if (rig.patches().size() >= writes && happened.compareAndSet(false, true)) {
                happening.run();
            }
            return false;
        });
    }

    @Test
    void withoutTheLeaseNoChangeIsRecordedThoughThePermitIsStillValid() {
        // the clock stands still, so the permit does not expire
        SliceOutcome outcome = slice(20, () -> leases.claim(rig.tenant, Mode.LIVE));

        assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
        assertThat(rig.patches())
                .as("no more than the batch, which is recorded at its end when no time passes")
                .hasSizeBetween(20, BATCH);
        assertThat(written())
                .as("the very first write, which was recorded before")
                .isEqualTo(1);
        assertNextReplicaDoesTheRest();
    }

    @Test
    void withoutTheLeaseNoWriteIsMadeOnceThePermitExpires() {
        int[] writes = {0};
        SliceOutcome outcome = slice(20, () -> {
            leases.claim(rig.tenant, Mode.LIVE);
            rig.clock.pass(Duration.ofSeconds(2));
            writes[0] = rig.patches().size();
        });

        assertThat(outcome).isInstanceOf(SliceOutcome.Lost.class);
        assertThat(rig.patches().size() - writes[0])
                .as("those in flight at the time")
                .isLessThan(InFlight.AT_ONCE);
        assertNextReplicaDoesTheRest();
    }

    @Test
    void withoutTheLeaseNoPageIsRecordedOrCounted() {
        rig.before(Match.get("/v3/candidates"), () -> leases.claim(rig.tenant, Mode.LIVE));
        double before = counted();
        try (LogTap log = new LogTap()) {
            assertThat(rig.slice()).isInstanceOf(SliceOutcome.Lost.class);
            assertThat(log.text())
                    .contains("the lease of the tenant is another's")
                    .as("no rejected rows")
                    .doesNotContain("application.custom[points]")
                    .doesNotContain(
                            rig.customer.ids().stream().map(String::valueOf).toList());
            assertThat(rig.scores()).isEmpty();
            assertThat(rig.patches()).isEmpty();
            assertThat(counted()).isEqualTo(before);
            assertNextReplicaDoesTheRest();
            assertThat(counted()).as("discovered and scored").isEqualTo(before + 2 * APPLICATIONS);
        }
    }

    @Test
    void scoresThatAreNotCommittedAreNotCounted() {
        rig.shadow(rig.upload(10));
        database.execute("""
            CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '57014'; END$$;
            CREATE CONSTRAINT TRIGGER planted AFTER INSERT ON score DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.tenant_id = '%s') EXECUTE FUNCTION planted()\
            """.formatted(rig.tenant));
        double before = counted();
        try {
            assertThatThrownBy(rig::slice).matches(DatabaseTrouble::causes);
        } finally {
            database.execute("DROP FUNCTION planted CASCADE");
        }

        assertThat(rig.scores()).isEmpty();
        assertThat(counted()).isEqualTo(before);
        assertNextReplicaDoesTheRest();
        assertThat(counted()).as("discovered, scored, and scored by the shadow").isEqualTo(before + 3 * APPLICATIONS);
    }

    private double counted() {
        return Stream.of(Discovery.APPLICATIONS, Shadows.SCORES)
                .flatMap(name -> metrics.find(name).counters().stream())
                .mapToDouble(Counter::count)
                .sum();
    }

    @BeforeEach
    void aBacklog() {
        rig = new RunByHand(Map.of());
        rig.customer.with(APPLICATIONS);
        rig.activate(rig.upload(0));
    }

    private long written() {
        return rig.scores().stream()
                .filter(row -> row.state().equals("WRITTEN"))
                .count();
    }

    private void assertNextReplicaDoesTheRest() {
        rig.clock.pass(Duration.ofSeconds(31));
        rig.untilDone();
        assertThat(rig.customer.allRight()).isTrue();
        assertThat(written()).isEqualTo(APPLICATIONS);
        assertThat(rig.scores())
                .filteredOn(row -> !row.state().equals("SHADOW"))
                .extracting(RunByHand.Row::applicationId)
                .doesNotHaveDuplicates()
                .isSubsetOf(List.copyOf(rig.customer.ids()));
    }
}
