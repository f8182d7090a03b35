package com.rocketmat.sync.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sync.run.WantedApplications.Wanted;
import com.rocketmat.tenant.scope.ApplicationsWanted;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class WantedApplicationsQuarkusTest {

    SandboxDatabase database;

    @Inject
    WantedApplications wanted;

    @Inject
    Positions positions;

    @Inject
    Event<Object> events;

    @Inject
    TenantUnit unit;

    private final TenantId tenant = new TenantId("wanted-" + UUID.randomUUID());
    private final TenantId other = new TenantId("wanted-" + UUID.randomUUID());

    @Test
    void thoseThatHaveWaitedLongestAreNextAndEachIsThereOnce() {
        wanted.want(tenant, List.of(30L), Map.of());
        wanted.want(tenant, List.of(20L, 10L, 20L), Map.of());
        wanted.want(other, List.of(40L), Map.of());

        assertThat(ids(wanted.next(tenant, 2))).containsExactly(30L, 10L);
        assertThat(ids(wanted.next(tenant, 50))).containsExactly(30L, 10L, 20L);
        assertThat(ids(wanted.next(other, 50))).containsExactly(40L);
    }

    @Test
    void whatIsDoneIsNotReadAgainUnlessItWasWantedAgainMeanwhile() {
        wanted.want(tenant, List.of(1L, 2L), Map.of());
        List<Wanted> read = wanted.next(tenant, 50);

        wanted.want(tenant, List.of(2L), Map.of());
        inTransaction(() -> wanted.done(tenant, read));

        assertThat(ids(wanted.next(tenant, 50))).containsExactly(2L);
        assertThat(wanted.next(tenant, 50)).doesNotContainAnyElementsOf(read);
    }

    /** A transaction by its class would be one of its own. */
    @Test
    void whatBelongsToTheCallersTransactionIsRefusedWithoutOne() {
        assertThatThrownBy(() -> wanted.done(tenant, List.of())).isInstanceOf(TransactionalException.class);
    }

    @Test
    void tenantsAreToldApartByWhatTheyWaitFor() {
        wanted.want(tenant, List.of(1L, 2L), Map.of());
        assertThat(wanted.wantedLately()).containsOnlyOnce(tenant).doesNotContain(other);
        change("wanted_at = now() - interval '9 minutes'");
        assertThat(wanted.wantedLately()).as("no replica has asked so far").contains(tenant);
        change("wanted_at = now() - interval '11 minutes'");
        assertThat(wanted.wantedLately()).as("a slice has passed").doesNotContain(tenant);
        change("wanted_at = now() + interval '2 minutes'");
        assertThat(wanted.wantedLately()).as("postponed").doesNotContain(tenant);
        change("wanted_at = now()");
        wanted.want(other, List.of(1L), Map.of());
        assertThat(wanted.wantedLately()).contains(tenant, other);
        database.administer(
                "INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', 'PAUSED', now())".formatted(other));
        assertThat(wanted.wantedLately()).as("paused").contains(tenant).doesNotContain(other);

        inTransaction(() -> wanted.done(tenant, wanted.next(tenant, 50)));
        assertThat(wanted.wantedLately()).doesNotContain(tenant);
    }

    @Test
    void nothingIsKeptOfWhatIsErased() {
        inTransaction(() -> events.fire(new ApplicationsWanted(tenant, Set.of(1L, 2L, 3L, 4L, 5L))));
        wanted.want(tenant, List.of(7L), Map.of(7L, 69L));
        inTransaction(() -> events.fire(new CandidateMerged(tenant, 69, 70)));
        PersonErased candidate = new PersonErased(tenant, Optional.of(70L), Set.of(1L, 2L, 6L), false);
        PersonErased application = new PersonErased(tenant, Optional.empty(), Set.of(3L), false);

        inTransaction(() -> events.fire(candidate));
        inTransaction(() -> events.fire(application));

        assertThat(candidate.rows()).hasValue(3);
        assertThat(application.rows()).hasValue(1);
        assertThat(ids(wanted.next(tenant, 50))).containsExactly(4L, 5L);
    }

    /** As they are wanted: two that lock the same ones in different orders end each other. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void thoseThatWereReadAreLockedInTheOrderOfTheirIdsThoughSomeArePostponed(long from) throws SQLException {
        wanted.want(tenant, List.of(2L), Map.of());
        wanted.want(tenant, List.of(1L), Map.of());
        List<Wanted> read = wanted.next(tenant, 50);
        CompletableFuture<Void> settled;
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String lock =
                    "SELECT FROM wanted_application WHERE tenant_id = '%s' AND application_id = ".formatted(tenant);
            statement.execute(lock + "1 FOR UPDATE");
            settled = CompletableFuture.runAsync(() -> inTransaction(() -> {
                wanted.postpone(tenant, read, id -> id > from);
                wanted.done(
                        tenant,
                        read.stream().filter(one -> one.applicationId() <= from).toList());
            }));
            await().until(() -> database.count("SELECT count(*) FROM pg_stat_activity"
                            + " WHERE wait_event_type = 'Lock' AND query LIKE '%wanted_application%'")
                    == 1);

            statement.execute(lock + "2 FOR UPDATE NOWAIT");
        }
        settled.join();
        assertThat(wanted.next(tenant, 50)).isEmpty();
    }

    @Test
    void whatKeepsFailingIsTriedOnceADay() throws SQLException {
        wanted.want(tenant, List.of(1L), Map.of());
        for (int tries = 1; tries <= 20; tries++) {
            List<Wanted> read = wanted.next(tenant, 50);
            assertThat(ids(read)).containsExactly(1L);
            inTransaction(() -> wanted.postpone(tenant, read, _ -> true));
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                assertThat(statement.executeUpdate(
                                "UPDATE wanted_application SET wanted_at = now() WHERE tenant_id = '%s' AND wanted_at BETWEEN now() AND now() + interval '1 day'"
                                        .formatted(tenant)))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void whoIsWantedAgainIsReadAtOnceWithShortPausesAndIsTheSameCandidates() {
        wanted.want(tenant, List.of(1L), Map.of());
        wanted.want(tenant, List.of(1L), Map.of(1L, 70L));
        change("tries = 9");
        List<Wanted> before = wanted.next(tenant, 50);
        inTransaction(() -> wanted.postpone(tenant, before, _ -> true));
        assertThat(waiting("wanted_at > now() + interval '1 hour'")).isOne();
        assertThat(positions.position(tenant).idsWait())
                .as("holds up what comes after named ones")
                .isFalse();

        wanted.want(tenant, List.of(1L), Map.of());
        assertThat(positions.position(tenant).idsWait()).isTrue();
        inTransaction(() -> wanted.postpone(tenant, before, _ -> true));

        List<Wanted> read = wanted.next(tenant, 50);
        assertThat(ids(read)).containsExactly(1L);
        inTransaction(() -> wanted.postpone(tenant, read, _ -> true));
        assertThat(waiting("candidate_id = 70 AND wanted_at < now() + interval '15 seconds'"))
                .isOne();
    }

    /** No pause is longer than a day. */
    @Test
    void whatWasWantedWhileTheClockWasAheadIsReadAtOnce() {
        wanted.want(tenant, List.of(1L), Map.of());
        change("wanted_at = now() + interval '2 days'");

        assertThat(ids(wanted.next(tenant, 50))).containsExactly(1L);
        assertThat(positions.position(tenant).idsWait()).isTrue();
    }

    private void change(String to) {
        database.administer("UPDATE wanted_application SET %s WHERE tenant_id = '%s'".formatted(to, tenant));
    }

    private long waiting(String condition) {
        return database.count(
                "SELECT count(*) FROM wanted_application WHERE %s AND tenant_id = '%s'".formatted(condition, tenant));
    }

    private static List<Long> ids(List<Wanted> wanted) {
        return wanted.stream().map(Wanted::applicationId).toList();
    }

    private void inTransaction(Runnable work) {
        unit.run(tenant, work);
    }
}
