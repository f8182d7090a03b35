package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.rocketmat.access.Reach;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.score.ScoreFigures;
import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.TenantSearch;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page of all tenants, with ten thousand of them. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewQuarkusTest {

    private static final int ROWS = 50;
    /**
     * Session, pause of all, four figures, the page and three facts of its rows; some with a statement that sets the tenant.
     */
    private static final int STATEMENTS = 25;

    private static final Pattern TENANT = Pattern.compile("<a [^>]*href=\"/console/tenants/([a-z0-9-]+)\">");

    SandboxDatabase database;
    SandboxVault vault;

    @Inject
    SessionFactory hibernate;

    @Inject
    TenantSearch search;

    @Inject
    ScoreFigures figures;

    @Inject
    Instance<TenantFacts.NextDue> dues;

    @Inject
    Clock clock;

    private Crowd crowd;
    private Browser browser;

    @BeforeAll
    void fill() {
        crowd = Crowd.in(database);
    }

    @BeforeEach
    void signIn() {
        browser = Browser.signedIn(Surroundings.VIEWER);
    }

    @AfterAll
    void clear() {
        crowd.close();
    }

    @Test
    void aPageTakesAsManyStatementsAsOneTenant() {
        long forOne = statements(() -> browser.page("/console?q=crowd-00007"));
        long forMany = statements(() -> browser.page("/console?q=crowd"));
        assertThat(shown("/console?q=crowd")).hasSize(ROWS);
        assertThat(forOne).as("statements are counted").isPositive();
        assertThat(forMany).isLessThanOrEqualTo(forOne + 1).isLessThan(STATEMENTS);
    }

    @Test
    void blockedTenantsComeFirstWithReasonAndRemedy() {
        List<String> first = shown("/console?q=crowd");
        assertThat(first.subList(0, Crowd.BLOCKED)).allMatch(id -> Integer.parseInt(id.substring(6)) % 250 == 0);
        assertThat(browser.page("/console?q=crowd"))
                .contains("the score field is archived")
                .contains("make it active again");
    }

    @Test
    void pagesHaveNoGapOrRepetition() {
        Set<String> seen = new LinkedHashSet<>();
        List<String> order = new ArrayList<>();
        Optional<String> page = Optional.of("/console?q=crowd-000");
        while (page.isPresent()) {
            String html = browser.page(page.get());
            order.addAll(ids(html));
            page = Browser.next(html);
            assertThat(html)
                    .contains(order.size() <= ROWS ? "Matching tenants (50 or more)" : "Matching tenants, those");
        }
        seen.addAll(order);
        assertThat(order).hasSize(99).hasSameSizeAs(seen);
    }

    @Test
    void anEmptyLaterPageLeadsToTheFirst() {
        for (String beyond : List.of("/console?after=9.z", "/console?after=9.z&q=crowd")) {
            assertThat(browser.page(beyond))
                    .contains("First page", "Need attention")
                    .doesNotContain("No tenants yet", "No tenant matches");
        }
    }

    @Test
    void anOperatorOfMissingTenantsIsNotToldThatThereAreNone() {
        assertThat(Browser.signedIn(Surroundings.KEPT_FROM_ALL).page("/console"))
                .contains("No tenant that you may see exists.")
                .doesNotContain("No tenants yet");
    }

    @Test
    void tenantsAreFoundByStateAndPartOfTheirId() {
        assertThat(shown("/console?state=BLOCKED&q=crowd")).hasSize(Crowd.BLOCKED);
        assertThat(shown("/console?q=CROWD-00042")).containsExactly("crowd-00042");
        assertThat(browser.page("/console")).containsPattern("Blocked</span> <b>\\d+</b>");
        assertThat(browser.page("/console?q=CROWD-00042"))
                .as("all tenants are counted, not only the matching ones")
                .contains("Blocked</span></a>");
        assertThat(browser.page("/console?q=no-such-tenant")).contains("No tenant matches");
        assertThat(browser.page("/console?q=%25")).contains("No tenant matches");
        assertThat(shown("/console?after=nonsense&state=nonsense&q=crowd")).hasSize(ROWS);
    }

    @Test
    void aRestrictedOperatorSeesAndCountsTheirTenantsOnly() {
        asRestricted("viewer", "crowd-09999,not-there", kept -> {
            String page = kept.page("/console");
            assertThat(ids(page)).containsExactly("crowd-09999");
            assertThat(page).contains("for 1 tenant<");
            assertThat(kept.page("/console?q=crowd-00042")).contains("No tenant matches");
            kept.get("/console/tenants/crowd-09999").then().statusCode(200);
            kept.get("/console/tenants/crowd-00042").then().statusCode(403);
            kept.get("/console/tenants/crowd-00042/models").then().statusCode(403);
            kept.request()
                    .accept("text/event-stream")
                    .get(Addresses.events("crowd-00042"))
                    .then()
                    .statusCode(403);
        });
    }

    @Test
    @Tag("finding-B8")
    void tenantsWithWrittenScoresAreCounted() {
        asRestricted("viewer", "crowd-00007,crowd-00008", kept -> {
            assertThat(ids(kept.page("/console"))).containsExactly("crowd-00007", "crowd-00008");
            assertThat(kept.page("/console")).contains("for 1 tenant<");
        });
        // not the page's, which have cached past hours without these tenants
        Totals totals = new Totals(search, figures, dues, clock);
        assertThat(totals.figures(new Reach.All()).written().tenants())
                .as("tenants of other tests come and go")
                .isCloseTo(crowd.writers(), within(100L));
        long written = crowd.written("crowd-00006");
        database.execute("DELETE FROM score WHERE tenant_id = 'crowd-00006' AND application_id = 7");
        assertThat(totals.figures(Reach.Only.of(List.of("crowd-00006")))
                        .written()
                        .total())
                .as("past hours are cached for all tenants")
                .isEqualTo(written)
                .isEqualTo(crowd.written("crowd-00006") + 1);
    }

    private void asRestricted(String role, String tenants, Consumer<Browser> steps) {
        String token = UUID.randomUUID().toString();
        Map<String, String> operators = new HashMap<>(Surroundings.operators());
        operators.put("kept", "%s %s %s".formatted(role, SandboxStack.sha256(token), tenants));
        vault.put("rocketmat/operators", operators);
        try {
            await().until(() -> Browser.signIn(token).statusCode() == 303);
            steps.accept(Browser.signedIn(token));
        } finally {
            vault.put("rocketmat/operators", Surroundings.operators());
        }
    }

    @Test
    void aTenantThatIsNotRunningIsNotShownAsRunning() {
        String page = "/console/tenants/crowd-00009";
        assertThat(browser.page(page)).contains("next run ");
        database.execute(
                "INSERT INTO run (tenant_id, started_at, triggered_by, window_to, read_whole, discovered, written)"
                        + " VALUES ('crowd-00009', now(), 'schedule', now(), true, 42, 40)");
        assertThat(browser.page(page)).contains("Writing: 40 of 42 scores", "running now", "No estimate yet");
        try {
            database.execute("UPDATE run SET error = 'Greenhouse answers 503' WHERE tenant_id = 'crowd-00009'");
            assertThat(browser.page(page))
                    .contains("Stopped at 40 of 42 scores", "next run ")
                    .doesNotContain("running now", "estimate");
            database.execute("UPDATE run SET error = NULL WHERE tenant_id = 'crowd-00009'");
            database.execute("UPDATE tenant SET state = 'PAUSED' WHERE tenant_id = 'crowd-00009'");
            assertThat(browser.page(page))
                    .contains("Stopped at 40 of 42 scores")
                    .doesNotContain("running now", "next run", "estimate");
            assertThat(browser.page("/console?q=crowd-00009"))
                    .containsPattern("data-label=\"Next run\"><span class=\"muted\">–");
            database.execute("UPDATE tenant SET state = 'INVALID' WHERE tenant_id = 'crowd-00009'");
            assertThat(browser.page(page)).doesNotContain("running now", "next run", "estimate");
            database.execute("UPDATE tenant SET state = 'BLOCKED' WHERE tenant_id = 'crowd-00009'");
            assertThat(browser.page(page)).contains("Stopped at 40 of 42 scores", "next attempt ");
            database.execute(
                    "UPDATE tenant SET state = 'ACTIVE' WHERE tenant_id = 'crowd-00009'",
                    "UPDATE kill_switch SET paused = true, paused_at = now(), paused_by = 'ana'");
            assertThat(browser.page(page))
                    .contains("Stopped at 40 of 42 scores")
                    .doesNotContain("running now", "next run");
            assertThat(browser.page("/console?q=crowd-00007"))
                    .contains("<span>all tenants are paused</span>", "<code>POST /api/resume</code>")
                    .containsPattern("data-label=\"Next run\"><span class=\"muted\">–");
        } finally {
            database.execute(
                    "UPDATE kill_switch SET paused = false", "DELETE FROM run WHERE tenant_id = 'crowd-00009'");
        }
    }

    /** The window's writes include the sweep's scores, so its own figures would make the bar jump. */
    @Test
    void aSweepIsShownWhileAWindowIsReadBesideIt() {
        String page = "/console/tenants/crowd-00011";
        database.execute(
                "INSERT INTO run (tenant_id, started_at, triggered_by, window_from, window_to, read_whole, discovered, written)"
                        + " VALUES ('crowd-00011', now(), 'schedule', NULL, now(), false, 12000, 11600),"
                        + " ('crowd-00011', now(), 'schedule', now(), now(), true, 3, 1)");
        try {
            assertThat(browser.page(page))
                    .contains("Reading everything open: 12,000 applications found so far, 11,600 scores written");
            // recorded for the window, since it is what runs
            database.execute(
                    "UPDATE run SET error = 'Greenhouse answers 503' WHERE tenant_id = 'crowd-00011' AND window_from IS NOT NULL");
            assertThat(browser.page(page))
                    .contains("Stopped reading everything open: 12,000 applications")
                    .doesNotContain("running now");
        } finally {
            database.execute("DELETE FROM run WHERE tenant_id = 'crowd-00011'");
        }
    }

    private List<String> shown(String page) {
        return ids(browser.page(page));
    }

    private static List<String> ids(String html) {
        return TENANT.matcher(html).results().map(found -> found.group(1)).toList();
    }

    /** The minimum of several attempts, because the service's timers run queries too. */
    private long statements(Runnable work) {
        Statistics statistics = hibernate.getStatistics();
        statistics.setStatisticsEnabled(true);
        try {
            return IntStream.range(0, 12)
                    .mapToLong(_ -> {
                        long before = statistics.getPrepareStatementCount();
                        work.run();
                        return statistics.getPrepareStatementCount() - before;
                    })
                    .min()
                    .orElseThrow();
        } finally {
            statistics.setStatisticsEnabled(false);
        }
    }
}
