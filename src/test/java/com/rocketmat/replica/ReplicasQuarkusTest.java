package com.rocketmat.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.access.Reach;
import com.rocketmat.replica.Replicas.Running;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReplicasQuarkusTest {

    SandboxDatabase database;

    @Inject
    Replicas replicas;

    @Inject
    Replica present;

    @Inject
    Sql sql;

    @Inject
    TenantUnit unit;

    @Inject
    BeanManager beans;

    /** They report this replica while others drain. */
    @Test
    void scheduledJobsEndAfterEverythingElse() {
        Set<ObserverMethod<? super ShutdownEvent>> drains = beans.resolveObserverMethods(new ShutdownEvent());

        assertThat(drains)
                .filteredOn(drain -> drain.getBeanClass().getName().startsWith("com.rocketmat"))
                .hasSizeGreaterThan(1)
                .extracting(ObserverMethod::getBeanClass)
                .last()
                .isEqualTo(ScheduledJobs.class);
    }

    @Test
    void aReplicaReportsItselfInOneRow() {
        replicas.report();
        Running first = here();
        await().untilAsserted(() -> {
            replicas.report();
            assertThat(here().seen()).isAfter(first.seen());
        });

        assertThat(here().since()).isEqualTo(first.since()).isBefore(Instant.now());
        assertThat(here().version()).isNotBlank();
        assertThat(count("name = '%s'".formatted(present.name()))).isEqualTo(1);
    }

    @Test
    void aLostReplicaIsHiddenAndDeletedAfterADay() {
        database.execute(
                "INSERT INTO replica (name, version, since, seen_at) VALUES"
                        + " ('lately-gone', '1', now(), now() - interval '23 hours'), ('long-gone', '1', now(), now() - interval '25 hours')");
        replicas.report();

        assertThat(replicas.running(new Reach.All())).extracting(Running::name).doesNotContain("lately-gone");
        assertThat(count("name = 'lately-gone'")).isEqualTo(1);
        assertThat(count("name = 'long-gone'")).isZero();
    }

    @Test
    void aReplicaLostWhileTheClockWasAheadIsNotSeenAgain() {
        database.execute(
                "INSERT INTO replica (name, version, since, seen_at) VALUES ('ahead', '1', now(), now() + interval '1 day')");

        replicas.report();

        assertThat(count("name = 'ahead' AND seen_at <= now()")).isOne();
    }

    @Test
    void aReplicaIsLostOnceItStopsReporting() {
        database.administer(
                "INSERT INTO replica (name, version, since, seen_at) VALUES"
                        + " ('lives', '1', now(), now() - interval '10 seconds'), ('gone', '1', now(), now() - interval '40 seconds')");

        assertThat(replicas.gone("gone")).isTrue();
        assertThat(replicas.gone("never reported")).isTrue();
        assertThat(replicas.gone("lives")).isFalse();
        assertThat(replicas.gone(present.name())).isFalse();
    }

    /** Living replicas could not report themselves either. */
    @Test
    void noReplicaIsLostWhileTheDatabaseWasAway() {
        FixedClock time = new FixedClock();
        Replicas back = new Replicas(sql, new Replica(), time);
        assertThat(gone(back, "another")).as("at the start").isTrue();

        time.pass(Duration.ofMinutes(1));
        assertThat(gone(back, "another")).as("before it has reported itself").isFalse();
        unit.run(new TenantId("any"), back::report);
        assertThat(gone(back, "another")).as("just before the others").isFalse();
        for (int report = 0; report < 3; report++) {
            time.pass(Duration.ofSeconds(10));
            unit.run(new TenantId("any"), back::report);
        }

        assertThat(gone(back, "another")).isTrue();
    }

    private boolean gone(Replicas by, String name) {
        AtomicBoolean gone = new AtomicBoolean();
        unit.run(new TenantId("any"), () -> gone.set(by.gone(name)));
        return gone.get();
    }

    private Running here() {
        List<Running> here =
                replicas.running(new Reach.All()).stream().filter(Running::here).toList();
        assertThat(here).hasSize(1);
        return here.getFirst();
    }

    private long count(String where) {
        return database.count("SELECT count(*) FROM replica WHERE " + where);
    }
}
