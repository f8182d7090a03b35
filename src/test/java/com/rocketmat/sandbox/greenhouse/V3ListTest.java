package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V3ListTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    @Test
    void rowsComeByIdNewestFirstWhateverTheyWereChanged() {
        List<Long> ids = sandbox.applications(3);
        sandbox.clock.forward(Duration.ofMinutes(1));
        sandbox.acme.setCustomField(ids.getLast(), "rocketmat", NullNode.instance);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications")))
                .isEqualTo(ids)
                .allMatch(id -> id > 1L << 32);
    }

    @Test
    void aCursorStandsAloneAndNamesTheFirstRowOfTheNextPage() {
        List<Long> ids = sandbox.applications(5);
        Response first = sandbox.get("/v3/applications?per_page=2&status=active");
        String next = InProcessSandbox.next(first);
        assertThat(next)
                .startsWith(sandbox.simulator.harvestUrl() + "/v3/applications?cursor=")
                .doesNotContain("&");
        JsonNode state = Json.parse(Base64.getUrlDecoder().decode(next.split("cursor=", -1)[1].replace("%3D", "=")))
                .orElseThrow();
        assertThat(state.path("id").longValue()).isEqualTo(ids.get(2));
        assertThat(state.path("page").asInt()).isEqualTo(2);
        assertThat(state.path("query").path("status").asText()).isEqualTo("active");
        assertThat(state.path("original_request_id").asText())
                .isEqualTo(first.header("X-Request-Id").orElseThrow());
        assertThat(InProcessSandbox.ids(sandbox.get(next))).isEqualTo(ids.subList(2, 4));
        assertThat(sandbox.get(next + "&per_page=2").status()).isEqualTo(422);
    }

    @Test
    void theLastPageHasAnEmptyLinkOrNoneEvenWhenItIsFull() {
        sandbox.applications(2);
        assertThat(sandbox.get("/v3/applications?per_page=2").header("Link")).contains("");
        sandbox.switches().lastPageLink = Switches.LastPageLink.ABSENT;
        assertThat(sandbox.get("/v3/applications?per_page=2").header("Link")).isEmpty();
    }

    @Test
    void aRowCreatedWhilePagingIsNotSeen() {
        List<Long> ids = sandbox.applications(3);
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        sandbox.applications(1);
        assertThat(InProcessSandbox.ids(sandbox.get(next))).containsExactly(ids.getLast());
    }

    @Test
    void aRowThatIsUpdatedWhilePagingLeavesAWindowItWasIn() {
        List<Long> ids = sandbox.applications(3);
        String next = InProcessSandbox.next(sandbox.get(
                "/v3/applications?per_page=2&updated_at=gte%7C2026-11-24T12:00:00Z%7Clte%7C2026-11-24T12:01:00Z"));
        sandbox.clock.forward(Duration.ofMinutes(5));
        sandbox.acme.setCustomField(ids.getLast(), "rocketmat", NullNode.instance);
        assertThat(InProcessSandbox.ids(sandbox.get(next))).isEmpty();
    }

    @Test
    void theRowThatACursorNamesMayBeGone() {
        List<Long> ids = sandbox.applications(4);
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        sandbox.acme.deleteApplication(ids.get(2));
        assertThat(InProcessSandbox.ids(sandbox.get(next))).containsExactly(ids.getLast());
    }

    @Test
    void theFilterActiveGivesTheStatusInProcess() {
        sandbox.applications(1);
        assertThat(InProcessSandbox.json(sandbox.get("/v3/applications?status=active"))
                        .path(0)
                        .path("status")
                        .asText())
                .isEqualTo("in_process");
        assertThat(sandbox.get("/v3/applications?status=in_process").status()).isEqualTo(422);
    }

    @Test
    void aSingularParentIsAnUnknownParameter() {
        assertThat(sandbox.get("/v3/applications?job_id=1").text())
                .isEqualTo("{\"message\":\"Unprocessable Content\",\"errors\":[\"Invalid query params: job_id\"]}");
    }

    @Test
    void fiftyIdsAreTheMost() {
        List<Long> ids = sandbox.applications(2);
        String many = IntStream.rangeClosed(1, 49).mapToObj(Integer::toString).collect(Collectors.joining(","));
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications?ids=" + many + "," + ids.getLast())))
                .containsExactly(ids.getLast());
        assertThat(sandbox.get("/v3/applications?ids=" + many + ",50," + ids.getLast())
                        .status())
                .isEqualTo(422);
    }

    @Test
    void anOptionFilterFindsTheRowsThatHaveTheOption() {
        List<Long> ids = sandbox.applications(2);
        sandbox.acme.add("custom_fields", OrganisationBuilder.field(1, "band", "Band", "single_select"));
        sandbox.acme.add(
                "custom_field_options",
                Json.object()
                        .put("id", 2)
                        .put("custom_field_id", 1)
                        .put("name", "B")
                        .put("active", true));
        sandbox.acme.setCustomField(ids.getFirst(), "band", Json.text("B"));
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications?custom_field_option_id=2")))
                .containsExactly(ids.getFirst());
    }

    @Test
    void thereIsNoShowEndpointAndARouteIsLookedForBeforeAToken() {
        long id = sandbox.applications(1).getFirst();
        assertThat(sandbox.get("/v3/applications/" + id).text()).isEqualTo("{\"message\":\"Resource not found\"}");
        assertThat(sandbox.send("GET", "/v3/nothing", Map.of(), "").status()).isEqualTo(404);
        assertThat(sandbox.send("GET", "/v3/jobs", Map.of(), "").status()).isEqualTo(401);
    }

    @Test
    void aUserWhoIsNoSiteAdminReadsNothing() {
        sandbox.applications(1);
        sandbox.acme.change("users", sandbox.acme.userId(), user -> user.put("site_admin", false));
        assertThat(sandbox.get("/v3/applications").status()).isEqualTo(403);
        sandbox.switches().nonAdminReads = Switches.NonAdminReads.EMPTY;
        assertThat(sandbox.get("/v3/applications").text()).isEqualTo("[]");
    }

    @Test
    void serviceAccountsAreHiddenUnlessAskedForAndHaveNoMail() {
        sandbox.acme.add("users", Json.object().put("id", 5L).put("name", "Robot"));
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/users"))).doesNotContain(5L);
        JsonNode robot = InProcessSandbox.json(sandbox.get("/v3/users?show_service_accounts=true&ids=5"))
                .path(0);
        assertThat(robot.has("primary_email")).isFalse();
    }

    @Test
    void aTextKeepsItsLettersOnTheWire() {
        sandbox.acme.addCandidate("Zoë", "Ødegård");
        assertThat(sandbox.get("/v3/candidates").text()).contains("Zoë", "Ødegård");
    }
}
