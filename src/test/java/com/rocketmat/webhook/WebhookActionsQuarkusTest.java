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
import java.lang.reflect.Proxy;
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

/** What is done about each action. The tenant is paused, so that what is asked for is seen to wait. */
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
        nothingIsLeft();
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
    void nothingIsLeft() {
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
    void anApplicationIsAskedForAndItsIdIsForgotten(String action) {
        tell(application(action, SECOND, BEA, "null"));

        until(() -> done() == 1);
        assertThat(wanted(SECOND)).isOne();
        assertThat(idsKept()).isZero();
        assertThat(scores()).isEqualTo(2);
    }

    @Test
    void theApplicationInWhichACandidateObjectsIsReadThoughItHasAScore() {
        tell(application("application_updated", SECOND, BEA, "41},\"no_scores\":{\"type\":\"boolean\",\"value\":true"));

        until(() -> wanted(SECOND) == 1);
    }

    @Test
    void aBurstIsAskedForTogether() {
        for (int applicant = 0; applicant < Guarded.QUEUE; applicant++) {
            tell(application("new_candidate_application", 8_000_000_000L + applicant, BEA, "null"));
        }

        until(() -> done() == Guarded.QUEUE);
        assertThat(database.count("SELECT count(*) FROM wanted_application")).isEqualTo(Guarded.QUEUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"delete_candidate\",\"payload\":{\"person\":{\"id\":%d,\"deleted_application_ids\":[]}}}",
                "{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":%d,\"anonymized_fields\":[\"source\"]}}"
            })
    void aDeletedOrAnonymisedCandidateLeavesNothingButADigest(String event) {
        tell(event.formatted(ADA));

        until(() -> scores() == 0);
        assertThat(idsKept()).isZero();
        assertThat(database.count("SELECT count(*) FROM erased_candidate")).isOne();
        late();
    }

    /** Later events about an erased person are stored with their event id alone. */
    private void late() {
        until(() -> done() == 1);
        tell(application("new_candidate_application", FIRST, ADA, "null"));
        assertThat(
                        database.count(
                                "SELECT count(*) FROM webhook_event WHERE outcome = 'erased' AND candidate_id IS NULL AND application_ids IS NULL"))
                .isEqualTo(2);
        assertThat(database.count("SELECT count(*) FROM wanted_application")).isZero();
    }

    @Test
    void whatWaitsOfAnErasedCandidateIsDropped() {
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, application_ids, candidate_id) VALUES"
                        + " ('%s', 'of-ada', now(), now() + interval '1 hour', 'new_candidate_application', '{%d}', %d),"
                                .formatted(TENANT, FIRST, ADA)
                        + " ('%s', 'unnamed', now(), now() + interval '1 hour', 'new_candidate_application', '{%d}', NULL),"
                                .formatted(TENANT, FIRST)
                        + " ('%s', 'of-bea', now(), now() + interval '1 hour', 'new_candidate_application', '{1}', %d),"
                                .formatted(TENANT, BEA)
                        + " ('%s', 'of-cal', now(), now() + interval '1 hour', 'update_candidate', '{}', %d)"
                                .formatted(TENANT, CAL));
        tell("{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":%d}}".formatted(ADA));

        until(() -> done() == 3);
        assertThat(database.column("SELECT event_id FROM webhook_event WHERE candidate_id IS NOT NULL ORDER BY 1"))
                .containsExactly("of-bea", "of-cal");
    }

    @Test
    void anApplicationIsDeletedAndWithTheLastOneTheCandidate() {
        score(SECOND + 1, BEA);
        tell(deleted(FIRST));
        until(() -> scores() == 2);
        assertThat(database.count("SELECT count(*) FROM score WHERE candidate_id = " + ADA))
                .isOne();

        tell(deleted(SECOND));
        until(() -> scores() == 1);
        database.administer("UPDATE webhook_event SET due_at = now() WHERE done_at IS NULL");
        until(() -> done() == 2);
        assertThat(idsKept()).isZero();
    }

    /** A slice that had read the application before it was deleted records it afterwards. */
    @Test
    void anApplicationThatIsRecordedOnceMoreIsErasedOnceMore() {
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, action, application_ids, attempts) VALUES ('%s', 'deleted', now(), 'delete_application', '{%d}', 1)"
                        .formatted(TENANT, FIRST));
        until(() -> scores() == 1);
        queue.postpone(new TenantId(TENANT), "deleted");
        assertThat(
                        database.count(
                                "SELECT count(*) FROM webhook_event WHERE done_at IS NULL AND attempts = 0 AND due_at > now() + interval '5 minutes'"))
                .as("waits for nothing but its second time, though another replica failed meanwhile")
                .isOne();
        score(FIRST, ADA);

        database.administer("UPDATE webhook_event SET due_at = now() WHERE done_at IS NULL");

        until(() -> done() == 1);
        assertThat(scores()).isOne();
        assertThat(idsKept()).isZero();
    }

    @Test
    void nothingKeepsTheIdOfACandidateWhoWasMerged() {
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, application_ids, candidate_id) VALUES"
                        + " ('%s', 'of-cal', now(), now() + interval '1 hour', 'new_candidate_application', '{1}', %d)"
                                .formatted(TENANT, CAL));
        tell("{\"action\":\"merge_candidate\",\"payload\":{\"person\":{\"id\":%d,\"new_candidate_id\":%d}}}"
                .formatted(ADA, BEA));

        assertThat(database.count("SELECT count(*) FROM score WHERE candidate_id = " + BEA))
                .isEqualTo(2);
        assertThat(database.column("SELECT candidate_id FROM webhook_event WHERE candidate_id IS NOT NULL"))
                .as("the other's")
                .containsExactly(String.valueOf(CAL));
        assertThat(done()).isEqualTo(1);
    }

    /** Only what waits says whose the application is: it never had a score, and its event is done. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anErasureFindsWhatWaitsToBeReadThoughItWasNeverScored(boolean merged) {
        tell(application("new_candidate_application", UNSEEN, CAL, "null"));
        until(() -> wanted(UNSEEN) == 1);
        if (merged) {
            tell("{\"action\":\"merge_candidate\",\"payload\":{\"person\":{\"id\":%d,\"new_candidate_id\":%d}}}"
                    .formatted(CAL, BEA));
        }
        String candidate = "/api/tenants/%s/candidates/%d".formatted(TENANT, merged ? BEA : CAL);
        asOperator().get(candidate).then().body("events.what", hasItem("application to be read"));

        asOperator().delete(candidate).then().statusCode(204);

        assertThat(wanted(UNSEEN)).isZero();
    }

    @Test
    void anErasureThatWaitsIsNotTheWinnersOfAMerge() {
        anonymisedLater(ADA);
        tell("{\"action\":\"merge_candidate\",\"payload\":{\"person\":{\"id\":%d,\"new_candidate_id\":%d}}}"
                .formatted(ADA, BEA));

        database.administer("UPDATE webhook_event SET due_at = now() WHERE done_at IS NULL");
        until(() -> done() == 2);

        assertThat(scores()).as("of the winner").isEqualTo(2);
        tell(application("new_candidate_application", UNSEEN, BEA, "null"));
        until(() -> wanted(UNSEEN) == 1);
        tell(application("new_candidate_application", UNSEEN + 1, ADA, "null"));
        assertThat(database.count("SELECT count(*) FROM webhook_event WHERE outcome = 'erased'"))
                .as("the anonymisation, and who was anonymised")
                .isEqualTo(2);
        assertThat(idsKept()).isZero();
    }

    @Test
    void whoIsAnonymisedIsRememberedThoughTheApplicationsAreDeletedFirst() {
        anonymisedLater(ADA);
        tell(deleted(FIRST));
        tell(deleted(SECOND));
        until(() -> scores() == 0);

        database.administer("UPDATE webhook_event SET due_at = now() WHERE done_at IS NULL");

        until(() -> done() == 3);
        assertThat(database.count("SELECT count(*) FROM erased_candidate")).isOne();
        assertThat(idsKept()).isZero();
    }

    /** The usual order: erased here, then anonymised there. Greenhouse's word is for good, an erasure by API is taken back with the objection. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnonymisationMakesAnErasureByApiFinalWhetherItComesAfterItOrWaits(boolean waits) {
        String candidate = "/api/tenants/%s/candidates/%d".formatted(TENANT, ADA);
        if (waits) {
            anonymisedLater(ADA);
        }
        asOperator().delete(candidate).then().statusCode(204);
        if (waits) {
            database.administer("UPDATE webhook_event SET due_at = now() WHERE done_at IS NULL");
        } else {
            tell(
                    "{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":%d,\"anonymized_fields\":[\"source\"]}}"
                            .formatted(ADA));
        }
        soon().until(() -> done() == 1);
        assertThat(idsKept()).isZero();

        asOperator().delete(candidate + "/objection");

        assertThat(database.column("SELECT source FROM erased_candidate")).containsExactly("GREENHOUSE");
    }

    private static RequestSpecification asOperator() {
        return given().auth().oauth2(Surroundings.OPERATOR);
    }

    private void anonymisedLater(long candidate) {
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, application_ids, candidate_id) VALUES"
                        + " ('%s', 'anonymised', now(), now() + interval '1 hour', 'candidate_anonymized', '{}', %d)"
                                .formatted(TENANT, candidate));
    }

    @Test
    void ordersAndRepetitionsDoNotMatter() {
        String gone =
                "{\"action\":\"delete_candidate\",\"payload\":{\"person\":{\"id\":%d,\"application_ids\":[%d,%d]}}}"
                        .formatted(ADA, FIRST, SECOND);
        tell(gone);
        tell(deleted(FIRST));
        tell(gone);
        tell(application("candidate_stage_change", SECOND, ADA, "null"));

        until(() -> done() == 4);
        assertThat(scores()).isZero();
        assertThat(idsKept()).isZero();
    }

    @Test
    void noSecondErasureOfAnApplicationKeepsTheIdOfACandidateWhoIsErasedMeanwhile() {
        tell(deleted(FIRST));
        until(() -> database.count("SELECT count(*) FROM webhook_event WHERE outcome = 'erased'") == 1);
        assertThat(idsKept()).isOne();

        tell("{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":%d}}".formatted(ADA));

        until(() -> done() == 2);
        assertThat(idsKept()).isZero();
    }

    @Test
    void anErasureThatFailsIsTriedAgainAndKeepsNoOtherWaiting() {
        database.administer(
                "CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'planted'; END $$",
                "CREATE TRIGGER planted BEFORE INSERT ON erased_candidate FOR EACH ROW EXECUTE FUNCTION planted()");
        try {
            tell("{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":%d}}".formatted(ADA));
            tell(application("new_candidate_application", 5, BEA, "null"));
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
        database.administer("UPDATE webhook_event SET due_at = now() WHERE done_at IS NULL");

        until(() -> scores() == 0);
    }

    @Test
    void aCandidateWhoMayHaveTakenAnObjectionBackAsksForASweepWhereNoApplicationIsKnown() {
        long neverScored = BEA + 1;
        score(UNSEEN, BEA + 9);
        database.administer(
                "INSERT INTO objection (tenant_id, candidate_id, source, objected_at) VALUES ('%1$s', %2$d, 'FIELD', now()), ('%1$s', %3$d, 'FIELD', now()), ('%1$s', %4$d, 'API', now())"
                        .formatted(TENANT, ADA, neverScored, BEA),
                "INSERT INTO sync_position (tenant_id, swept_at) VALUES ('%s', now()) ON CONFLICT (tenant_id) DO UPDATE SET swept_at = now()"
                        .formatted(TENANT));

        tell(updated(ADA));
        tell(updated(BEA));
        tell(updated(BEA + 2));
        until(() -> done() == 3);
        assertThat(swept()).as("known applications, an objection by API, none").isOne();
        assertThat(wanted(FIRST)).isOne();
        assertThat(wanted(UNSEEN)).as("another's").isZero();

        tell(updated(neverScored));
        until(() -> done() == 4);
        assertThat(swept()).isZero();
        assertThat(idsKept()).isZero();
    }

    /** Its replica learns from Vault that the tenant is gone, which another one has purged. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"action\":\"candidate_anonymized\",\"payload\":{\"candidate_id\":5,\"anonymized_fields\":[\"source\"]}}",
                "{\"action\":\"delete_candidate\",\"payload\":{\"person\":{\"id\":5,\"application_ids\":[6]}}}",
                "{\"action\":\"delete_application\",\"payload\":{\"application\":{\"id\":6}}}",
                "{\"action\":\"merge_candidate\",\"payload\":{\"person\":{\"id\":5,\"new_candidate_id\":7}}}",
                "{\"action\":\"job_updated\",\"payload\":{\"job\":{\"id\":5}}}"
            })
    void nothingIsStoredOfATenantThatIsPurgedAndGreenhouseIsToRepeatIt(String body) throws Exception {
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

    /** An erasure by API has the key and then changes the event, and a purge does the same. */
    @Test
    void noEventIsLockedWhileItsErasureWaits() throws Exception {
        TenantId other = new TenantId("acted-on-" + UUID.randomUUID());
        for (String row : List.of(
                "tenant (tenant_id, state, since) VALUES ('%s', 'STOPPED', now())",
                "digest_key (tenant_id, key) VALUES ('%s', sha256(''))",
                "webhook_event (tenant_id, event_id, received_at, due_at, action, candidate_id) VALUES ('%s', 'gone', now(), now(), 'delete_candidate', 7)")) {
            database.administer("INSERT INTO " + row.formatted(other));
        }
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var change = threads.submit(() -> unit.get(other, () -> {
                sql.value(
                        "SELECT tenant_id FROM digest_key WHERE tenant_id = ?1 FOR UPDATE",
                        String.class,
                        other.value());
                locked.countDown();
                return reached(goOn);
            }));
            assertThat(reached(locked)).isTrue();
            var erasure = threads.submit(() -> actions.erase(other, "gone"));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> erasure.get(100, TimeUnit.MILLISECONDS));
            long free = database.count(
                    "SELECT count(*) FROM (SELECT FROM webhook_event WHERE tenant_id = '%s' FOR UPDATE SKIP LOCKED) AS free"
                            .formatted(other));
            goOn.countDown();
            assertThat(change.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(free).isOne();
        }
        until(() -> done() == 1);
    }

    /** As a purge has them, for minutes. */
    @Test
    void anErasureThatHasToWaitIsSoonLeftForLater() throws SQLException {
        TenantId other = new TenantId("acted-on-" + UUID.randomUUID());
        database.administer(
                "INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', 'STOPPED', now())".formatted(other),
                "INSERT INTO digest_key (tenant_id, key) VALUES ('%s', sha256(''))".formatted(other));
        try (Connection purge = database.dataSource().getConnection()) {
            locked(purge, "digest_key", other);
            database.administer(
                    "INSERT INTO webhook_event (tenant_id, event_id, received_at, action, candidate_id) VALUES ('%s', 'gone', now(), 'delete_candidate', 7)"
                            .formatted(other));
            locked(purge, "webhook_event", other);
            Instant start = Instant.now();

            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> actions.erase(other, "gone"));
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> actions.read(other));
            assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> queue.postpone(other, "gone"));

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
        }
    }

    /** Another release may give these an effect. */
    @Test
    void whatThisReleaseDoesNotStoreIsReadAndErasesNothing() {
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, action, application_ids) VALUES ('%1$s', 'hired', now(), 'hire_candidate', '{%2$d}'), ('%1$s', 'new', now(), 'an_action_of_tomorrow', '{%2$d}')"
                        .formatted(TENANT, FIRST));

        work.tick();

        assertThat(database.count("SELECT count(*) FROM score WHERE application_id = %d".formatted(FIRST)))
                .isOne();
        assertThat(database.count("SELECT count(*) FROM wanted_application WHERE application_id = %d".formatted(FIRST)))
                .isOne();
        assertThat(done()).isEqualTo(2);
        assertThat(idsKept()).isZero();
    }

    /** More may wait than are taken at once. */
    @Test
    void whatIsDueLongestGoesFirst() {
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
    void whatAnotherReplicaWorksOnIsLeftToIt() throws SQLException {
        TenantId other = new TenantId("acted-on-" + UUID.randomUUID());
        database.administer(
                "INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', 'STOPPED', now())".formatted(other),
                "INSERT INTO digest_key (tenant_id, key) VALUES ('%s', sha256(''))".formatted(other));
        try (Connection key = database.dataSource().getConnection();
                Connection replica = database.dataSource().getConnection()) {
            // keeps the service's own tick from them: an erasure waits for the key, and nothing is read before erasures
            // are done
            locked(key, "digest_key", other);
            database.administer(
                    "INSERT INTO webhook_event (tenant_id, event_id, received_at, action, application_ids, candidate_id) VALUES ('%1$s', 'gone', now(), 'delete_candidate', '{}', 7), ('%1$s', 'come', now(), 'new_candidate_application', '{6}', 8)"
                            .formatted(other));
            locked(replica, "webhook_event", other);
            key.rollback();

            assertThat(actions.erase(other, "gone")).isFalse();
            assertThat(actions.read(other)).isZero();
        }
        until(() -> done() == 2);
    }

    private static void locked(Connection connection, String table, TenantId tenant) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT FROM %s WHERE tenant_id = '%s' FOR UPDATE".formatted(table, tenant));
        }
    }

    private static boolean reached(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String updated(long candidate) {
        return "{\"action\":\"update_candidate\",\"payload\":{\"candidate\":{\"id\":%d}}}".formatted(candidate);
    }

    private long swept() {
        return database.count(
                "SELECT count(*) FROM sync_position WHERE swept_at IS NOT NULL AND tenant_id = '%s'".formatted(TENANT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"job_updated", "job_deleted"})
    void aChangedJobIsDoneAndCachedNoMore(String action) {
        TenantId tenant = new TenantId(TENANT);
        HarvestSession session = unused();
        Lookup cached = references.of(tenant, session);

        tell("{\"action\":\"%s\",\"payload\":{\"job\":{\"id\":5}}}".formatted(action));

        until(() -> done() == 1 && references.of(tenant, session) != cached);
    }

    private static HarvestSession unused() {
        return (HarvestSession) Proxy.newProxyInstance(
                WebhookActionsQuarkusTest.class.getClassLoader(),
                new Class<?>[] {HarvestSession.class},
                (_, call, _) -> {
                    assertThat(call.getName()).isEqualTo("equals");
                    // there is one
                    return true;
                });
    }

    private static String application(String action, long id, long candidate, String score) {
        return """
                {"action":"%s","payload":{"application":{"id":%d,"prospect":false,
                 "custom_fields":{"rocketmat":{"name":"Rocketmat","type":"number","value":%s}},"candidate":{"id":%d}}}}""".formatted(action, id, score, candidate);
    }

    private static String deleted(long id) {
        return "{\"action\":\"delete_application\",\"payload\":{\"application\":{\"id\":%d,\"candidate_id\":%d}}}"
                .formatted(id, ADA);
    }

    /** Repeated like Greenhouse's, under the same id: a slow database answers 503. */
    private static void tell(String body) {
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

    /** Works on events like a tick of the schedule, which comes once a second. */
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
