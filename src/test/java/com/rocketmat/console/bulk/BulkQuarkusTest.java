package com.rocketmat.console.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import com.rocketmat.console.Browser;
import com.rocketmat.console.bulk.BulkActions.Outcome;
import com.rocketmat.console.element.Badge;
import com.rocketmat.doctor.Doctor;
import com.rocketmat.sandbox.customer.ApartCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.TenantActions;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.TenantSearch;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two running tenants and one with an invalid secret, found by a prefix, and one to which some operators are restricted. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkQuarkusTest {

    private static final List<String> TENANTS = List.of("bulk-broken", "bulk-one", "bulk-two");
    private static final int TOO_MANY = 2_001;
    private static final Pattern FORM = Pattern.compile("name=\"previewed\" value=\"(\\w+)\"");

    VaultStandIn vault;
    GreenhouseSimulator greenhouse;
    SandboxDatabase database;

    @Inject
    TenantSearch search;

    @Inject
    TenantRegistry registry;

    @Inject
    TenantActions actions;

    @Inject
    Doctor doctor;

    @TestHTTPResource
    URI service;

    private Operator api;
    private Browser operator;

    @BeforeAll
    void tenants() {
        int number = 80;
        for (String tenant : List.of("bulk-one", "bulk-two")) {
            ApartCustomer customer = new ApartCustomer(greenhouse.organisation(tenant), ++number);
            WrittenSecret.put(vault, tenant, customer.secret("12h"));
        }
        for (String tenant : List.of("bulk-broken", Surroundings.KEPT_TO)) {
            WrittenSecret.put(vault, tenant, Map.of("harvest_client_id", "an-id"));
        }
    }

    @AfterAll
    void deleteTenants() {
        TENANTS.forEach(tenant -> WrittenSecret.delete(vault, tenant));
        database.execute("DELETE FROM tenant WHERE tenant_id LIKE 'mass-%'");
    }

    @BeforeEach
    void resumeTenants() {
        api = Surroundings.api();
        operator = Browser.signedIn(Surroundings.OPERATOR);
        await().until(() -> Stream.concat(TENANTS.stream(), Stream.of(Surroundings.KEPT_TO))
                .allMatch(tenant -> api.tenant(tenant).statusCode() == 200));
        Stream.concat(TENANTS.stream(), Stream.of(Surroundings.KEPT_TO))
                .forEach(tenant -> api.post("/api/tenants/%s/resume".formatted(tenant)));
    }

    @Test
    void theOverviewOffersBulkActionsToOperators() {
        assertThat(operator.page("/console?q=bulk-&state=INVALID"))
                .contains("All that match:", "formaction=\"/console/bulk/doctor\"")
                .contains("name=\"q\" value=\"bulk-\"", "name=\"state\" value=\"INVALID\"");
        assertThat(Browser.signedIn(Surroundings.VIEWER).page("/console?q=bulk-"))
                .doesNotContain("/console/bulk");
    }

    @Test
    void anUnknownStateIsABadRequest() {
        assertThat(operator.get("/console/bulk/pause?q=bulk-&state=ACTVE").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTenantPurgedMeanwhileIsReported() {
        BulkActions bulk = new BulkActions(search, registry, actions, doctor, Clock.systemUTC());
        List<TenantId> done = new ArrayList<>();

        var outcome = bulk.act(BulkAction.PAUSE, List.of(new TenantId("bulk-purged")), done::add);

        assertThat(done).isEmpty();
        assertThat(outcome.rows()).extracting(BulkPage.Row::tenant).containsExactly("bulk-purged");
    }

    @Test
    void aPreviewNamesTheTenantsAndChangesNothing() {
        assertThat(operator.page("/console/bulk/pause?q=bulk-"))
                .contains("<h1>Pause 3 tenants</h1>", "tenants with &#39;bulk-&#39; in their id")
                .contains(TENANTS)
                .contains("name=\"previewed\"");
        assertThat(operator.page("/console/bulk/resume?q=bulk-"))
                .contains("Resume 0 tenants", "this affects none")
                .doesNotContain("id=\"confirm\"");
        assertThat(operator.page("/console/bulk/sync?q=bulk-"))
                .contains("Sync 2 tenants")
                .doesNotContain("bulk-broken");
        assertThat(states()).doesNotContain("PAUSED");
    }

    @Test
    void allMatchingTenantsArePausedAndAudited() {
        Object before = audit("*", "items.id[0]");

        send(operator, "pause", "bulk-").then().statusCode(200).body(containsString("Paused 3 tenants."));

        assertThat(states()).as("an invalid secret precedes a pause").containsExactly("INVALID", "PAUSED", "PAUSED");
        assertThat(audit("*", "items.id[1]")).isEqualTo(before);
        assertThat(audit("*", "items[0]"))
                .asInstanceOf(MAP)
                .containsEntry("actor", "operator")
                .containsEntry("action", "POST /console/bulk/{action}")
                .containsEntry("phase", "DONE");
        assertThat(audit("*", "items[0].details"))
                .asInstanceOf(MAP)
                .containsEntry("action", "pause")
                .containsEntry("filter", "tenants with 'bulk-' in their id")
                .containsEntry("tenants", "3")
                .containsEntry("failed", "0")
                .containsEntry("left", "0");
        Object call = audit("*", "items[0].reference");
        assertThat(api.get("/api/audit?phase=BEGUN&tenant=*").<Map<String, Object>>path("items[0]"))
                .as("recorded when it begins")
                .containsEntry("actor", "operator")
                .containsEntry("reference", call);
        assertThat(audit("bulk-one", "items[0]"))
                .asInstanceOf(MAP)
                .containsEntry("actor", "operator")
                .containsEntry("action", "POST /console/bulk/pause")
                .containsEntry("reference", call)
                .extractingByKey("details", MAP)
                .containsOnlyKeys("address");

        send(operator, "resume", "bulk-").then().body(containsString("Resumed 3 tenants."));
        assertThat(states()).doesNotContain("PAUSED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "23505 | Paused 2 tenants, 1 more failed.",
                "55P03 | Paused 2 tenants, 1 more failed.",
                "57014 | Paused 1 tenant. Stopped early, because the database is unavailable: 2 tenants remaining."
            })
    void aFailedCommitAffectsOneTenantUnlessTheDatabaseFails(String failure, String said) {
        database.execute("""
                CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS
                $$BEGIN RAISE EXCEPTION 'planted' USING ERRCODE = '%s'; END$$;
                CREATE CONSTRAINT TRIGGER planted AFTER UPDATE ON tenant DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.tenant_id = 'bulk-one') EXECUTE FUNCTION planted()""".formatted(failure));
        try {
            send(operator, "pause", "bulk-").then().statusCode(200).body(containsString(said));
        } finally {
            database.execute("DROP FUNCTION planted CASCADE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk-o", "bulk-broken"})
    void onlyPreviewedTenantsAreChanged(String previewed) {
        confirm(operator, "pause", "bulk-t", previewed(operator, "pause", previewed))
                .then()
                .statusCode(409)
                .body(containsString("Nothing was done: the affected tenants have changed since the preview."))
                .body(containsString("Pause 1 tenant"))
                // the address of that page
                .body(containsString("action=\"/console/bulk/pause?q=bulk-t\""));
        assertThat(states()).doesNotContain("PAUSED");
    }

    /** The operator may reload the result. */
    @Test
    void aRepeatedFormChangesNothing() {
        String previewed = previewed(operator, "pause", "bulk-");
        confirm(operator, "pause", "bulk-", previewed).then().body(containsString("Paused 3 tenants."));

        confirm(operator, "pause", "bulk-", previewed)
                .then()
                .statusCode(409)
                .body(containsString("Nothing was done"))
                .body(containsString("this affects none."));
    }

    @Test
    void syncRequestsRunsOfRunningTenants() {
        giveModel("bulk-one");
        giveModel("bulk-two");
        await().until(() -> !triggers("bulk-one").isEmpty());

        send(operator, "sync", "bulk-").then().body(containsString("Requested a run of 2 tenants."));

        await().until(() -> triggers("bulk-one").contains("operator")
                && triggers("bulk-two").contains("operator"));
    }

    @Test
    void theDoctorReportsTenantsThatItCannotCheckNow() {
        giveModel("bulk-two");
        greenhouse
                .faults()
                .on(Match.get("/v3/jobs").organisation("bulk-two"))
                .always()
                .answer(Fault.serverError());
        try {
            assertThat(send(operator, "doctor", "bulk-two").asString())
                    .contains(
                            "Ran the doctor on 1 tenant. 1 could not be checked.", "scope harvest:jobs:list: cannot be")
                    .doesNotContain("failed");
            List<Map<String, String>> findings =
                    api.post("/api/tenants/bulk-two/doctor").path("findings");
            assertThat(findings)
                    .as("what the API promises")
                    .allSatisfy(finding -> assertThat(finding.keySet()).isSubsetOf("check", "status", "seen", "remedy"))
                    .anySatisfy(finding -> assertThat(finding)
                            .containsEntry("status", "FAILED")
                            .hasEntrySatisfying("seen", seen -> assertThat(seen).startsWith("cannot be checked now")));
        } finally {
            greenhouse.faults().clear();
        }
    }

    @Test
    void theDoctorExaminesEachTenant() {
        Organisation two = greenhouse.organisation("bulk-two");
        two.archiveField("rocketmat");
        String page = send(operator, "doctor", "bulk-").asString();
        two.rows("custom_fields")
                .forEach(field ->
                        two.change("custom_fields", field.path("id").longValue(), row -> row.put("active", true)));
        assertThat(page)
                .contains("Ran the doctor on 2 tenants, ")
                .contains("of them with a failure.")
                .contains("href=\"/console/tenants/bulk-one\"", "href=\"/console/tenants/bulk-two\"")
                .containsIgnoringCase("score field");
    }

    @Test
    void anExaminationIsAbortedWhenTimeIsUp() {
        AtomicInteger readings = new AtomicInteger();
        // the pass starts, then the examination, then its first two checks
        InstantSource clock = () -> Instant.EPOCH.plusSeconds(readings.incrementAndGet() <= 4 ? 0 : 41);
        List<TenantId> done = new ArrayList<>();
        long before = calls("bulk-two");

        Outcome outcome = new BulkActions(search, registry, actions, doctor, clock.withZone(ZoneOffset.UTC))
                .act(BulkAction.DOCTOR, List.of(new TenantId("bulk-two")), done::add);

        assertThat(outcome).isEqualTo(new Outcome(List.of(), 1, "it took more than 40 s"));
        assertThat(done).isEmpty();
        assertThat(calls("bulk-two") - before).as("two checks").isBetween(1L, 3L);
    }

    /** Such as a class that is missing in the native image. */
    @Test
    void anErrorDuringAnExaminationAffectsOneTenant() {
        AtomicInteger readings = new AtomicInteger();
        InstantSource clock = () -> {
            // the pass starts, then the examination, then its first check
            if (readings.incrementAndGet() == 3) {
                throw new NoClassDefFoundError("planted");
            }
            return Instant.EPOCH;
        };

        Outcome outcome = new BulkActions(search, registry, actions, doctor, clock.withZone(ZoneOffset.UTC))
                .act(BulkAction.DOCTOR, List.of(new TenantId("bulk-two")), _ -> {});

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        List.of(new BulkPage.Row(
                                "bulk-two",
                                new Badge("Failed", "bad"),
                                "an unexpected error: see the log",
                                "try again")),
                        0,
                        null));
    }

    private long calls(String tenant) {
        return greenhouse.calls().of(tenant).size();
    }

    @Test
    void aRestrictedOperatorActsOnTheirTenantsOnly() {
        Browser kept = Browser.signedIn(Surroundings.KEPT_OPERATOR);
        assertThat(kept.page("/console/bulk/pause"))
                .contains("Pause 1 tenant", Surroundings.KEPT_TO)
                .doesNotContain("bulk-one");
        send(kept, "pause", "").then().body(containsString("Paused 1 tenant."));
        assertThat(audit("*", "items[0].details")).asInstanceOf(MAP).containsEntry("reach", Surroundings.KEPT_TO);
        assertThat(states()).doesNotContain("PAUSED");
        assertThat(operator.page("/console/bulk/resume?q=" + Surroundings.KEPT_TO))
                .contains("Resume 1 tenant");
    }

    @Test
    void theNumberOfTenantsIsLimited() {
        database.execute(
                "INSERT INTO tenant (tenant_id, state, since) SELECT 'mass-' || i, 'ACTIVE', now() FROM generate_series(1, %d) i"
                        .formatted(TOO_MANY));
        assertThat(operator.page("/console/bulk/pause?q=mass-"))
                .contains("at most 2,000 tenants at once")
                .doesNotContain("id=\"confirm\"");
        send(operator, "pause", "mass-").then().statusCode(409).body(containsString("narrow the filter"));
        send(operator, "pause", "mass-11").then().statusCode(200).body(containsString("Paused 111 tenants."));
    }

    @Test
    void viewersSeeNoPreviews() {
        Browser viewer = Browser.signedIn(Surroundings.VIEWER);
        for (String action : List.of("pause", "resume", "sync", "doctor")) {
            viewer.get("/console/bulk/" + action).then().statusCode(403);
        }
    }

    @Test
    void aFormOfAnotherSessionAndAnUnknownActionAreRefused() {
        Browser.send(
                        operator.request().header("Sec-Fetch-Site", "same-origin"),
                        Browser.signedIn(Surroundings.OPERATOR).formToken(),
                        "/console/bulk/pause")
                .then()
                .statusCode(403);
        operator.get("/console/bulk/purge").then().statusCode(400).body(containsString("There is no such action"));
    }

    /** Unless another test has done so. */
    private void giveModel(String tenant) {
        if (api.tenant(tenant).path("activeModel") == null) {
            api.giveModel(tenant, "sklearn_logistic_zipmap");
        }
    }

    private static Response send(Browser browser, String action, String part) {
        return confirm(browser, action, part, previewed(browser, action, part));
    }

    private static Response confirm(Browser browser, String action, String part, String previewed) {
        return browser.request()
                .header("Sec-Fetch-Site", "same-origin")
                .formParam("form_token", browser.formToken())
                .queryParam("q", part)
                .formParam("previewed", previewed)
                .post("/console/bulk/" + action);
    }

    /** The value in the preview's form, if it has one. */
    private static String previewed(Browser browser, String action, String part) {
        Matcher form = FORM.matcher(
                browser.get("/console/bulk/%s?q=%s".formatted(action, part)).asString());
        return form.find() ? form.group(1) : "";
    }

    private List<String> states() {
        return TENANTS.stream()
                .map(tenant -> api.tenant(tenant).<String>path("state"))
                .toList();
    }

    /** The newest entry is the first. */
    private Object audit(String tenant, String path) {
        // refusals of the previous test may be recorded late
        return api.get("/api/audit?phase=DONE&tenant=" + tenant).path(path);
    }

    private List<String> triggers(String tenant) {
        return api.get("/api/tenants/%s/runs".formatted(tenant)).path("items.trigger");
    }
}
