package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.replica.Replica;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import io.agroal.api.AgroalDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several replicas on one database, and many tenants at once. */
class ManyDueTest {

    private static final int TENANTS = 5_000;
    /** Slices that the dying replica starts before it dies. */
    private static final int LIFE = 500;
    /** Slices that may still begin before one that goes first: those already fetched, and those of the time that the calls take. */
    private static final int SOON = TENANTS / 10;

    private final SandboxDatabase database = SandboxDatabase.migrated();
    private final List<AgroalDataSource> pools = new ArrayList<>();
    private final List<DueTenants> replicas = new ArrayList<>();
    private final Map<TenantId, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final Set<TenantId> running = ConcurrentHashMap.newKeySet();
    private final Set<TenantId> twiceAtOnce = ConcurrentHashMap.newKeySet();
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void manyAreDue() {
        ManyTenants.makeDue(database, TENANTS);
    }

    @AfterEach
    void stop() {
        over.countDown();
        replicas.forEach(DueTenants::stop);
        replicas.forEach(DueTenants::drain);
        pools.forEach(AgroalDataSource::close);
        database.close();
    }

    @Test
    @Tag("failure-all-due-at-once")
    void eachRunsOnceAlthoughAReplicaDies() {
        Worker crashing = new Worker(LIFE);
        Worker one = new Worker(Integer.MAX_VALUE);
        Worker other = new Worker(Integer.MAX_VALUE);
        List.of(crashing, one, other).forEach(worker -> start(worker::run));
        await("the death of a replica").atMost(Duration.ofMinutes(1)).until(() -> !crashing.dying.isEmpty());
        await("all but its own tenants").atMost(Duration.ofMinutes(2)).until(() -> left() == crashing.dying.size());

        // its successor looks for dead executions when it starts
        pools.getFirst().close();
        database.execute("update scheduled_tasks set last_heartbeat = now() - interval '5 min' where picked");
        start(new Worker(Integer.MAX_VALUE)::run);
        await("its own tenants").atMost(Duration.ofMinutes(1)).until(() -> left() == 0);

        assertThat(twiceAtOnce).isEmpty();
        assertThat(runs).hasSize(TENANTS);
        assertThat(runs.values()).allMatch(times -> times.get() == 1);
        assertThat(crashing.dying)
                .as("slices in which it died: as many as it has workers at most")
                .hasSizeBetween(1, ManyTenants.WORKERS);
        assertThat(List.of(crashing, one, other))
                .as("all had their part, and kept to their number of workers")
                .allSatisfy(worker -> {
                    assertThat(worker.done.get()).isGreaterThan(TENANTS / 20);
                    assertThat(worker.most.get()).isBetween(1, ManyTenants.WORKERS);
                });
    }

    @Test
    @Tag("nightly")
    void dueAndRequestedTenantsGoBeforeThousandsOfBacklogs() {
        Map<TenantId, Queue<Integer>> turns = new ConcurrentHashMap<>();
        AtomicInteger begun = new AtomicInteger();
        DueTenants replica = start(tenant -> {
            turns.computeIfAbsent(tenant, _ -> new ConcurrentLinkedQueue<>()).add(begun.incrementAndGet());
            return Optional.of(Turn.yielding(Instant.now()));
        });
        await("the first turn of all").atMost(Duration.ofMinutes(1)).until(() -> turns.size() == TENANTS);

        TenantId merelyNew = new TenantId("merely-new");
        TenantId small = new TenantId("small");
        int before = begun.get();
        replica.add(merelyNew);
        replica.add(small);
        replica.makeDue(Set.of(small));
        assertThat(firstAfter(before, turns, small) - before).isLessThan(SOON);
        assertThat(firstAfter(before, turns, merelyNew) - before)
                .as("behind those who have waited longer")
                .isGreaterThan(TENANTS / 2);

        await("a whole round of all").atMost(Duration.ofMinutes(1)).until(() -> begun.get() > before + 2 * TENANTS);
        int present = begun.get();
        replica.makeDue(Set.of(small));
        assertThat(firstAfter(present, turns, small) - present).isLessThan(SOON);
    }

    private static int firstAfter(int moment, Map<TenantId, Queue<Integer>> turns, TenantId tenant) {
        return await("its turn")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> turns.getOrDefault(tenant, new ConcurrentLinkedQueue<>()).stream()
                                .filter(turn -> turn > moment)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void aDrainedReplicaHasStopped() {
        AtomicInteger begun = new AtomicInteger();
        DueTenants replica = start(_ -> {
            begun.incrementAndGet();
            return Optional.of(Turn.at(Instant.now().plus(Duration.ofHours(1))));
        });
        await("its first slices").atMost(Duration.ofMinutes(1)).until(() -> begun.get() > ManyTenants.WORKERS);

        replica.drain();

        long left = left();
        assertThat(begun.get() + left).isEqualTo(TENANTS);
        await("more than a poll").during(Duration.ofSeconds(2)).until(() -> left() == left);
    }

    /** Counts slices; after {@code life} of them they never end, as if the process were gone. */
    private final class Worker {
        private final int life;
        private final AtomicInteger begun = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final Set<TenantId> dying = ConcurrentHashMap.newKeySet();

        private Worker(int life) {
            this.life = life;
        }

        private Optional<Turn> run(TenantId tenant) {
            if (begun.incrementAndGet() > life) {
                dying.add(tenant);
                awaitTheEnd();
                return Optional.empty();
            }
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            if (!running.add(tenant)) {
                twiceAtOnce.add(tenant);
            }
            runs.computeIfAbsent(tenant, _ -> new AtomicInteger()).incrementAndGet();
            done.incrementAndGet();
            running.remove(tenant);
            atOnce.decrementAndGet();
            return Optional.of(Turn.at(Instant.now().plus(Duration.ofHours(1))));
        }
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DueTenants start(Function<TenantId, Optional<Turn>> run) {
        AgroalDataSource pool = ManyTenants.pool(database);
        pools.add(pool);
        DueTenants replica = new DueTenants(pool, new ManyTenants.Defaults(), Clock.systemUTC(), new Replica());
        replicas.add(replica);
        replica.start(run, _ -> true, _ -> {});
        return replica;
    }

    private long left() {
        return database.count("select count(*) from scheduled_tasks where picked or execution_time <= now()");
    }
}
