package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.rocketmat.replica.Replica;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.sync.run.SyncConfig;
import com.rocketmat.tenant.TenantWake;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.state.TenantOrphaned;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.vault.VaultContact;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DueTenantsQuarkusTest {

    SandboxDatabase database;

    @Inject
    DueTenants due;

    @Inject
    NextDue nextDue;

    @Inject
    Event<TenantChange> changes;

    @Inject
    Event<TenantWake> wakes;

    @Inject
    DataSource dataSource;

    @Inject
    NextRunPlanner planner;

    @Inject
    RunRequests requests;

    @Inject
    TenantStates states;

    @Inject
    SyncConfig config;

    @Inject
    VaultContact vault;

    @Inject
    Clock clock;

    private final TenantId tenant = new TenantId("due-" + UUID.randomUUID());

    @AfterEach
    void goOn() {
        late(false);
        due.setPaused(false);
    }

    /** The first reading of Vault stops every tenant without a secret, such as this test's. */
    @BeforeEach
    void waitForTheFirstReadingOfVault() {
        await().atMost(Duration.ofMinutes(1)).until(vault::everLoaded);
    }

    @Test
    void aTenantIsDueAtOnceWhenItIsAdded() {
        due.add(tenant);
        assertThat(next()).containsOnlyKeys(tenant);
    }

    @Test
    void addingATenantAgainChangesNothing() {
        due.add(tenant);
        postponeByAnHour(tenant);
        due.add(tenant);
        due.add(tenant);
        assertThat(next().get(tenant)).isAfter(inFiftyMinutes());
    }

    /** Its secret may be deleted and written again while a running slice postpones it; that must not remove its entry. */
    @Test
    void aTenantThatReturnsIsDueAtOnce() {
        states.usable(tenant, Mode.LIVE, false, 1);
        due.add(tenant);
        postponeByAnHour(tenant);

        changes.fire(new TenantChange.Changed(tenant));

        assertThat(next().get(tenant)).isBefore(inAMinute());
    }

    @Test
    void aStartingReplicaKeepsTheSchedule() {
        due.add(tenant);
        postponeByAnHour(tenant);

        changes.fire(new TenantChange.Started(tenant, false));

        assertThat(next().get(tenant)).isAfter(inFiftyMinutes());
    }

    /** Its first model may be uploaded before its secret is written. */
    @Test
    void aNewTenantIsDueAtOnceDespiteAnOlderEntry() {
        states.usable(tenant, Mode.LIVE, false, 7);
        due.add(tenant);
        postponeByAnHour(tenant);
        rankAs(Priority.MEDIUM);

        changes.fire(new TenantChange.Started(tenant, true));

        assertThat(next().get(tenant)).isBefore(inAMinute());
    }

    @Test
    void aTenantIsWokenAfterTheCommit() {
        due.add(tenant);
        postponeByAnHour(tenant);
        rankAs(Priority.MEDIUM);

        QuarkusTransaction.requiringNew().run(() -> {
            wakes.fire(new TenantWake(tenant));
            assertThat(next().get(tenant)).isAfter(inFiftyMinutes());
        });

        assertThat(next().get(tenant)).isBefore(inAMinute());
    }

    @Test
    void aTenantThatWaitsForCallsIsNotWoken() {
        due.add(tenant);
        postponeByAnHour(tenant);
        rankAs(Priority.LOW);

        wakes.fire(new TenantWake(tenant));

        assertThat(next().get(tenant)).isAfter(inFiftyMinutes());
    }

    /** A purge may lock it for minutes, and other tenants would wait for the thread. */
    @Test
    void aLockedEntryIsSkipped() throws SQLException {
        TenantId other = new TenantId("due-" + UUID.randomUUID());
        due.add(other);
        postponeByAnHour(other);
        due.add(tenant);
        postponeByAnHour(tenant);
        rankAs(Priority.MEDIUM);
        try (Connection connection = dataSource.getConnection();
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("SELECT FROM scheduled_tasks WHERE task_instance = '%s' FOR UPDATE".formatted(tenant));
            Instant began = Instant.now();

            due.makeDueUnlessWaiting(Set.of(tenant));
            due.makeDue(Set.of(tenant, other));

            Map<TenantId, Instant> next = nextDue.nextDue(List.of(tenant, other));
            assertThat(next.get(other)).isBefore(inAMinute());
            assertThat(next.get(tenant)).isAfter(inFiftyMinutes());
            assertThat(began).isAfter(Instant.now().minus(Duration.ofSeconds(5)));
            connection.rollback();
        }
        due.makeDueUnlessWaiting(Set.of(tenant));
        assertThat(next().get(tenant)).isBefore(inAMinute());
    }

    /** As at the end of a blocked slice. */
    private void postponeByAnHour(TenantId which) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> database.execute(
                                "UPDATE scheduled_tasks SET execution_time = now() + interval '1 hour' WHERE task_instance = '%s' AND NOT picked"
                                        .formatted(which))
                        == 1);
    }

    private Instant inAMinute() {
        return clock.instant().plus(Duration.ofMinutes(1));
    }

    private Instant inFiftyMinutes() {
        return clock.instant().plus(Duration.ofMinutes(50));
    }

    private void rankAs(int priority) {
        database.execute(
                "UPDATE scheduled_tasks SET priority = %d WHERE task_instance = '%s'".formatted(priority, tenant));
    }

    /** While many others are due, each replica asks every few seconds. */
    @Test
    void aTenantRequestedTwiceKeepsItsPlace() {
        due.add(tenant);
        // again, if the schedule goes on in between
        await().untilAsserted(() -> {
            due.setPaused(true);
            rankAs(Priority.MEDIUM);
            due.makeDue(Set.of(tenant));
            List<String> place = entry("execution_time");

            due.makeDue(Set.of(tenant));

            assertThat(entry("execution_time")).isEqualTo(place);
        });
    }

    @ParameterizedTest
    @CsvSource({"false, " + Priority.MEDIUM, "true, " + Priority.LOW})
    void aRequestedBacklogGoesBeforeOthersUnlessItRuns(boolean runs, String rank) {
        due.add(tenant);
        await().untilAsserted(() -> {
            due.setPaused(true);
            rankAs(Priority.LOW);
            late(runs);

            due.makeDue(Set.of(tenant));

            assertThat(entry("priority")).containsExactly(rank);
        });
    }

    private void late(boolean runs) {
        database.execute(
                "UPDATE scheduled_tasks SET picked = %s, execution_time = now() - interval '1 minute' WHERE task_instance = '%s'"
                        .formatted(runs, tenant));
    }

    @Test
    void aTenantWithoutSettingsIsPostponedByOneRefresh() {
        states.usable(tenant, Mode.LIVE, false, 7);
        due.add(tenant);
        await().atMost(Duration.ofMinutes(1)).until(() -> next().get(tenant).isAfter(clock.instant()));
        assertThat(next().get(tenant)).isBefore(inAMinute());

        postponeByAnHour(tenant);
        due.makeDue(Set.of(tenant));
        assertThat(next().get(tenant)).isBefore(inAMinute());
    }

    /** This one may read the tenant's secret minutes later. */
    @Test
    void aTenantThatOnlyAnotherReplicaHasReadIsLeftToItAtOnce() {
        states.usable(tenant, Mode.LIVE, false, 1);
        assertYieldsAtOnce();
        requests.request(tenant, RunRequests.NEW_TENANT);
        assertYieldsAtOnce();
    }

    private void assertYieldsAtOnce() {
        assertThat(planner.run(tenant, () -> false)).get().satisfies(turn -> {
            assertThat(turn.yields()).isTrue();
            assertThat(turn.due()).isBefore(Instant.now().plusSeconds(10));
        });
    }

    @Test
    void aStoppedTenantIsCheckedHourly() {
        assertThat(planner.run(tenant, () -> false))
                .get()
                .satisfies(turn -> assertThat(turn.due()).isAfter(inFiftyMinutes()));
    }

    @Test
    void aRemovedTenantIsNotDueAndMayBeRemovedTwice() {
        due.add(tenant);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            due.remove(tenant);
            return next().isEmpty();
        });
        due.remove(tenant);
        due.makeDue(Set.of(tenant));
        assertThat(next()).isEmpty();
    }

    @Test
    void aTenantWhoseSliceOutlivesTheDrainIsOrphaned() {
        Set<TenantId> orphaned = ConcurrentHashMap.newKeySet();
        drainWhileStuck(
                Set.of(tenant),
                stuck -> {
                    // while no other replica can have it
                    if (stuck.dead()
                            && stuck.tenant().equals(tenant)
                            && entry("picked").equals(List.of("t"))) {
                        orphaned.add(stuck.tenant());
                    }
                },
                () -> {
                    assertThat(orphaned).containsExactly(tenant);
                    assertThat(entry("coalesce(picked_by, '') LIKE '%-x7k2p-%'"))
                            .as("claimed by it")
                            .containsExactly("f");
                });
    }

    /** The replica that takes it over reports it then. */
    @Test
    void aTenantWhoseSliceCannotBeReportedStaysClaimed() {
        drainWhileStuck(
                Set.of(tenant),
                _ -> {
                    throw new IllegalStateException("no connection");
                },
                () -> assertThat(entry("picked_by LIKE '%-x7k2p-%'")).containsExactly("t"));
    }

    /** One that is reported and stays claimed would be reported dead again by the replica that takes it over. */
    @Test
    void onlyTheTenantsThatWereReportedAreReleased() {
        TenantId other = new TenantId(tenant + "-other");
        Set<TenantId> both = Set.of(tenant, other);
        List<TenantId> tried = new CopyOnWriteArrayList<>();
        drainWhileStuck(
                both,
                stuck -> {
                    if (both.contains(stuck.tenant())) {
                        tried.add(stuck.tenant());
                        if (tried.size() > 1) {
                            throw new IllegalStateException("no connection");
                        }
                    }
                },
                () -> {
                    assertThat(tried).containsExactlyInAnyOrder(tenant, other);
                    assertThat(database.column(
                                    "SELECT task_instance FROM scheduled_tasks WHERE picked_by LIKE '%%-x7k2p-%%' AND task_instance LIKE '%s%%'"
                                            .formatted(tenant)))
                            .containsExactly(tried.getLast().value());
                });
    }

    private void drainWhileStuck(Set<TenantId> stuck, Consumer<TenantOrphaned> orphaned, Runnable then) {
        DueTenants replica =
                new DueTenants(dataSource, config, clock, new Replica("rocketmat-greenhouse-trainer-5d8f7c9b6d-x7k2p"));
        CountDownLatch began = new CountDownLatch(stuck.size());
        CountDownLatch over = new CountDownLatch(1);
        stuck.forEach(due::add);
        replica.start(
                each -> {
                    if (stuck.contains(each)) {
                        began.countDown();
                        hold(over);
                    }
                    return Optional.of(Turn.at(clock.instant()));
                },
                _ -> true,
                orphaned);
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                due.makeDue(stuck);
                return began.getCount() == 0;
            });
            replica.stop(Duration.ofSeconds(1));
            replica.drain();

            then.run();
        } finally {
            over.countDown();
        }
    }

    /** The other may run the tenant by then, and a second death would count against its model. */
    @Test
    void aLostSliceIsReportedByTheReplicaThatTakesItOver() {
        due.add(tenant);
        // the service takes it for alive
        Instant heartbeat = clock.instant().plus(Duration.ofMinutes(4)).truncatedTo(ChronoUnit.MILLIS);
        await().until(() -> database.execute(
                        "UPDATE scheduled_tasks SET picked = true, picked_by = 'lost', last_heartbeat = '%s', version = 2 WHERE task_instance = '%s' AND NOT picked"
                                .formatted(heartbeat, tenant))
                == 1);
        ExecutionComplete lost = ExecutionComplete.failure(
                // its version is 2
                new Execution(Instant.EPOCH, new TaskInstance<>(DueTenants.TASK, tenant.value()))
                        .updateToPicked("lost", heartbeat),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
        List<List<String>> reported = new ArrayList<>();
        DeadExecutionHandler<Void> handler = due.task(
                        _ -> Optional.empty(), "lost"::equals, _ -> reported.add(entry("picked_by")))
                .getDeadExecutionHandler();

        handler.deadExecution(lost, null);
        handler.deadExecution(lost, null);

        assertThat(reported).as("before another can run it").containsExactly(List.of("lost"));
        assertThat(entry("picked_by = 'lost' AND picked")).isNotEqualTo(List.of("t"));
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> entry(String column) {
        return database.column("SELECT %s FROM scheduled_tasks WHERE task_instance = '%s'".formatted(column, tenant));
    }

    private Map<TenantId, Instant> next() {
        return nextDue.nextDue(List.of(tenant));
    }
}
