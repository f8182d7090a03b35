package com.rocketmat.harvest.v1;

import static com.rocketmat.harvest.HarvestFixture.failure;
import static com.rocketmat.harvest.HarvestFixture.score;
import static com.rocketmat.harvest.HarvestFixture.v1;
import static com.rocketmat.harvest.HarvestFixture.v3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.harvest.ApplicationWindow;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NoSuchUser;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.session.Budgets;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.PrivateCandidates;
import com.rocketmat.sandbox.greenhouse.switches.V1Switches.CustomFieldMaps;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class V1SessionQuarkusTest {

    private static final Set<String> ALL = Set.of();
    private static final ApplicationWindow SWEEP = new ApplicationWindow(Optional.empty(), Instant.EPOCH, Set.of());
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    GreenhouseSimulator greenhouse;

    @Inject
    HarvestSessions sessions;

    @Inject
    Budgets budgets;

    @Inject
    TenantStates states;

    @Inject
    FeatureCatalogue catalogue;

    private Organisation organisation;
    private HarvestSession session;

    @BeforeEach
    void startAnew() {
        greenhouse.faults().unused();
        greenhouse.calls().clear();
        organisation = greenhouse.organisation("legacy");
        organisation.v1RateLimit(100_000);
        session = v1(sessions, organisation);
    }

    @AfterEach
    void restore() {
        greenhouse.switches().v1Retired = false;
        greenhouse.switches().reads.privateCandidates = PrivateCandidates.STUB;
        greenhouse.switches().v1.missingPermissionStatus = 403;
        greenhouse.switches().v1.customFieldMaps = CustomFieldMaps.PRESENT;
        greenhouse.switches().v1.messageIn422 = true;
        greenhouse.switches().v1.lastLink = true;
        greenhouse.switches().v1.retryAfterInSeconds = true;
        greenhouse.switches().v1.seesEverything = true;
        organisation.allScopes();
        assertThat(greenhouse.faults().unused()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSweepIsReadPageByPageOldestFirst(boolean lastLink) {
        greenhouse.switches().v1.lastLink = lastLink;
        List<Long> ids = applications(1_101);
        List<Long> read = new ArrayList<>();
        Page<Application> page = session.applications(SWEEP, ALL);
        page.rows().forEach(row -> read.add(row.id()));
        while (page.next().isPresent()) {
            page = session.applications(page.next().get());
            page.rows().forEach(row -> read.add(row.id()));
        }
        assertThat(read).containsAll(ids).isSorted().doesNotHaveDuplicates();
        List<Call> calls = callsTo("/v1/applications");
        assertThat(calls.getFirst().query()).isEqualTo("per_page=500&skip_count=true&status=active");
        assertThat(calls.subList(1, calls.size()))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(call -> call.query().contains("page=") && call.status() == 200);
    }

    @Test
    void aWindowThatFailsIsRequestedInSmallerPages() {
        List<Long> ids = onlyApplications(250);
        greenhouse
                .on(Match.get("/v1/applications").query("per_page=500"))
                .always()
                .answer(new Fault.Html(502));

        Page<Application> page = session.applications(SWEEP, ALL);

        assertThat(page.rows()).extracting(Application::id).containsExactlyElementsOf(ids.subList(0, 100));
        assertThat(session.applications(page.next().orElseThrow()).rows())
                .extracting(Application::id)
                .containsExactlyElementsOf(ids.subList(100, 200));
    }

    @Test
    void aWindowFiltersByLastActivity() {
        List<Long> ids = applications(2);
        organisation.change("applications", ids.getFirst(), row -> row.put("last_activity_at", "2097-02-01T00:00:00Z"));
        organisation.change("applications", ids.getLast(), row -> row.put("last_activity_at", "2097-01-30T23:00:00Z"));
        Instant from = Instant.parse("2097-01-31T00:00:00.123456Z");
        Page<Application> page =
                session.applications(new ApplicationWindow(Optional.of(from), from.plusSeconds(60), Set.of()), ALL);
        assertThat(page.rows()).extracting(Application::id).containsExactly(ids.getFirst());
        assertThat(page.next()).isEmpty();
        assertThat(callsTo("/v1/applications"))
                .singleElement()
                .satisfies(call -> assertThat(call.query())
                        .contains("last_activity_after=2097-01-31T00%3A00%3A00.123Z", "status=active"));
    }

    @Test
    void oneJobIsFilteredInTheRequestSeveralAreNot() {
        long one = organisation.addJob("One");
        long candidate = organisation.addCandidate("Ana", "Prova");
        long application = organisation.addApplication(candidate, one);
        applications(1);
        assertThat(session.applications(new ApplicationWindow(Optional.empty(), session.now(), Set.of(one)), ALL)
                        .rows())
                .extracting(Application::id)
                .containsExactly(application);
        session.applications(new ApplicationWindow(Optional.empty(), session.now(), Set.of(one, one + 1)), ALL);
        assertThat(callsTo("/v1/applications"))
                .extracting(
                        call -> call.query().contains("job_id=" + one),
                        call -> call.query().contains("job_id"))
                .containsExactly(tuple(true, true), tuple(false, false));
    }

    @Test
    void aRowEqualsThatOfV3() {
        long id = applications(1).getFirst();
        organisation.change(
                "applications",
                id,
                row -> row.put("location_address", "Lyon")
                        .putArray("answers")
                        .addObject()
                        .put("question", "Why?")
                        .put("answer", "Because"));
        organisation.setCustomField(id, "rocketmat", JSON.numberNode(71));
        Application read = session.applications(List.of(id), ALL).getFirst();
        Application expected = v3(sessions, organisation)
                .applications(
                        List.of(id),
                        Set.of(("answers candidate_id created_at custom_fields id job_id location_address"
                                        + " prospect referrer_id source_id stage_name status")
                                .split(" ")))
                .getFirst();
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("customFields")
                .isEqualTo(expected);
        assertThat(read.customFields().get("rocketmat"))
                .isEqualTo(expected.customFields().get("rocketmat"));
    }

    /** As in the applications recorded in 2021. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRESENT")
    void aRowMayLackCustomFields(CustomFieldMaps maps) {
        long id = applications(1).getFirst();
        greenhouse.switches().v1.customFieldMaps = maps;
        assertThat(session.applications(List.of(id), ALL))
                .singleElement()
                .satisfies(row -> assertThat(row.customFields()).isEmpty());
    }

    @Test
    void candidatesAndTheirHistoryCostOneCall() {
        long ana = organisation.addCandidate("Ana", "Prova");
        long bo = organisation.addCandidate("Bo", "Prova");
        organisation.add(
                "candidate_employments",
                row(ana).put("company_name", "Tidewater").put("title", "Cook").put("start_date", "2019-01-01"));
        organisation.add("candidate_educations", row(bo).put("end_at", "2015-06-30T00:00:00.000Z"));
        List<Candidate> candidates = session.candidates(List.of(ana, bo), ALL);
        assertThat(candidates).extracting(Candidate::firstName).containsExactly("Ana", "Bo");
        assertThat(session.employments(candidates, ALL))
                .singleElement()
                .satisfies(row -> assertThat(row.candidateId()).isEqualTo(ana))
                .satisfies(row -> assertThat(row.startDate()).startsWith("2019-01-01"));
        assertThat(session.educations(candidates, ALL))
                .singleElement()
                .satisfies(row -> assertThat(row.candidateId()).isEqualTo(bo));
        assertThat(greenhouse.calls().all())
                .singleElement()
                .satisfies(call -> assertThat(call.query())
                        .isEqualTo("per_page=500&skip_count=true&candidate_ids=%d%%2C%d".formatted(ana, bo)));
    }

    /** Otherwise those that were asked for would look gone. */
    @Test
    void candidatesThatWereNotRequestedAreAFailure() {
        greenhouse.on(Match.get("/v1/candidates")).always().answer(new Fault.Status(200, "[{\"id\":5}]"));

        assertThat(failure(() -> session.candidates(List.of(1L), ALL)))
                .isInstanceOf(Unavailable.class)
                .asString()
                .contains("not asked for");
    }

    @Test
    void aVisiblePrivateCandidateIsAStubWithoutHistory() {
        long ana = organisation.addCandidate("Ana", "Prova");
        organisation.change("candidates", ana, row -> row.put("private", true));
        greenhouse.switches().reads.privateCandidates = PrivateCandidates.SHOWN;
        List<Candidate> candidates = session.candidates(List.of(ana), ALL);
        assertThat(candidates).singleElement().matches(Candidate::stub);
        assertThat(session.employments(candidates, ALL)).isEmpty();
        assertThat(session.educations(candidates, ALL)).isEmpty();
    }

    @Test
    void hiddenCandidatesAndJobsAreAbsent() {
        long ana = organisation.addCandidate("Ana", "Prova");
        organisation.makePrivate(ana);
        long job = organisation.addJob("Chief");
        organisation.makeConfidential(job);
        greenhouse.switches().v1.seesEverything = false;

        assertThat(session.candidates(List.of(ana), ALL)).isEmpty();
        assertThat(session.jobs(List.of(job), ALL)).isEmpty();
    }

    @Test
    void theJobsOfAPageCostOneCallAndClosedOnesAreNotRequestedAgain() {
        onlyApplications(0);
        long candidate = organisation.addCandidate("Ana", "Prova");
        for (int job = 0; job < 120; job++) {
            organisation.addApplication(candidate, organisation.addJob("Job " + job));
        }
        List<Application> page = session.applications(SWEEP, ALL).rows();
        organisation.closeJob(page.getFirst().jobId());
        SubjectReader reader = new SubjectReader(session, ReferenceData.apart(session), catalogue.plan(List.of()));
        greenhouse.calls().clear();

        for (int times = 0; times < 2; times++) {
            assertThat(reader.onOpenJobs(page)).containsExactlyElementsOf(page.subList(1, 120));
        }
        assertThat(greenhouse.calls().all())
                .singleElement()
                .satisfies(call -> assertThat(call.query()).isEqualTo("per_page=500&skip_count=true&status=open"));
    }

    @Test
    void aDeletedApplicationIsLeftOutIfAListShowsThatV1Answers() {
        long id = applications(1).getFirst();
        assertThat(session.applications(List.of(1L, id, 2L), ALL))
                .extracting(Application::id)
                .containsExactly(id);
        assertThat(greenhouse.calls().all())
                .extracting(Call::path)
                .containsExactly(
                        "/v1/applications/1", "/v1/applications/" + id, "/v1/applications/2", "/v1/applications");
        assertThat(greenhouse.calls().all().getLast().query()).contains("per_page=1&");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410})
    void everyCallReportsARetiredV1(int status) {
        long id = applications(1).getFirst();
        greenhouse.switches().v1Retired = true;
        greenhouse.switches().v1RetiredStatus = status;
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> session.customFields("application"),
                () -> session.applications(SWEEP, ALL),
                () -> session.applications(greenhouse.harvestUrl() + "/v1/applications?page=2"),
                () -> session.applications(List.of(id), ALL),
                () -> session.candidates(List.of(1L), ALL),
                () -> session.jobs(List.of(1L), ALL),
                () -> session.update(id, score("71")))) {
            assertThat(failure(call))
                    .isInstanceOf(Retired.class)
                    .asString()
                    .contains("retired", String.valueOf(status));
        }
        assertThat(organisation.score(id, "rocketmat")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aMissingPermissionIsNamed(int status) {
        greenhouse.switches().v1.missingPermissionStatus = status;
        organisation.scopes(Set.of("harvest:applications:list"));
        assertThat(failure(() -> session.jobs(List.of(1L), ALL)))
                .isInstanceOf(Retired.class)
                .asString()
                .contains("'Get: List Jobs'", String.valueOf(status));
    }

    @Test
    void theRateWindowLimitsTheApplicationsReadAtOnce() {
        assertThat(session.applicationsAtOnce())
                .as("half of the few calls before any is answered")
                .isBetween(1, 7);
        session.jobs(List.of(1L), ALL);
        assertThat(session.applicationsAtOnce()).as("a generous window").isEqualTo(HarvestSession.MOST_IDS);
    }

    /** v1 rejects a null. */
    @Test
    void aWriteSetsOrClearsTheScoreAloneAndLeavesOtherFields() {
        organisation.addField(4_410_777_002L, "notice", "short_text");
        long id = applications(1).getFirst();
        organisation.setCustomField(id, "notice", JSON.textNode("2 months"));

        session.update(id, score("70.50"));
        assertThat(organisation.score(id, "rocketmat")).isEqualTo(70.5);

        session.update(id, List.of(new CustomFieldWrite("rocketmat", JSON.nullNode())));
        assertThat(organisation.score(id, "rocketmat")).isNull();

        assertThat(session.merges()).isTrue();
        assertThat(organisation.score(id, "notice")).isEqualTo("2 months");
        assertThat(greenhouse.calls().all())
                .extracting(Call::body)
                .containsExactly(
                        "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":70.50}]}",
                        "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"delete_value\":\"true\"}]}");
    }

    /** v1 answers both alike; if they were confused, a typo in harvest_user_id would discard every score. */
    @Test
    void anUnknownUserIsDistinguishedFromADeletedApplication() {
        long id = applications(1).getFirst();
        assertThat(failure(() -> session(99).update(id, score("71")))).isEqualTo(new NoSuchUser(99));
        assertThat(failure(() -> session(99).update(1, score("71")))).isInstanceOf(NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInvalidValueIsReportedWithItsField(boolean messageAboveTheErrors) {
        greenhouse.switches().v1.messageIn422 = messageAboveTheErrors;
        long id = applications(1).getFirst();
        assertThat(failure(() -> session.update(id, List.of(new CustomFieldWrite("rocketmat", JSON.textNode("?"))))))
                .isInstanceOfSatisfying(
                        Invalid.class, invalid -> assertThat(invalid.fields()).containsExactly("rocketmat"));
    }

    @Test
    void aWriteOfUnknownOutcomeIsNotRetried() {
        long id = applications(1).getFirst();
        greenhouse.on(Match.patch("/v1/applications")).answer(new Fault.ApplyThenDrop());
        assertThat(failure(() -> session.update(id, score("71")))).isInstanceOf(UnknownOutcome.class);
        assertThat(greenhouse.calls().count("PATCH", "/v1/applications")).isEqualTo(1);
        assertThat(organisation.score(id, "rocketmat")).isEqualTo(71);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a429StopsFurtherCalls(boolean inSeconds) {
        greenhouse.switches().v1.retryAfterInSeconds = inSeconds;
        greenhouse.on(Match.get("/v1/jobs")).answer(new Fault.RateLimited(4));
        Instant asked = Instant.now();
        assertThat(failure(() -> session.jobs(List.of(1L), ALL)))
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.until())
                                .isBetween(asked.plusSeconds(2), Instant.now().plusSeconds(5)));
        assertThat(failure(() -> session.candidates(List.of(1L), ALL))).isInstanceOf(Throttled.class);
        assertThat(greenhouse.calls().all()).hasSize(1);
    }

    @Test
    void aTenantThatReturnsToItsKeyHasTheRateWindowOfV1() {
        TenantSettings tenant = v1(organisation, Map.of());
        states.appear(tenant.id());
        budgets.save(tenant.id(), new RateWindow(150, 150, Duration.ofSeconds(30), Instant.now()));

        sessions.session(tenant).jobs(List.of(1L), ALL);
        sessions.save(tenant.id());

        assertThat(budgets.load(tenant.id()).map(RateWindow::length)).contains(Duration.ofSeconds(10));
    }

    @Test
    void onlyFieldsOfApplicationsAreListed() {
        assertThat(session.customFields("application"))
                .filteredOn(field -> field.nameKey().equals("rocketmat"))
                .singleElement()
                .satisfies(field -> assertThat(field.valueType()).isEqualTo("number"));
        assertThat(session.customFields("application"))
                .allMatch(field -> field.fieldType().equals("application"));
        assertThat(greenhouse.calls().all()).extracting(Call::path).containsOnly("/v1/custom_fields/application");
    }

    @Test
    void theKeyIsNotSentToAnotherHost() {
        greenhouse
                .on(Match.get("/v1/"))
                .always()
                .answer(new Fault.Status(
                        200,
                        "[]",
                        Map.of(
                                "Content-Type", "application/json;charset=utf-8",
                                "Link", "<https://elsewhere.example/v1/jobs?page=2>; rel=\"next\"")));
        assertThat(failure(() -> session.applications(SWEEP, ALL))).isInstanceOf(Unavailable.class);
        assertThat(failure(() -> session.jobs(List.of(1L), ALL))).isInstanceOf(Unavailable.class);
    }

    /** A tenant that was given a v3 credential and then its key again. */
    @Test
    void aStoredPageOfV3RestartsTheWindow() {
        assertThat(failure(() -> session.applications(greenhouse.harvestUrl() + "/v3/applications?cursor=x")))
                .isInstanceOf(Invalid.class);
        assertThat(greenhouse.calls().all()).isEmpty();
    }

    private List<Call> callsTo(String path) {
        return greenhouse.calls().to(path);
    }

    private static ObjectNode row(long candidate) {
        return JSON.objectNode().put("id", 8_000_000_000L + candidate).put("candidate_id", candidate);
    }

    private List<Long> onlyApplications(int count) {
        organisation
                .rows("applications")
                .forEach(row -> organisation.deleteApplication(row.get("id").longValue()));
        return applications(count);
    }

    private List<Long> applications(int count) {
        long job = organisation.addJob("Analyst");
        long candidate = organisation.addCandidate("Ana", "Prova");
        return IntStream.range(0, count)
                .mapToObj(_ -> organisation.addApplication(candidate, job))
                .toList();
    }

    private HarvestSession session(long userId) {
        return sessions.session(v1(organisation, Map.of("harvest_user_id", String.valueOf(userId))));
    }
}
