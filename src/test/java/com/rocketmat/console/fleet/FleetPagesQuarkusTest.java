package com.rocketmat.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.console.Browser;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The pages about all tenants and replicas, and who may see them. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FleetPagesQuarkusTest {

    private static final String OTHER = "fleet-other";
    private static final int VERSIONS = 120;
    private static final Pattern VERSION = Pattern.compile("/console/tenants/([a-z0-9-]+)/models/([0-9a-f]{64})");

    SandboxDatabase database;
    VaultStandIn vault;

    @TestHTTPResource
    URI service;

    private Browser viewer;
    private Browser operator;
    private Browser kept;

    @BeforeEach
    void fill() {
        if (kept != null) {
            return;
        }
        for (String tenant : List.of(OTHER, Surroundings.KEPT_TO)) {
            WrittenSecret.broken(vault, tenant);
        }
        database.execute("""
                INSERT INTO model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, checks, reference_row, resident_bytes, batch_millis)
                SELECT 'fleet-other', repeat('0', 61) || to_char(i, 'FM000'), 'forest-' || i, '{}', 'f', CASE WHEN i = 7 THEN 'SHADOW' ELSE 'RETIRED' END,
                       now() - (i % 3) * interval '1 day', '[]', '{}', 3145728, 12 FROM generate_series(1, 120) i""", """
                INSERT INTO model_card (tenant_id, version, format, content) VALUES ('fleet-other', repeat('0', 61) || '007', 'MARKDOWN', 'x')""", """
                INSERT INTO model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, checks, reference_row, resident_bytes, batch_millis)
                VALUES ('reached', repeat('b', 64), 'reached-only', '{}', 'f', 'UPLOADED', now(), '[]', '{}', 1, 1)""", """
                INSERT INTO replica (name, version, since, seen_at) VALUES
                ('busy-1', '9.9.9', now() - interval '3 hours', now() + interval '4 minutes'), ('gone-1', '9.9.8', now() - interval '1 day', now() - interval '2 min')""", """
                INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version) VALUES
                ('fleet-test', 'fleet-other', now() + interval '1 day', true, 'busy-1', now() + interval '1 hour', 1),
                ('fleet-test', 'reached', now() + interval '1 day', true, 'busy-1', now() + interval '1 hour', 1),
                ('fleet-test', 'fleet-stuck', now() + interval '1 day', true, 'busy-1', now() - interval '5 min', 1)""");
        viewer = Browser.signedIn(Surroundings.VIEWER);
        operator = Browser.signedIn(Surroundings.OPERATOR);
        kept = Browser.signedIn(Surroundings.KEPT_OPERATOR);
    }

    @AfterAll
    void clear() {
        database.execute(
                "DELETE FROM scheduled_tasks WHERE task_name = 'fleet-test'",
                "DELETE FROM replica WHERE name IN ('busy-1', 'gone-1')",
                "DELETE FROM model_version WHERE tenant_id = 'fleet-other' OR tenant_id = 'reached'");
        WrittenSecret.delete(vault, OTHER);
    }

    @Test
    void everyPageLinksToTheOthersThatTheRoleMaySee() {
        for (String page : List.of("/console", "/console/models", "/console/status", "/console/tenants/" + OTHER)) {
            assertThat(operator.page(page))
                    .contains("href=\"/console/models\"", "href=\"/console/audit\"", "href=\"/console/status\"");
            assertThat(viewer.page(page)).contains("href=\"/console/status\"").doesNotContain("/console/audit");
        }
        assertThat(viewer.page("/console/status")).contains("<a href=\"/console/status\" aria-current=\"true\">");
        assertThat(Browser.stranger().get("/console/sign-in").asString()).doesNotContain("/console/status");
        for (String page : List.of("models", "audit", "status")) {
            Browser.stranger().get("/console/" + page).then().statusCode(303);
        }
    }

    @Test
    void theStatusShowsAllRunningReplicas() {
        await().until(() -> viewer.page("/console/status").contains("This one"));
        assertThat(viewer.page("/console/status"))
                .contains("busy-1", "9.9.9", "3 h ago", "Several versions run side by side")
                .contains("data-label=\"Slices now\" class=\"number\">2<")
                .doesNotContain("gone-1");
    }

    @Test
    void aRestrictedOperatorSeesSlicesOfTheirTenantsOnly() {
        assertThat(kept.page("/console/status"))
                .contains("busy-1", "data-label=\"Slices now\" class=\"number\">1<")
                .doesNotContain("data-label=\"Slices now\" class=\"number\">2<");
    }

    @Test
    void versionsOfAllTenantsArePaged() {
        List<String> seen = new ArrayList<>();
        Optional<String> page = Optional.of("/console/models?q=fleet-");
        while (page.isPresent()) {
            String html = viewer.page(page.get());
            seen.addAll(
                    VERSION.matcher(html).results().map(found -> found.group(2)).toList());
            page = Browser.next(html);
        }
        assertThat(seen).hasSize(VERSIONS).doesNotHaveDuplicates();
        assertThat(seen.getFirst()).as("the newest first").endsWith("120");
    }

    @Test
    void thePageOfATenantWithManyVersionsLinksToOlderOnes() {
        String models = viewer.page("/console/tenants/%s/models".formatted(OTHER));
        assertThat(models.split("id=\"model-")).as("versions").hasSize(101);
        String others = Pattern.compile("id=\"older\" href=\"([^\"]+)\"")
                .matcher(models)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1)
                .replace("&amp;", "&");
        assertThat(VERSION.matcher(viewer.page(others)).results().map(found -> found.group(2)))
                .as("the others")
                .hasSize(VERSIONS - 100);
        assertThat(viewer.page("/console/tenants/%s/models".formatted(Surroundings.KEPT_TO)))
                .contains("reached-only")
                .doesNotContain("Only the newest");
    }

    @Test
    void aVersionForAnIdWithoutATenantIsNotListed() {
        database.execute(
                "INSERT INTO model_version (tenant_id, version, name, state, uploaded_at, manifest, file_sha256, checks, reference_row, resident_bytes, batch_millis)"
                        + " SELECT 'fleet-to-come', version, name, state, uploaded_at, manifest, file_sha256, checks, reference_row, resident_bytes, batch_millis"
                        + " FROM model_version WHERE tenant_id = 'fleet-other' LIMIT 1");
        try {
            assertThat(viewer.page("/console/models?q=fleet-to-come")).contains("No version matches");
        } finally {
            database.execute("DELETE FROM model_version WHERE tenant_id = 'fleet-to-come'");
        }
    }

    @Test
    void aVersionIsFoundByItsState() {
        assertThat(viewer.page("/console/models?state=SHADOW&q=fleet-"))
                .contains("forest-7<", "3.0 MiB in memory, 12 ms for the largest batch", ">yes<")
                .doesNotContain("forest-8<");
        assertThat(viewer.page("/console/models?q=no-such-tenant")).contains("No version matches");
        assertThat(viewer.page("/console/models?state=nonsense&after=nonsense&q=fleet-"))
                .contains("forest-");
    }

    @Test
    void aRestrictedOperatorSeesVersionsOfTheirTenantsOnly() {
        assertThat(kept.page("/console/models")).contains("reached-only").doesNotContain(OTHER);
        assertThat(kept.page("/console/models?q=fleet-")).contains("No version matches");
    }

    @Test
    void theAuditLogIsReadAcrossTenants() {
        operator.send("/console/tenants/%s/pause".formatted(OTHER)).then().statusCode(303);
        operator.send("/console/tenants/%s/resume".formatted(OTHER)).then().statusCode(303);
        assertThat(operator.page("/console/audit"))
                .containsPattern("<time [^>]*>\\d+ \\w{3} \\d{4}, \\d\\d:\\d\\d:\\d\\d UTC</time>")
                .contains("POST /console/tenants/{tenant}/pause", "href=\"/console/tenants/" + OTHER + "\"")
                .contains("Done", "status: 303");
        assertThat(operator.page("/console/audit?tenant=%s&actor=not-there".formatted(OTHER)))
                .contains("No entry matches");
        assertThat(operator.page("/console/audit?tenant=%s&phase=DONE&before=nonsense".formatted(OTHER)))
                .contains("POST /console/tenants/{tenant}/pause", "<option value=\"DONE\" selected>");
        assertThat(operator.page("/console/audit?tenant=%s&phase=Done".formatted(OTHER)))
                .contains("POST /console/tenants/{tenant}/pause", "<option value=\"\" selected>");
        viewer.send("/console/tenants/%s/pause".formatted(OTHER)).then().statusCode(403);
        await().untilAsserted(() -> assertThat(
                        operator.page("/console/audit?tenant=" + OTHER + "&phase=REFUSED&actor=viewer"))
                .contains("POST /console/tenants/{tenant}/pause"));
        viewer.get("/console/audit").then().statusCode(403);
        kept.send("/console/tenants/%s/pause".formatted(Surroundings.KEPT_TO));
        kept.send("/console/tenants/%s/resume".formatted(Surroundings.KEPT_TO));
        assertThat(kept.page("/console/audit"))
                .contains("href=\"/console/tenants/" + Surroundings.KEPT_TO + "\"")
                .doesNotContain(OTHER);
        assertThat(kept.page("/console/audit?tenant=" + OTHER)).contains("No entry matches");
    }

    @Test
    void theAuditLogIsPaged() {
        database.execute("""
                INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details)
                SELECT 'fleet-other', now(), 'pager', 'entry ' || i, 'DONE', 'r', '{"from": "", "rows": "5"}' FROM generate_series(1, 120) i""");
        String page = operator.page("/console/audit?actor=pager");
        assertThat(page).contains("entry 120<", "entry 71<").doesNotContain("entry 70<", "First page");
        assertThat(page).contains("rows: 5").doesNotContain("from: ");
        page = operator.page(Browser.next(page).orElseThrow());
        assertThat(page).contains("entry 70<", "First page").doesNotContain("entry 71<", "entry 20<");
        page = operator.page(Browser.next(page).orElseThrow());
        assertThat(page).contains("entry 20<");
        assertThat(Browser.next(page)).isEmpty();
    }
}
