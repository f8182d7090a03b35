package com.rocketmat.decision;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.audit.Pseudonyms;
import com.rocketmat.decision.History.Extent;
import com.rocketmat.decision.History.Filter;
import com.rocketmat.privacy.PassByHand;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.table.CsvTableTest;
import com.rocketmat.table.JsonLinesTest;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DecisionLogQuarkusTest {

    private static final String VERSION = "a".repeat(64);
    private static final String REASONS = "[{\"feature\":\"candidate.title\",\"weight\":12.3}]";
    private static final long ANN = 6_120_034_001L;
    private static final Filter ALL = new Filter(null, null, null);

    SandboxDatabase database;
    SandboxVault vault;

    @Inject
    Decisions decisions;

    @Inject
    History history;

    @Inject
    DecisionExports exports;

    @Inject
    ChainPages pages;

    @Inject
    TenantRegistry tenants;

    @Inject
    TenantUnit unit;

    @Inject
    Event<CandidateMerged> merges;

    @Inject
    Pseudonyms digests;

    @Inject
    PassByHand retention;

    private TenantId tenant;

    @BeforeEach
    void aKnownTenant() {
        tenant = new TenantId("decided-" + UUID.randomUUID());
        WrittenSecret.broken(vault, tenant);
    }

    @Test
    void rowsArePagedOldestFirstWithCandidateAndApplication() {
        verify(true, 0, null);
        call("").body("items", empty());
        record(scored(7), fact(DecisionKind.WRITTEN, 7), fact(DecisionKind.GONE, 8));

        String next = call("?limit=2")
                .statusCode(200)
                .body("items.id", contains(1, 2))
                .body("items.kind", contains("SCORED", "WRITTEN"))
                .body("items.application", contains(7, 7))
                .body("items.candidate", contains(ANN, ANN))
                .body("items.job", contains(5, 5))
                .body("items[0].value", equalTo(87.5f))
                .body("items[0].raw", equalTo(0.875f))
                .body("items[0].reasons[0].feature", equalTo("candidate.title"))
                .body("items[0].mode", equalTo("LIVE"))
                .body("items[1].reasons", empty())
                .extract()
                .path("next");
        call("?limit=2&since=" + next).body("items.id", contains(3)).body("next", nullValue());
        call("?limit=2&cursor=" + next).body("items.id", contains(3));
        call("?application=7").body("items.id", contains(1, 2));
        call("?candidate=" + ANN).body("items.id", contains(1, 2, 3));
        call("?kind=GONE").body("items.id", contains(3));
        call("?since=" + Instant.now().plusSeconds(3_600)).body("items", empty());
        call("?since=" + Instant.now().minusSeconds(3_600)).body("items", hasSize(3));
        verify(true, 3, null);
    }

    @Test
    void aProxyOfAProtectedAttributeHasAWarning() throws IOException {
        String reasons = REASONS.replace("candidate.title", "candidate.location");
        String warning = "known proxy of a protected attribute: candidate.location";
        record(scored(6, reasons), scored(7));

        call("").body("items.warning", contains(warning, null))
                .body("items[0].reasons[0].feature", equalTo("candidate.location"));
        assertThat(CsvTableTest.readRows(export("text/csv", "")).getFirst())
                .containsEntry("reasons", reasons)
                .containsEntry("warning", warning);
        assertThat(JsonLinesTest.read(export("application/x-ndjson", "")))
                .extracting(row -> row.get("warning"))
                .containsExactly(warning, null);
    }

    @Test
    void theLogIsExportedInBothFormatsAndExportsAreAudited() throws IOException {
        recordScored(1_100);

        List<Map<String, String>> csv = CsvTableTest.readRows(export("text/csv", ""));
        List<Map<String, Object>> lines = JsonLinesTest.read(export("application/x-ndjson", ""));

        assertThat(csv).hasSize(1_100).last().satisfies(row -> {
            assertThat(row.get("id")).isEqualTo("1100");
            assertThat(row.get("application")).isEqualTo("1100");
            assertThat(row.get("value")).isEqualTo("87.5");
            assertThat(row.get("reasons")).isEqualTo(REASONS);
        });
        assertThat(lines).hasSize(1_100).first().satisfies(row -> {
            assertThat(row.get("kind")).isEqualTo("SCORED");
            assertThat(row.get("reasons")).asString().contains("candidate.title");
            assertThat(row.get("digest")).asString().hasSize(64);
        });
        assertThat(CsvTableTest.readRows(export("text/csv", "?since=1099"))).hasSize(1);
        assertThat(CsvTableTest.readRows(export("text/csv", "?cursor=1099"))).hasSize(1);
        assertThat(JsonLinesTest.read(export("application/x-ndjson", "?since=7&cursor=1098")))
                .hasSize(2);
        assertThat(export("application/x-ndjson", "?kind=GONE")).isEmpty();
        assertThat(CsvTableTest.read(export("text/csv", "?kind=GONE")))
                .as("the header")
                .hasSize(1);
        await().untilAsserted(() -> Surroundings.viewer()
                .get("/api/tenants/{t}/audit", tenant.value())
                .then()
                .body("items.findAll { it.action == 'decisions' && it.phase == 'COMPLETED' }.size()", equalTo(7))
                .body(
                        "items.findAll { it.phase == 'COMPLETED' }.details.rows",
                        contains("0", "0", "2", "1", "1", "1100", "1100")));
    }

    @Test
    void readingDecisionsOfACandidateIsAuditedByDigest() {
        record(scored(7), scored(8));

        call("?since=" + Long.MAX_VALUE / 10).statusCode(200);
        call("?limit=1").statusCode(200);
        call("?candidate=" + ANN).statusCode(200);
        call("?application=7").statusCode(200);
        export("text/csv", "?candidate=" + ANN);

        assertThat(audited("\"format\": \"json\", \"person\": \"false\", \"rows\": \"1\""))
                .as("an empty page shows no one")
                .isEqualTo(1);
        assertThat(audited("\"format\": \"json\", \"person\": \"false\"")).isEqualTo(1);
        String candidate = ", \"candidate\": \"%s\"".formatted(digests.of(tenant, ANN));
        assertThat(audited("\"format\": \"json\"" + candidate)).isEqualTo(2);
        await().untilAsserted(() -> assertThat(audited("\"format\": \"csv\"" + candidate))
                .as("its beginning and its end")
                .isEqualTo(2));
        assertThat(database.column("SELECT details FROM audit_entry WHERE tenant_id = '%s'".formatted(tenant)))
                .noneMatch(details -> details.contains(String.valueOf(ANN)));
    }

    private long audited(String details) {
        return database.count(
                "SELECT count(*) FROM audit_entry WHERE tenant_id = '%s' AND action = 'decisions' AND details::jsonb @> '{%s}'"
                        .formatted(tenant, details));
    }

    @Test
    void evenTheOwnerOfTheDatabaseCannotChangeTheLog() {
        record(scored(7));

        assertThat(List.of(
                        "UPDATE decision SET value = 1 WHERE tenant_id = '%s'",
                        "DELETE FROM decision WHERE tenant_id = '%s'",
                        "SET rocketmat.purge = 'another-tenant'; DELETE FROM decision WHERE tenant_id = '%s'",
                        "SET rocketmat.retention = 'decisions'; DELETE FROM decision WHERE tenant_id = '%s'",
                        "SET rocketmat.retention = 'audit'; DELETE FROM decision WHERE tenant_id = '%s'",
                        "TRUNCATE decision",
                        "TRUNCATE decision_00",
                        "UPDATE decision_head SET number = 0 WHERE tenant_id = '%s'",
                        "DELETE FROM decision_head WHERE tenant_id = '%s'",
                        "TRUNCATE decision_head"))
                .allSatisfy(statement -> assertThatThrownBy(() -> database.execute(statement.formatted(tenant)))
                        .hasCauseInstanceOf(SQLException.class)
                        .hasMessageContaining("append-only"));

        verify(true, 1, null);
    }

    /** A superuser can disable the triggers, but leaves a broken chain. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE decision SET value = value + 1 WHERE tenant_id = '%s' AND number = 2 | 2",
                "UPDATE decision SET at = at + interval '1 microsecond' WHERE tenant_id = '%s' AND number = 3 | 3",
                "UPDATE decision SET features = 'x' WHERE tenant_id = '%s' AND number = 4 | 4",
                "DELETE FROM decision WHERE tenant_id = '%s' | 1",
                "INSERT INTO decision SELECT tenant_id, 6, at, alias, job_id, kind, version, value, raw, reasons, mode, detail, features, digest FROM decision WHERE tenant_id = '%s' AND number = 5 | 6",
                "DELETE FROM decision_head WHERE tenant_id = '%s' | 1",
                "UPDATE decision_head h SET root_number = 2, root_digest = d.digest FROM decision d WHERE d.tenant_id = h.tenant_id AND d.number = 2 AND h.tenant_id = '%s' | 1",
                "UPDATE candidate_key SET application_id = 9 WHERE tenant_id = '%s' AND application_id = 2 | 2",
                "UPDATE candidate_key SET application_id = null WHERE tenant_id = '%s' AND application_id = 3 | 3"
            })
    void changesThatBypassTheTriggersAreFound(String statement, long brokenAt) {
        record(scored(1), scored(2), scored(3), scored(4), scored(5));
        verify(true, 5, null);

        bypassTriggers(statement);

        verify(false, null, (int) brokenAt);
    }

    @Test
    void anErasureKeepsTheChainIntactAndTheRowsAnonymous() {
        record(scored(7), scored(8), Fact.about(new Subject(ANN, null), DecisionKind.OBJECTED, null));
        record(Fact.of(DecisionKind.SCORED, new Subject(2L, 9L), VERSION, BigDecimal.ONE, null));
        List<String> aliases = call("?candidate=" + ANN).extract().path("items.alias");
        unit.run(tenant, () -> decisions.eraseApplication(tenant, 8));
        call("?application=8").body("items", empty());
        call("?candidate=" + ANN).body("items.kind", contains("SCORED", "OBJECTED"));
        verify(true, 5, null);

        unit.run(tenant, () -> decisions.erase(tenant, ANN, List.of(), true));

        verify(true, 6, null);
        call("?candidate=" + ANN).body("items", empty());
        call("?application=7").body("items", empty());
        call("?kind=ERASED")
                .body("items.application", contains(nullValue(), nullValue()))
                .body("items.alias", everyItem(not(in(aliases))));
        call("?application=9").body("items", hasSize(1));
        assertThat(database.count("SELECT count(*) FROM candidate_key WHERE tenant_id = '%s'".formatted(tenant)))
                .isEqualTo(1);
        record(scored(7));
        call("?application=7").body("items.id", contains(7));
    }

    @Test
    void aMergeMovesTheKeyAndNoRow() {
        record(scored(7), Fact.about(new Subject(ANN, null), DecisionKind.OBJECTED, null));

        unit.run(tenant, () -> merges.fire(new CandidateMerged(tenant, ANN, 2)));

        call("?candidate=" + ANN).body("items", empty());
        call("?candidate=2").body("items.kind", contains("SCORED", "OBJECTED"));
        assertThat(history.ofApplication(tenant, 7)).hasSize(2);
        verify(true, 2, null);
    }

    /** If candidates are merged between the scores of two versions, one application has two candidates. */
    @Test
    void anApplicationOfTwoCandidatesHasOneKey() {
        Subject winner = new Subject(ANN + 1, 40L);

        record(fact(DecisionKind.WRITTEN, 40), Fact.of(DecisionKind.SUPERSEDED, winner, VERSION, null, null));

        verify(true, 2, null);
        call("").body("items.application", contains(40, 40));
    }

    @Test
    void retentionMovesTheRootAndKeepsTheKeysInUse() {
        record(scored(7), scored(8));
        record(scored(8));
        bypassTriggers("UPDATE decision SET at = at - interval '3000 days' WHERE tenant_id = '%s' AND number < 3");

        retention.batch(RetentionPass.Rows.DECISIONS, Instant.now().minus(Duration.ofDays(2_900)));

        call("").body("items.id", contains(3));
        verify(true, 1, null);
        assertThat(database.count("SELECT application_id FROM candidate_key WHERE tenant_id = '%s'".formatted(tenant)))
                .isEqualTo(8);
    }

    /** The log is too long to be scanned. */
    @Test
    void theLastRowBeforeATimeAndRareKindsAreFoundByFewReads() throws SQLException {
        Instant start = Instant.parse("2026-11-24T12:00:00Z");
        assertThat(history.lastBefore(tenant, start)).isZero();
        bypassTriggers("INSERT INTO decision (tenant_id, number, at, alias, kind, digest)"
                + " SELECT '%s', i, timestamptz '2026-11-24T12:00:00Z' + (i / 10) * interval '1 second', gen_random_uuid(),"
                + " CASE mod(i, 30000) WHEN 0 THEN 'GONE' ELSE 'SCORED' END, 'd' FROM generate_series(8, 60000) i");
        bypassTriggers("INSERT INTO decision_head (tenant_id, number, root_number) VALUES ('%s', 60000, 7)");
        database.administer("ANALYZE decision");

        assertThat(history.lastBefore(tenant, start))
                .as("retention has removed it")
                .isEqualTo(7);
        assertThat(history.lastBefore(tenant, start.plusSeconds(1))).isEqualTo(9);
        assertThat(history.lastBefore(tenant, start.plusSeconds(4_000))).isEqualTo(39_999);
        assertThat(history.lastBefore(tenant, start.plusSeconds(4_000).plusNanos(1_000)))
                .isEqualTo(40_009);
        assertThat(history.lastBefore(tenant, start.plusSeconds(6_000))).isEqualTo(59_999);
        assertThat(history.lastBefore(tenant, start.plusSeconds(6_001))).isEqualTo(60_000);
        call("?kind=GONE&limit=2").body("items.id", contains(30_000, 60_000));

        assertThat(read(History.LAST_BEFORE
                        .replace("?1", "'" + tenant + "'")
                        .replace("?2", "timestamptz '2026-11-24T13:00:00Z'")))
                .isLessThan(200);
        assertThat(read(
                        "SELECT * FROM decision d WHERE tenant_id = '%s' AND number > 0 AND kind = 'GONE' ORDER BY number LIMIT 100"
                                .formatted(tenant)))
                .isLessThan(200);
    }

    /** The number of database pages read. */
    private int read(String query) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var plan = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + query)) {
            plan.next();
            JsonNode top = new JsonMapper().readTree(plan.getString(1)).path(0).path("Plan");
            return top.path("Shared Hit Blocks").intValue()
                    + top.path("Shared Read Blocks").intValue();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theDatabaseAlwaysKeepsTheLastSixMonths() {
        record(scored(7));
        bypassTriggers("UPDATE decision SET at = at - interval '5 months' WHERE tenant_id = '%s'");

        retention.batch(RetentionPass.Rows.DECISIONS, Instant.now());
        call("").body("items.id", contains(1));
    }

    @Test
    void aRowIsNeverOlderThanItsPredecessor() {
        record(scored(7));
        bypassTriggers("UPDATE decision_head SET at = at + interval '1 hour' WHERE tenant_id = '%s'");

        record(scored(8));

        assertThat(database.count(
                        "SELECT count(*) FROM decision d JOIN decision_head h USING (tenant_id, number, at) WHERE tenant_id = '%s' AND at > now() + interval '50 minutes'"
                                .formatted(tenant)))
                .isOne();
    }

    @Test
    void withTheLogOffNothingIsAddedAndTheLogStaysIntact() {
        record(scored(7));
        putSecret("off");
        await().until(() -> {
            record(scored(8));
            long before = rows();
            record(scored(8));
            return rows() == before;
        });
        long before = rows();

        unit.run(tenant, () -> decisions.erase(tenant, ANN, List.of(), true));

        verify(true, (int) before, null);
        call("?application=7").body("items", empty());
        putSecret("scores");
        await().until(() -> {
            record(scored(9));
            return rows() > before;
        });
        call("/verify").body("ok", equalTo(true));
    }

    private long rows() {
        return history.page(tenant, ALL, 0, 1_000).size();
    }

    /** Paused, so that no slice runs. */
    private void putSecret(String kept) {
        Map<String, String> secret = new HashMap<>(Map.of("mode", "paused", "decisions", kept));
        secret.putAll(Map.of("harvest_client_id", "id of " + tenant, "harvest_client_secret", "secret"));
        WrittenSecret.put(vault, tenant, secret);
    }

    @Test
    void anExportDuringAPurgeLeavesNothingOfTheTenant() {
        record(scored(7));
        Multi<byte[]> bytes = exports.bytes(export(new Filter(null, ANN, null), history.extent(tenant)));
        purge();

        assertThatThrownBy(() -> read(bytes)).hasMessageContaining("purged");

        for (String table : List.of("audit_entry", "digest_key", "candidate_key")) {
            assertThat(database.count("SELECT count(*) FROM %s WHERE tenant_id = '%s'".formatted(table, tenant)))
                    .as(table)
                    .isZero();
        }
        assertThat(database.count(
                        "SELECT count(*) FROM audit_entry WHERE tenant_id = '*' AND phase = 'FAILED' AND details LIKE '%%%s%%'"
                                .formatted(tenant)))
                .isOne();
    }

    @Test
    void anExportOvertakenByRetentionFails() {
        recordScored(1_002);
        DecisionExport started = export(ALL, history.extent(tenant));
        started.next(history);
        DecisionExport notStarted = export(ALL, history.extent(tenant));
        bypassTriggers("DELETE FROM decision WHERE tenant_id = '%s' AND number < 1002");
        bypassTriggers("UPDATE decision_head SET root_number = 1001 WHERE tenant_id = '%s'");

        assertThatThrownBy(() -> read(exports.bytes(started))).hasMessageContaining("retention");
        assertThat(read(exports.bytes(notStarted))).isNotEmpty();
    }

    /** A page has a thousand rows, and candidates determine how much is sealed in each. */
    @Test
    void aVerificationLoadsNoSealedValues() {
        record(scored(1));
        bypassTriggers("UPDATE decision SET features = decode(repeat('ab', 100000), 'hex') WHERE tenant_id = '%s'");

        assertThat(pages.read(tenant, 0).links())
                .singleElement()
                .satisfies(link -> assertThat(link.row().featuresDigest()).hasSize(ChainedRow.DIGEST_BYTES));
    }

    @Test
    void aVerificationOfALogThatIsPurgedMeanwhileIsNoAlarm() {
        recordScored(1_001);
        var purgedBeforeTheSecondPage = new Verifications(new ChainPages(null) {
            @Override
            Page read(TenantId of, long after) {
                if (after == 1_000) {
                    purge();
                }
                return pages.read(of, after);
            }
        });
        var resource = new DecisionResource(tenants, history, exports, purgedBeforeTheSecondPage, null);

        assertThatThrownBy(() -> resource.verify(tenant.value())).hasMessageContaining("no tenant");
    }

    private void purge() {
        WrittenSecret.delete(vault, tenant);
        await().until(() ->
                operator().delete("/api/tenants/{t}", tenant.value()).statusCode() == 204);
    }

    private DecisionExport export(Filter filter, Extent extent) {
        return new DecisionExport(tenant, "auditor", TableFormat.NDJSON, ExportFrame.NONE, filter, 0, extent);
    }

    private static List<byte[]> read(Multi<byte[]> pieces) {
        return pieces.collect().asList().await().atMost(Duration.ofMinutes(1));
    }

    /** Only a superuser can disable them. */
    private void bypassTriggers(String statement) {
        database.administer(
                "SET session_replication_role = replica", "SET rocketmat.tenant = '*'", statement.formatted(tenant));
    }

    private void record(Fact... facts) {
        unit.run(tenant, () -> decisions.record(tenant, List.of(facts)));
    }

    private void recordScored(int rows) {
        record(LongStream.rangeClosed(1, rows)
                .mapToObj(DecisionLogQuarkusTest::scored)
                .toArray(Fact[]::new));
    }

    private static Fact scored(long application) {
        return scored(application, REASONS);
    }

    private static Fact scored(long application, String reasons) {
        return new Fact(
                DecisionKind.SCORED,
                new Subject(ANN, application),
                VERSION,
                new BigDecimal("87.5"),
                reasons,
                DecisionMode.LIVE,
                null,
                new Fact.Basis(5L, 0.875, Map.of()));
    }

    private static Fact fact(DecisionKind kind, long application) {
        return Fact.of(kind, new Subject(ANN, application), VERSION, null, null);
    }

    private ValidatableResponse call(String query) {
        return Surroundings.operator()
                .get("/api/tenants/" + tenant + "/decisions" + query)
                .then();
    }

    private byte[] export(String type, String query) {
        return Surroundings.operator()
                .accept(type)
                .get("/api/tenants/" + tenant + "/decisions" + query)
                .then()
                .statusCode(200)
                .contentType(containsString(type))
                .extract()
                .asByteArray();
    }

    private void verify(boolean ok, Integer rows, Integer brokenAt) {
        call("/verify")
                .statusCode(200)
                .body("ok", equalTo(ok))
                .body("rows", rows == null ? notNullValue() : equalTo(rows))
                .body("brokenAt", equalTo(brokenAt))
                .body("detail", notNullValue());
    }
}
