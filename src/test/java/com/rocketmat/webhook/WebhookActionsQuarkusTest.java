package com.rocketmat.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.ops.Guarded;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.LogTap.Line;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.webhook.WebhookQueue.Waiting;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The effect of each action. The tenant is paused, so its requested applications stay in the table. */
@QuarkusTest
@TestProfile(Guarded.class)
class WebhookActionsQuarkusTest {

    private static final String TENANT = "acted-on";
    private static final String SECRET = "the-key-of-the-actions";
    private static final long ADA = 6_900_112_001L;
    private static final long BEA = 6_900_112_002L;
    private static final long FIRST = 7_120_034_001L;
    private static final long SECOND = 7_120_034_002L;
    private static final long CAL = 6_900_112_003L;
    private static final long UNSEEN = 7_120_034_003L;
    private static final String LATER = "now() + interval '10 minutes'";

    SandboxDatabase database;
    SandboxVault vault;

    @Inject
    ReferenceData references;

    @Inject
    WebhookActions actions;

    @Inject
    WebhookInbox inbox;

    @Inject
    WebhookWork work;

    @Inject
    WebhookQueue queue;

    @Inject
    TenantUnit unit;

    @Inject
    Sql sql;

    @BeforeEach
    void aTenantWithScores() {
        deleteRows();
        WrittenSecret.put(
                vault,
                TENANT,
                Map.of(
                        "harvest_client_id",
                        "acted-on-1",
                        "harvest_client_secret",
                        "not-known",
                        "mode",
                        "paused",
                        "opt_out_field",
                        "no_scores",
                        "webhook_secret",
                        SECRET));
        await().atMost(Duration.ofMinutes(1)).until(() -> post("known", "{}") == 200);
        score(FIRST, ADA);
        score(SECOND, ADA);
    }

    @AfterEach
    void deleteRows() {
        for (String table : new String[] {
            "score", "webhook_event", "webhook_count", "wanted_application", "erased_candidate", "objection"
        }) {
            database.administer("DELETE FROM " + table);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new_candidate_application",
                "unreject_candidate",
                "candidate_stage_change",
                "application_updated"
            })
    void anApplicationIsRequestedAndItsIdIsForgotten(String action) {
        send(application(action, SECOND, BEA, "null"));

        until(() -> done() == 1);
        assertThat(wanted(SECOND)).isOne();
        assertThat(idsKept()).isZero();
        assertThat(scores()).isEqualTo(2);
    }

    @Test
    void aScoredApplicationIsReadIfItsCandidateObjects() {
        send(application("application_updated", SECOND, BEA, "41},\"no_scores\":{\"type\":\"boolean\",\"value\":true"));

        until(() -> wanted(SECOND) == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"delete_candidate\",\"payload\":{\"person\":{\"id\":%d,\"deleted_application_ids\":[]}}}",
                "{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":%d,\"anonymized_fields\":[\"source\"]}}"
            })
    void onlyADigestRemainsOfADeletedOrAnonymisedCandidate(String event) {
        send(event.formatted(ADA));

        until(() -> scores() == 0);
        assertThat(idsKept()).isZero();
        assertThat(database.count("SELECT count(*) FROM erased_candidate")).isOne();
        until(() -> done() == 1);

        send(application("new_candidate_application", FIRST, ADA, "null"));
        assertThat(idsKept())
                .as("of the later event only its event id is stored")
                .isZero();
        assertThat(database.count("SELECT count(*) FROM webhook_event WHERE outcome = 'erased'"))
                .isEqualTo(2);
        assertThat(database.count("SELECT count(*) FROM wanted_application")).isZero();
    }

    @Test
    void waitingEventsOfAnErasedCandidateAreDropped() {
        event(TENANT, "of-ada", LATER, "new_candidate_application", "{%d}".formatted(FIRST), ADA);
        event(TENANT, "unnamed", LATER, "new_candidate_application", "{%d}".formatted(FIRST), null);
        event(TENANT, "of-bea", LATER, "new_candidate_application", "{1}", BEA);
        event(TENANT, "of-cal", LATER, "update_candidate", "{}", CAL);
        send(anonymise(ADA));

        until(() -> done() == 3);
        assertThat(database.column("SELECT event_id FROM webhook_event WHERE candidate_id IS NOT NULL ORDER BY 1"))
                .containsExactly("of-bea", "of-cal");
    }

    /** A recruiter moves a candidate to another job: the new application may be announced before the end of the old one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deletingTheOnlyScoredApplicationForgetsNoneThatWaitsToBeRead(boolean queued) {
        database.administer("DELETE FROM score WHERE application_id = " + SECOND);
        if (queued) {
            event(TENANT, "new", LATER, "new_candidate_application", "{%d}".formatted(UNSEEN), ADA);
        } else {
            send(application("new_candidate_application", UNSEEN, ADA, "null"));
            until(() -> wanted(UNSEEN) == 1);
        }

        send(deleted(FIRST));
        until(() -> scores() == 0);

        makeDue();
        until(() -> done() == 2);
        assertThat(wanted(UNSEEN)).isOne();
    }

    /** Most deletions: slices record for hours, and each call holds a thread that all tenants share. */
    @Test
    void aDeletionIsStoredBesideARecordingSlice() throws SQLException {
        // makes the key
        send(deleted(UNSEEN));
        try (Connection slice = database.dataSource().getConnection()) {
            lock(slice, "digest_key", new TenantId(TENANT), "FOR SHARE");

            assertThat(post("beside", deleted(FIRST))).isEqualTo(200);
            assertThat(events()).isEqualTo(2);
        }
    }

    /** Greenhouse refuses to empty the field of a score that a merge brought, so the customer deletes the application. */
    @Test
    void deletingAnApplicationOfAnErasedCandidateErasesItsScore() {
        asOperator()
                .delete("/api/tenants/%s/candidates/%d".formatted(TENANT, ADA))
                .then()
                .statusCode(204);
        score(FIRST, ADA);

        send(deleted(FIRST));

        assertThat(scores()).isZero();
        assertThat(events()).isEqualTo(done()).isOne();
        assertThat(idsKept()).isZero();
    }

    /** A slice that read the application before its deletion records a score afterwards. */
    @Test
    void anApplicationThatIsScoredAgainIsErasedAgain() {
        event(TENANT, "deleted", LATER, "delete_application", "{%d}".formatted(FIRST), null);
        database.administer("UPDATE webhook_event SET attempts = 1, due_at = now()");
        until(() -> scores() == 1);
        queue.postpone(new TenantId(TENANT), "deleted");
        assertThat(
                        database.count(
                                "SELECT count(*) FROM webhook_event WHERE done_at IS NULL AND attempts = 0 AND due_at > now() + interval '5 minutes'"))
                .as("it waits for its second time only, although another replica failed")
                .isOne();
        score(FIRST, ADA);

        makeDue();

        until(() -> done() == 1);
        assertThat(scores()).isOne();
        assertThat(idsKept()).isZero();
    }

    @Test
    void noEventKeepsTheIdOfAMergedCandidate() {
        event(TENANT, "of-cal", LATER, "new_candidate_application", "{1}", CAL);
        event(TENANT, "gone", LATER, "delete_application", "{2}", ADA);
        event(TENANT, "gone-twice", LATER, "delete_application", "{3}", ADA);
        database.administer("UPDATE webhook_event SET outcome = 'erased' WHERE event_id = 'gone-twice'");
        send(merge(ADA, BEA));

        assertThat(database.count("SELECT count(*) FROM score WHERE candidate_id = " + BEA))
                .isEqualTo(2);
        assertThat(database.column(
                        "SELECT candidate_id FROM webhook_event WHERE candidate_id IS NOT NULL ORDER BY candidate_id"))
                .as("the winner's and the other's")
                .containsExactly(String.valueOf(BEA), String.valueOf(BEA), String.valueOf(CAL));
        assertThat(done()).isEqualTo(1);
    }

    /** Only the request names its candidate: the application was never scored, and its event is done. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anErasureFindsARequestedApplicationThatWasNeverScored(boolean merged) {
        send(application("new_candidate_application", UNSEEN, CAL, "null"));
        until(() -> wanted(UNSEEN) == 1);
        if (merged) {
            send(merge(CAL, BEA));
        }
        String candidate = "/api/tenants/%s/candidates/%d".formatted(TENANT, merged ? BEA : CAL);
        asOperator().get(candidate).then().body("events.what", hasItem("application to be read"));

        asOperator().delete(candidate).then().statusCode(204);

        assertThat(wanted(UNSEEN)).isZero();
    }

    @Test
    void aWaitingErasureDoesNotMoveToTheWinnerOfAMerge() {
        event(TENANT, "anonymised", LATER, "candidate_anonymized", "{}", ADA);
        send(merge(ADA, BEA));

        makeDue();
        until(() -> done() == 2);

        assertThat(scores()).as("of the winner").isEqualTo(2);
        send(application("new_candidate_application", UNSEEN, BEA, "null"));
        until(() -> wanted(UNSEEN) == 1);
        send(application("new_candidate_application", UNSEEN + 1, ADA, "null"));
        assertThat(database.count("SELECT count(*) FROM webhook_event WHERE outcome = 'erased'"))
                .as("the anonymisation, and who was anonymised")
                .isEqualTo(2);
        assertThat(idsKept()).isZero();
    }

    @Test
    void anAnonymisationIsRememberedIfTheApplicationsAreDeletedFirst() {
        event(TENANT, "anonymised", LATER, "candidate_anonymized", "{}", ADA);
        send(deleted(FIRST));
        send(deleted(SECOND));
        until(() -> scores() == 0);

        makeDue();

        until(() -> done() == 3);
        assertThat(database.count("SELECT count(*) FROM erased_candidate")).isOne();
        assertThat(idsKept()).isZero();
    }

    /** An erasure by API ends when its objection is withdrawn; an anonymisation in Greenhouse does not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnonymisationMakesAnErasureByApiFinal(boolean waits) {
        String candidate = "/api/tenants/%s/candidates/%d".formatted(TENANT, ADA);
        if (waits) {
            event(TENANT, "anonymised", LATER, "candidate_anonymized", "{}", ADA);
        }
        asOperator().delete(candidate).then().statusCode(204);
        if (waits) {
            makeDue();
        } else {
            send(anonymise(ADA));
        }
        soon().until(() -> done() == 1);
        assertThat(idsKept()).isZero();

        asOperator().delete(candidate + "/objection");

        assertThat(database.column("SELECT source FROM erased_candidate")).containsExactly("GREENHOUSE");
    }

    private static RequestSpecification asOperator() {
        return given().auth().oauth2(Surroundings.OPERATOR);
    }

    private void event(Object tenant, String id, String due, String action, String applications, Long candidate) {
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, application_ids, candidate_id) VALUES ('%s', '%s', now(), %s, '%s', '%s', %s)"
                        .formatted(tenant, id, due, action, applications, candidate));
    }

    private void makeDue() {
        database.administer("UPDATE webhook_event SET due_at = now() WHERE done_at IS NULL");
    }

    @Test
    void orderAndRepetitionOfEventsDoNotMatter() {
        String gone =
                "{\"action\":\"delete_candidate\",\"payload\":{\"person\":{\"id\":%d,\"application_ids\":[%d,%d]}}}"
                        .formatted(ADA, FIRST, SECOND);
        send(gone);
        send(deleted(FIRST));
        send(gone);
        send(application("candidate_stage_change", SECOND, ADA, "null"));

        until(() -> done() == 4);
        assertThat(scores()).isZero();
        assertThat(idsKept()).isZero();
    }

    @Test
    void aWaitingSecondErasureDoesNotKeepTheIdOfAnErasedCandidate() {
        send(deleted(FIRST));
        until(() -> database.count("SELECT count(*) FROM webhook_event WHERE outcome = 'erased'") == 1);
        assertThat(idsKept()).isOne();

        send(anonymise(ADA));

        until(() -> done() == 2);
        assertThat(idsKept()).isZero();
    }

    @Test
    void aFailedErasureIsRetriedAndDelaysNoOtherEvent() {
        database.administer(
                "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$",
                "CREATE TRIGGER planted BEFORE INSERT ON erased_candidate FOR EACH ROW EXECUTE FUNCTION planted()");
        try {
            send(anonymise(ADA));
            send(application("new_candidate_application", 5, BEA, "null"));
            until(() -> database.count("SELECT max(attempts) FROM webhook_event") > 0);
            until(() -> wanted(5) == 1);
            assertThat(scores()).isEqualTo(2);
            // as after an hour
            database.administer("UPDATE webhook_event SET attempts = 12, due_at = now() WHERE done_at IS NULL");
            until(() -> database.count("SELECT max(attempts) FROM webhook_event") > 12);
            assertThat(
                            database.count(
                                    "SELECT count(*) FROM webhook_event WHERE done_at IS NULL AND due_at - now() BETWEEN interval '2 seconds' AND interval '33 seconds'"))
                    .isOne();
        } finally {
            database.administer("DROP TRIGGER planted ON erased_candidate", "DROP FUNCTION planted");
        }
        makeDue();

        until(() -> scores() == 0);
    }

    @Test
    void anUpdatedObjectorWithoutKnownApplicationsRequestsASweep() {
        long neverScored = BEA + 1;
        long byApplication = BEA + 3;
        score(UNSEEN, BEA + 9);
        database.administer(
                "INSERT INTO objection (tenant_id, candidate_id, source, objected_at) VALUES ('%1$s', %2$d, 'FIELD', now()), ('%1$s', %3$d, 'FIELD', now()), ('%1$s', %4$d, 'API', now())"
                        .formatted(TENANT, ADA, neverScored, BEA),
                "INSERT INTO objection (tenant_id, candidate_id, source, application_id, field, objected_at) VALUES ('%s', %d, 'FIELD', %d, 'no_ai', now())"
                        .formatted(TENANT, byApplication, UNSEEN + 1),
                "INSERT INTO sync_position (tenant_id, swept_at) VALUES ('%s', now()) ON CONFLICT (tenant_id) DO UPDATE SET swept_at = now()"
                        .formatted(TENANT));

        send(updated(ADA));
        send(updated(BEA));
        send(updated(BEA + 2));
        send(updated(byApplication));
        until(() -> done() == 4);
        assertThat(sweptPositions())
                .as("known applications, an objection by API, none, by an application's field")
                .isOne();
        assertThat(wanted(FIRST)).isOne();
        assertThat(wanted(UNSEEN)).as("another's").isZero();

        send(updated(neverScored));
        until(() -> done() == 5);
        assertThat(sweptPositions()).isZero();
        assertThat(idsKept()).isZero();
    }

    /** A slice may have read the empty field already, and records the first score later. */
    @Test
    void anUpdatedCandidateWhoseFirstApplicationIsBeingReadIsReadAgain() {
        send(application("new_candidate_application", UNSEEN, CAL, "null"));
        until(() -> wanted(UNSEEN) == 1);
        String revision = "SELECT revision FROM wanted_application WHERE application_id = " + UNSEEN;
        long read = database.count(revision);

        send(updated(CAL));

        until(() -> done() == 2);
        assertThat(database.count(revision)).isGreaterThan(read);
    }

    /** Another replica has purged the tenant; this one still knows its secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":5,\"anonymized_fields\":[\"source\"]}}",
                "{\"action\":\"delete_candidate\",\"payload\":{\"person\":{\"id\":5,\"application_ids\":[6]}}}",
                "{\"action\":\"delete_application\",\"payload\":{\"application\":{\"id\":6}}}",
                "{\"action\":\"merge_candidate\",\"payload\":{\"person\":{\"id\":5,\"new_candidate_id\":7}}}",
                "{\"action\":\"job_updated\",\"payload\":{\"job\":{\"id\":5}}}"
            })
    void anEventOfAPurgedTenantIsNotStoredAndAnswered503(String body) throws Exception {
        TenantId purged = new TenantId("acted-on-" + UUID.randomUUID());
        NoticeReader notice = new NoticeReader("none", "none");
        notice.add(body.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Reception> answer = new CompletableFuture<>();
        try (LogTap log = new LogTap()) {
            inbox.add(purged, "late", notice.end().orElseThrow(), answer::complete);

            assertThat(answer.get(10, TimeUnit.SECONDS).problem())
                    .hasValueSatisfying(problem -> assertThat(problem.status()).isEqualTo(503));
            assertThat(log.lines()).extracting(Line::category).doesNotContain(WebhookInbox.class.getName());
        }
        assertThat(events()).isZero();
    }

    /** Otherwise it would deadlock with an erasure by API or a purge, which lock the key first and then the event. */
    @Test
    void noEventIsLockedWhileItsErasureWaits() throws Exception {
        TenantId other = tenantWithDigestKey();
        event(other, "gone", "now()", "delete_candidate", "{}", 7L);
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var change = threads.submit(() -> unit.get(other, () -> {
                sql.value(
                        "SELECT tenant_id FROM digest_key WHERE tenant_id = ?1 FOR UPDATE",
                        String.class,
                        other.value());
                locked.countDown();
                return awaitLatch(release);
            }));
            assertThat(awaitLatch(locked)).isTrue();
            var erasure = threads.submit(() -> actions.erase(other, "gone"));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> erasure.get(100, TimeUnit.MILLISECONDS));
            long free = database.count(
                    "SELECT count(*) FROM (SELECT FROM webhook_event WHERE tenant_id = '%s' FOR UPDATE SKIP LOCKED) AS free"
                            .formatted(other));
            release.countDown();
            assertThat(change.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(free).isOne();
        }
        until(() -> done() == 1);
    }

    /** A purge may hold its locks for minutes. */
    @Test
    void anErasureThatWaitsForALockSoonGivesUp() throws SQLException {
        TenantId other = tenantWithDigestKey();
        try (Connection purge = database.dataSource().getConnection()) {
            lock(purge, "digest_key", other);
            event(other, "gone", "now()", "delete_candidate", "{}", 7L);
            lock(purge, "webhook_event", other);
            Instant start = Instant.now();

            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> actions.erase(other, "gone"));
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> actions.read(other));
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> queue.postpone(other, "gone"));

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
        }
    }

    /** A newer release may have stored them. */
    @Test
    void actionsOfANewerReleaseAreReadAndEraseNothing() {
        event(TENANT, "hired", "now()", "hire_candidate", "{%d}".formatted(FIRST), null);
        event(TENANT, "new", "now()", "an_action_of_tomorrow", "{%d}".formatted(FIRST), null);

        work.tick();

        assertThat(scores()).isEqualTo(2);
        assertThat(wanted(FIRST)).isOne();
        assertThat(done()).isEqualTo(2);
        assertThat(idsKept()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"15 minutes", "2 hours"})
    void eventsThatCameWhileTheClockWasAheadAreDue(String ahead) {
        event(
                TENANT,
                "hired",
                "now() + interval '%s'".formatted(ahead),
                "hire_candidate",
                "{%d}".formatted(FIRST),
                null);
        queue.correctTimes();

        until(() -> done() == 1);
        assertThat(wanted(FIRST)).isOne();
    }

    /** Earlier, a slice that read the application before its deletion could still record a score. */
    @ParameterizedTest
    @ValueSource(strings = {"15 minutes", "2 hours"})
    void aSecondErasureSetWhileTheClockWasAheadWaitsForTenMinutes(String ahead) {
        event(TENANT, "deleted", LATER, "delete_application", "{%d}".formatted(FIRST), null);
        database.administer(
                "UPDATE webhook_event SET outcome = 'erased', due_at = now() + interval '%s'".formatted(ahead));
        queue.correctTimes();
        work.tick();

        assertThat(scores()).isEqualTo(2);
        assertThat(
                        database.count(
                                "SELECT count(*) FROM webhook_event WHERE done_at IS NULL AND due_at - now() BETWEEN interval '5 minutes' AND interval '10 minutes'"))
                .isOne();
    }

    /** More events may be due than are taken at once. */
    @Test
    void theOldestDueEventsGoFirst() {
        unit.run(new TenantId(TENANT), () -> {
            for (String action : List.of("delete_candidate", "new_candidate_application")) {
                for (int minutes = 1; minutes <= 3; minutes++) {
                    sql.update(
                            "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, application_ids)"
                                    + " VALUES (?1, ?2, now(), now() - interval '1 minute' * ?3, ?4, '{}')",
                            TENANT,
                            action + minutes,
                            minutes,
                            action);
                }
            }
            assertThat(queue.findDue(new TenantId(TENANT), WebhookActions.ERASES))
                    .containsExactly("delete_candidate3", "delete_candidate2", "delete_candidate1");
            assertThat(queue.takeExcept(new TenantId(TENANT), WebhookActions.ERASES))
                    .extracting(Waiting::eventId)
                    .containsExactly(
                            "new_candidate_application3", "new_candidate_application2", "new_candidate_application1");
            // before the service's own tick sees them
            sql.update("DELETE FROM webhook_event WHERE tenant_id = ?1", TENANT);
        });
    }

    @Test
    void eventsInProgressOnAnotherReplicaAreSkipped() throws SQLException {
        TenantId other = tenantWithDigestKey();
        try (Connection key = database.dataSource().getConnection();
                Connection replica = database.dataSource().getConnection()) {
            // keeps the service's own tick away: an erasure waits for the key, and reads wait for erasures
            lock(key, "digest_key", other);
            event(other, "gone", "now()", "delete_candidate", "{}", 7L);
            event(other, "come", "now()", "new_candidate_application", "{6}", 8L);
            lock(replica, "webhook_event", other);
            key.rollback();

            assertThat(actions.erase(other, "gone")).isFalse();
            assertThat(actions.read(other)).isZero();
        }
        until(() -> done() == 2);
    }

    private TenantId tenantWithDigestKey() {
        TenantId tenant = new TenantId("acted-on-" + UUID.randomUUID());
        database.administer(
                "INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', 'STOPPED', now())".formatted(tenant),
                "INSERT INTO digest_key (tenant_id, key) VALUES ('%s', sha256(''))".formatted(tenant));
        return tenant;
    }

    private static void lock(Connection connection, String table, TenantId tenant) throws SQLException {
        lock(connection, table, tenant, "FOR UPDATE");
    }

    private static void lock(Connection connection, String table, TenantId tenant, String mode) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT FROM %s WHERE tenant_id = '%s' %s".formatted(table, tenant, mode));
        }
    }

    private static boolean awaitLatch(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String updated(long candidate) {
        return "{\"action\":\"update_candidate\",\"payload\":{\"candidate\":{\"id\":%d}}}".formatted(candidate);
    }

    private long sweptPositions() {
        return database.count(
                "SELECT count(*) FROM sync_position WHERE swept_at IS NOT NULL AND tenant_id = '%s'".formatted(TENANT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"job_updated", "job_deleted"})
    void aChangedJobIsRemovedFromTheCache(String action) {
        TenantId tenant = new TenantId(TENANT);
        HarvestSession session = session();
        Lookup cached = references.of(tenant, session);

        send("{\"action\":\"%s\",\"payload\":{\"job\":{\"id\":5}}}".formatted(action));

        until(() -> done() == 1 && references.of(tenant, session) != cached);
    }

    /** Equal to every session. */
    private static HarvestSession session() {
        return StandIn.of(HarvestSession.class, (_, call, _) -> {
            assertThat(call.getName()).isEqualTo("equals");
            return true;
        });
    }

    private static String application(String action, long id, long candidate, String score) {
        return """
                {"action":"%s","payload":{"application":{"id":%d,"prospect":false,
                 "custom_fields":{"rocketmat":{"name":"Rocketmat","type":"number","value":%s}},"candidate":{"id":%d}}}}""".formatted(action, id, score, candidate);
    }

    private static String merge(long candidate, long winner) {
        return "{\"action\":\"merge_candidate\",\"payload\":{\"person\":{\"id\":%d,\"new_candidate_id\":%d}}}"
                .formatted(candidate, winner);
    }

    private static String anonymise(long candidate) {
        return "{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":%d,\"anonymized_fields\":[\"source\"]}}"
                .formatted(candidate);
    }

    private static String deleted(long id) {
        return "{\"action\":\"delete_application\",\"payload\":{\"application\":{\"id\":%d,\"candidate_id\":%d}}}"
                .formatted(id, ADA);
    }

    /** Repeats the event under the same id, as Greenhouse does, if a slow database causes a 503. */
    private static void send(String body) {
        String id = UUID.randomUUID().toString();
        soon().until(() -> post(id, body) == 200);
    }

    private static int post(String id, String body) {
        return given().header("Signature", Signed.header(SECRET, body))
                .header("Greenhouse-Event-ID", id)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/webhooks/greenhouse/" + TENANT)
                .statusCode();
    }

    private void score(long application, long candidate) {
        database.administer(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at) VALUES ('%s', %d, 'v', %d, 41, 'WRITTEN', now())"
                        .formatted(TENANT, application, candidate));
    }

    private long wanted(long application) {
        return database.count("SELECT count(*) FROM wanted_application WHERE application_id = " + application);
    }

    private long scores() {
        return database.count("SELECT count(*) FROM score");
    }

    private long events() {
        return database.count("SELECT count(*) FROM webhook_event");
    }

    private long done() {
        return database.count("SELECT count(*) FROM webhook_event WHERE done_at IS NOT NULL");
    }

    private long idsKept() {
        return database.count(
                "SELECT count(*) FROM webhook_event WHERE candidate_id IS NOT NULL OR application_ids IS NOT NULL");
    }

    /** Does not wait for the schedule's tick, which comes once a second. */
    private void until(Callable<Boolean> condition) {
        soon().ignoreExceptionsMatching(DatabaseTrouble::causes).until(() -> {
            work.tick();
            return condition.call();
        });
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1));
    }
}
