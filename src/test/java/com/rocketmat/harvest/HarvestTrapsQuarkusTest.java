package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.greenhouse.Call;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.sandbox.greenhouse.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.Switches;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Known traps of Harvest v3, each by its name, with every possible answer to undocumented behaviour. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class HarvestTrapsQuarkusTest {

    private static final Set<String> ID = Set.of("id");

    GreenhouseSimulator greenhouse;

    @Inject
    HarvestSessions sessions;

    private Organisation organisation;

    @BeforeEach
    void anOrganisation() {
        organisation = greenhouse.organisation("traps");
        organisation.rateLimit(10_000);
        greenhouse.faults().clear();
        greenhouse.calls().clear();
    }

    @AfterEach
    void asItWas() {
        organisation.allScopes();
        greenhouse.faults().clear();
        greenhouse
                .switches()
                .tokenExpiry(Switches.TokenExpiry.EXPIRES_AT)
                .revokeOnMint(false)
                .lastPageLink(Switches.LastPageLink.EMPTY)
                .patchAnswer(Switches.PatchAnswer.ROW);
        greenhouse.switches().reads().ignoredFilters(Set.of()).privateCandidates(PrivateCandidates.STUB);
    }

    @ParameterizedTest
    @EnumSource(Switches.TokenExpiry.class)
    void a_token_tells_its_end_as_expires_at_or_expires_in_or_not_at_all(Switches.TokenExpiry expiry) {
        greenhouse.switches().tokenExpiry(expiry);
        HarvestSession session = session();

        session.jobs(List.of(1L), ID);
        session.jobs(List.of(1L), ID);

        assertThat(mints()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("token revoked by a sibling pod")
    void a_sibling_that_mints_may_revoke_our_token_and_neither_loops(boolean revokeOnMint) {
        greenhouse.switches().revokeOnMint(revokeOnMint);
        HarvestSession one = session();
        HarvestSession sibling = session();

        for (int turn = 0; turn < 3; turn++) {
            assertThat(one.jobs(List.of(1L), ID)).isEmpty();
            assertThat(sibling.jobs(List.of(1L), ID)).isEmpty();
        }

        // revoked each turn: one mint and one more try each
        assertThat(mints()).isEqualTo(revokeOnMint ? 6 : 2);
        assertThat(statuses("/v3/jobs")).hasSize(revokeOnMint ? 10 : 6);
    }

    @Test
    void a_malformed_client_id_is_a_400_that_echoes_it_and_nothing_of_it_is_kept() {
        HarvestException refused = catchThrowableOfType(
                HarvestException.class,
                () -> session(client("no-suffix-of-digits-")).jobs(List.of(1L), ID));

        assertThat(refused.failure()).isInstanceOf(Unauthorised.class);
        assertThat(refused).hasMessageNotContaining("suffix");
        assertThat(refused.getCause()).isNull();
    }

    @Test
    void without_a_user_the_token_is_the_service_users_and_no_sub_is_sent() {
        Credential client = new Credential.OAuthClient(
                new Secret(organisation.clientId()), new Secret(organisation.clientSecret()));
        sessions.session(TestTenants.settings(UUID.randomUUID().toString(), client, Optional.empty()))
                .jobs(List.of(1L), ID);

        assertThat(greenhouse.calls().where(call -> call.path().equals("/token")))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).doesNotContain("sub"));
    }

    @Test
    @DisplayName("403 scope lost")
    void a_removed_scope_counts_at_once_and_one_that_is_ticked_again_with_the_next_token() {
        HarvestSession session = session();
        session.jobs(List.of(1L), ID);

        organisation.scopes(Set.of("harvest:applications:list"));
        assertThat(failure(() -> session.jobs(List.of(1L), ID))).isEqualTo(new Forbidden("harvest:jobs:list"));

        organisation.allScopes();
        assertThat(session.jobs(List.of(1L), ID)).isEmpty();
        assertThat(mints()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Switches.LastPageLink.class)
    void a_full_last_page_ends_with_an_empty_link_or_none(Switches.LastPageLink last) {
        greenhouse.switches().lastPageLink(last);
        List<Long> ids = employments(500);

        assertThat(session().employments(List.of(candidate(ids.getFirst())), Set.of("id", "candidate_id")))
                .hasSize(500);
        assertThat(statuses("/v3/candidate_employments")).containsExactly(200);
    }

    @Test
    void headers_may_come_in_lower_case() {
        List<Long> ids = employments(510);
        greenhouse.faults().on(Match.get("/v3/candidate_employments")).always().answer(new Fault.LowerCaseHeaders());

        assertThat(session().employments(List.of(candidate(ids.getFirst())), Set.of("id", "candidate_id")))
                .hasSize(510);
    }

    @Test
    void a_cursor_that_is_no_longer_good_is_invalid_and_not_tried_again() {
        greenhouse.faults().on(Match.get("/v3/applications").query("cursor=")).answer(Fault.cursorExpired());

        assertThat(failure(() -> session().applications(greenhouse.harvestUrl() + "/v3/applications?cursor=eyJ9")))
                .isInstanceOf(Invalid.class);
        assertThat(statuses("/v3/applications")).containsExactly(422);
    }

    @Test
    void the_filter_says_active_and_the_rows_say_in_process() {
        long application = application();
        HarvestSession session = session();

        assertThat(session.applications(
                                new ApplicationWindow(Optional.empty(), session.now(), Set.of()),
                                Set.of("id", "status"))
                        .rows())
                .filteredOn(row -> row.id() == application)
                .extracting(Application::status)
                .containsExactly(Application.IN_PROCESS);
        assertThat(greenhouse.calls().where(call -> call.path().equals("/v3/applications")))
                .allMatch(call -> call.query().contains("status=active"));
    }

    @Test
    void a_200_does_not_prove_that_a_filter_was_applied() {
        organisation.add(
                "custom_fields",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", 4_440_777_000L)
                        .put("field_type", "candidate")
                        .put("name", "Same key")
                        .put("name_key", "rocketmat")
                        .put("value_type", "short_text")
                        .put("active", true));
        greenhouse.switches().reads().ignoredFilters(Set.of("field_type", "active"));

        assertThat(session().applicationFields())
                .filteredOn(field -> field.nameKey().equals("rocketmat"))
                .extracting(CustomField::valueType)
                .containsExactly("number");
    }

    @Test
    void ids_exceed_32_bits() {
        long application = application();

        assertThat(application).isGreaterThan(Integer.MAX_VALUE);
        assertThat(session().applications(List.of(application), ID))
                .extracting(Application::id)
                .containsExactly(application);
    }

    @Test
    void deleted_rows_are_simply_not_among_the_answers() {
        long kept = application();
        long deleted = application();
        organisation.deleteApplication(deleted);

        assertThat(session().applications(List.of(kept, deleted), ID))
                .extracting(Application::id)
                .containsExactly(kept);
    }

    @ParameterizedTest
    @EnumSource(
            value = PrivateCandidates.class,
            names = {"STUB", "STUB_WITHOUT_ID", "ABSENT"})
    void a_private_candidate_may_be_a_stub_with_or_without_id_or_absent(PrivateCandidates shown) {
        greenhouse.switches().reads().privateCandidates(shown);
        long person = organisation.addCandidate("Ana", "Prova");
        organisation.makePrivate(person);

        assertThat(session().candidates(List.of(person), Set.of("id", "first_name")))
                .allMatch(Candidate::stub)
                .hasSize(shown == PrivateCandidates.ABSENT ? 0 : 1);
    }

    @ParameterizedTest
    @EnumSource(Switches.PatchAnswer.class)
    void a_write_is_answered_with_the_row_or_with_nothing(Switches.PatchAnswer answer) {
        greenhouse.switches().patchAnswer(answer);
        long application = application();

        session().update(application, List.of(new CustomFieldWrite("rocketmat", DecimalNode.valueOf(BigDecimal.TEN))));

        assertThat(organisation.score(application, "rocketmat")).isEqualTo(10);
    }

    @Test
    void a_422_names_the_field_and_its_text_is_not_kept() {
        long application = application();

        HarvestFailure refused = failure(() -> session()
                .update(application, List.of(new CustomFieldWrite("rocketmat", TextNode.valueOf("Ana Prova")))));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.fields()).containsExactly("rocketmat"));
        assertThat(refused.toString()).doesNotContain("Prova");
    }

    @Test
    void an_error_of_the_cdn_carries_no_headers_and_uses_up_no_window() {
        organisation.rateLimit(150);
        HarvestSession session = session();
        session.jobs(List.of(1L), ID);
        greenhouse.faults().on(Match.get("/v3/jobs")).times(2).answer(new Fault.Html502());

        assertThat(session.jobs(List.of(1L), ID)).isEmpty();
        assertThat(session.scarce()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void a_read_that_keeps_failing_is_unavailable_after_two_more_tries(int status) {
        greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(new Fault.Html(status));

        assertThat(failure(() -> session().jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
        assertThat(statuses("/v3/jobs")).containsExactly(status, status, status);
    }

    @Test
    void an_answer_that_is_no_json_is_unavailable() {
        greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(new Fault.InvalidJson());

        assertThat(failure(() -> session().jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
    }

    @Test
    @DisplayName("reset time in the past")
    void a_reset_in_the_past_stops_nobody() {
        organisation.rateLimit(150);
        greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(new Fault.ResetShifted(Duration.ofMinutes(-5)));
        HarvestSession session = session();

        for (int call = 0; call < 5; call++) {
            assertThat(session.jobs(List.of(1L), ID)).isEmpty();
        }
    }

    private int mints() {
        return greenhouse.calls().count("POST", "/token");
    }

    private List<Integer> statuses(String path) {
        return greenhouse.calls().where(call -> call.path().equals(path)).stream()
                .map(Call::status)
                .toList();
    }

    private static HarvestFailure failure(ThrowingCallable call) {
        return catchThrowableOfType(HarvestException.class, call).failure();
    }

    private long application() {
        return organisation.addApplication(organisation.addCandidate("Ana", "Prova"), organisation.addJob("Analyst"));
    }

    /** Employments of one candidate; calls back with the candidate's id first. */
    private List<Long> employments(int count) {
        long person = organisation.addCandidate("Ana", "Prova");
        List<Long> ids = new ArrayList<>(List.of(person));
        IntStream.range(0, count).forEach(n -> {
            long id = person * 1_000 + n;
            organisation.add(
                    "candidate_employments",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("id", id)
                            .put("candidate_id", person)
                            .put("company_name", "Company")
                            .put("title", "Title")
                            .put("start_date", "2019-01-01"));
            ids.add(id);
        });
        return ids;
    }

    private static Candidate candidate(long id) {
        return new Candidate(id, null, null, null, null, null, null, null);
    }

    /** With its own tenant, so that no test sees another's token, budget or open circuit. */
    private HarvestSession session() {
        return sessions.session(settings(UUID.randomUUID().toString()));
    }

    private HarvestSession session(Credential.OAuthClient client) {
        return sessions.session(
                TestTenants.settings(UUID.randomUUID().toString(), client, Optional.of(organisation.userId())));
    }

    private static Credential.OAuthClient client(String id) {
        return new Credential.OAuthClient(new Secret(id), new Secret("secret"));
    }

    private TenantSettings settings(String tenant) {
        return TestTenants.settings(
                new TenantId(tenant).value(),
                organisation,
                "rocketmat",
                Optional.empty(),
                TenantSettings.WriteMode.FULL);
    }
}
