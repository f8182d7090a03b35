package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.task.Priority;
import com.rocketmat.replica.Replica;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.sync.run.SyncConfig;
import com.rocketmat.tenant.TenantWake;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantChange;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
        due.hold(false);
    }

    /** The first reading of Vault stops every tenant that has no secret, as this test's have none. */
    @BeforeEach
    void waitForTheFirstReadingOfVault() {
        await().atMost(Duration.ofMinutes(1)).until(vault::everMade);
    }

    @Test
    void aTenantIsDueAtOnceWhenItIsAdded() {
        due.add(tenant);
        assertThat(next()).containsOnlyKeys(tenant);
    }

    @Test
    void addingATenantAgainChangesNothing() {
        due.add(tenant);
        putOffByAnHour(tenant);
        due.add(tenant);
        due.add(tenant);
        // this replica may have been about to run it, which puts it off by an hour too
        assertThat(next().get(tenant))
                .isBetween(
                        clock.instant().plus(Duration.ofMinutes(50)),
                        clock.instant().plus(Duration.ofMinutes(70)));
    }

    /** Its secret may go, and come back, while a running slice postpones it: its entry must not be removed then. */
    @Test
    void aTenantThatIsBackWaitsForNothingThatItsLastSliceSaid() {
        runsElsewhere();
        due.add(tenant);
        putOffByAnHour(tenant);

        changes.fire(new TenantChange.Changed(tenant));

        assertThat(next().get(tenant)).isBefore(clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void aReplicaThatStartsLeavesTheScheduleAsItIs() {
        due.add(tenant);
        putOffByAnHour(tenant);

        changes.fire(new TenantChange.Started(tenant, false));

        assertThat(next().get(tenant)).isAfter(clock.instant().plus(Duration.ofMinutes(50)));
    }

    /** As if its first model came before its secret. */
    @Test
    void aNewTenantIsDueAtOnceThoughItsEntryIsOlder() {
        states.usable(tenant, Mode.LIVE, false, 7);
        due.add(tenant);
        putOffByAnHour(tenant);
        rankAs(Priority.MEDIUM);

        changes.fire(new TenantChange.Started(tenant, true));

        assertThat(next().get(tenant)).isBefore(clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void aTenantIsWokenOnceWhatItIsWokenForIsCommitted() {
        due.add(tenant);
        putOffByAnHour(tenant);
        rankAs(Priority.MEDIUM);

        QuarkusTransaction.requiringNew().run(() -> {
            wakes.fire(new TenantWake(tenant));
            assertThat(next().get(tenant)).isAfter(clock.instant().plus(Duration.ofMinutes(50)));
        });

        assertThat(next().get(tenant)).isBefore(clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void aTenantThatWaitsForCallsGoesOnWaitingWhenItIsWoken() {
        due.add(tenant);
        putOffByAnHour(tenant);
        rankAs(Priority.LOW);

        wakes.fire(new TenantWake(tenant));

        assertThat(next().get(tenant)).isAfter(clock.instant().plus(Duration.ofMinutes(50)));
    }

    /** As by a purge, which may take minutes: other tenants would wait for the thread. */
    @Test
    void aTenantWhoseEntryIsHeldIsNotWaitedFor() throws SQLException {
        TenantId other = new TenantId("due-" + UUID.randomUUID());
        due.add(other);
        putOffByAnHour(other);
        due.add(tenant);
        putOffByAnHour(tenant);
        rankAs(Priority.MEDIUM);
        try (Connection connection = dataSource.getConnection();
                Statement lock = connection.createStatement()) {
            connection.setAutoCommit(false);
            lock.execute("SELECT FROM scheduled_tasks WHERE task_instance = '%s' FOR UPDATE".formatted(tenant));
            Instant began = Instant.now();

            due.wake(Set.of(tenant));
            due.makeDue(Set.of(tenant, other));

            Map<TenantId, Instant> next = nextDue.nextDue(List.of(tenant, other));
            assertThat(next.get(other)).isBefore(clock.instant().plus(Duration.ofMinutes(1)));
            assertThat(next.get(tenant)).isAfter(clock.instant().plus(Duration.ofMinutes(50)));
            assertThat(began).isAfter(Instant.now().minus(Duration.ofSeconds(5)));
            connection.rollback();
        }
        due.wake(Set.of(tenant));
        assertThat(next().get(tenant)).isBefore(clock.instant().plus(Duration.ofMinutes(1)));
    }

    /** As at the end of a blocked slice. */
    private void putOffByAnHour(TenantId which) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> database.execute(
                                "UPDATE scheduled_tasks SET execution_time = now() + interval '1 hour' WHERE task_instance = '%s' AND NOT picked"
                                        .formatted(which))
                        == 1);
    }

    private void rankAs(int priority) {
        database.execute(
                "UPDATE scheduled_tasks SET priority = %d WHERE task_instance = '%s'".formatted(priority, tenant));
    }

    /** As while many others are due: each replica asks every few seconds. */
    @Test
    void aTenantThatIsAskedForAgainKeepsItsPlace() {
        due.add(tenant);
        // again, if the schedule goes on in between
        await().untilAsserted(() -> {
            due.hold(true);
            rankAs(Priority.MEDIUM);
            due.makeDue(Set.of(tenant));
            List<String> place = place();

            due.makeDue(Set.of(tenant));

            assertThat(place()).isEqualTo(place);
        });
    }

    @ParameterizedTest
    @CsvSource({"false, " + Priority.MEDIUM, "true, " + Priority.LOW})
    void aBacklogThatIsAskedForGoesBeforeTheOthersUnlessItRuns(boolean runs, String rank) {
        due.add(tenant);
        await().untilAsserted(() -> {
            due.hold(true);
            rankAs(Priority.LOW);
            late(runs);

            due.makeDue(Set.of(tenant));

            assertThat(database.column(
                            "SELECT priority FROM scheduled_tasks WHERE task_instance = '%s'".formatted(tenant)))
                    .containsExactly(rank);
        });
    }

    private void late(boolean runs) {
        database.execute(
                "UPDATE scheduled_tasks SET picked = %s, execution_time = now() - interval '1 minute' WHERE task_instance = '%s'"
                        .formatted(runs, tenant));
    }

    @Test
    void aTenantWithoutSettingsHereIsPutOffByOneRefresh() {
        states.usable(tenant, Mode.LIVE, false, 7);
        due.add(tenant);
        await().atMost(Duration.ofMinutes(1)).until(() -> next().get(tenant).isAfter(clock.instant()));
        assertThat(next().get(tenant)).isBefore(clock.instant().plus(Duration.ofMinutes(1)));

        putOffByAnHour(tenant);
        due.makeDue(Set.of(tenant));
        assertThat(next().get(tenant)).isBefore(clock.instant().plus(Duration.ofMinutes(1)));
    }

    @Test
    void oneWhoseFirstRunIsAnotherReplicasToBeginKeepsItsPlaceAmongTheBacklogs() {
        runsElsewhere();
        assertThat(planner.run(tenant, () -> false)).get().returns(false, Turn::yields);
        requests.request(tenant, RunRequests.NEW_TENANT);
        assertThat(planner.run(tenant, () -> false)).get().returns(true, Turn::yields);
    }

    private void runsElsewhere() {
        states.usable(tenant, Mode.LIVE, false, 1);
    }

    @Test
    void oneThatWasStoppedDuringItsSliceIsLookedAfterHourly() {
        assertThat(planner.run(tenant, () -> false))
                .get()
                .satisfies(
                        turn -> assertThat(turn.due()).isAfter(clock.instant().plus(Duration.ofMinutes(50))));
    }

    @Test
    void aRemovedTenantIsDueNoMoreAndRemovingTwiceIsNoFault() {
        due.add(tenant);
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            due.remove(tenant);
            return next().isEmpty();
        });
        due.remove(tenant);
        due.makeDue(Set.of(tenant));
        assertThat(next()).isEmpty();
    }

    /** Of what it has just written nothing is known but here. */
    @Test
    void theTenantOfASliceThatOutlivesTheDrainIsOrphaned() {
        DueTenants replica = new DueTenants(dataSource, config, clock, new Replica());
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Set<TenantId> orphaned = ConcurrentHashMap.newKeySet();
        String held = "SELECT count(*) FROM scheduled_tasks WHERE task_instance = '%s' AND picked".formatted(tenant);
        due.add(tenant);
        replica.start(new DueTenants.Runner() {
            @Override
            public Optional<Turn> run(TenantId other) {
                if (other.equals(tenant)) {
                    began.countDown();
                    hold(over);
                }
                return Optional.of(Turn.at(clock.instant()));
            }

            @Override
            public void orphaned(TenantId stuck, boolean dead) {
                // while no other replica can have it
                if (dead && stuck.equals(tenant) && database.count(held) == 1) {
                    orphaned.add(stuck);
                }
            }
        });
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                due.makeDue(Set.of(tenant));
                return began.getCount() == 0;
            });
            replica.stop(Duration.ofSeconds(1));
            replica.drain();

            assertThat(orphaned).containsExactly(tenant);
        } finally {
            over.countDown();
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By PostgreSQL's clock. */
    private List<String> place() {
        return database.column(
                "SELECT execution_time FROM scheduled_tasks WHERE task_instance = '%s'".formatted(tenant));
    }

    private Map<TenantId, Instant> next() {
        return nextDue.nextDue(List.of(tenant));
    }
}
