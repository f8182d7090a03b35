package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.NotFoundThoughShown;
import com.rocketmat.harvest.HarvestFailure.Redirected;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.call.HarvestCalls;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Gate;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HarvestSessionQuarkusTest {

    private static final Set<String> ID = Set.of("id");

    GreenhouseSimulator greenhouse;

    @Inject
    MeterRegistry metrics;

    @Inject
    HarvestSessions sessions;

    private int generation;

    @AfterEach
    void asItWas() {
        greenhouse.switches().rateLimitHeaders = true;
        greenhouse.switches().reads.cursorLifetime = ChronoUnit.FOREVER.getDuration();
        assertThat(greenhouse.faults().unused()).isEmpty();
    }

    @BeforeEach
    void forgetFaults() {
        greenhouse.faults().clear();
        greenhouse.calls().clear();
    }

    @Test
    @Tag("failure-422-cursor")
    void aWindowIsReadPageByPageWithTheCursorAlone() {
        Organisation organisation = greenhouse.organisation("paging");
        organisation.rateLimit(10_000);
        List<Long> ids = applications(organisation, 1_101);
        HarvestSession session = session("paging");

        List<Long> read = new ArrayList<>();
        Page<Application> page = session.applications(
                new ApplicationWindow(Optional.empty(), session.now(), Set.of()), Set.of("id", "status", "job_id"));
        page.rows().forEach(row -> read.add(row.id()));
        while (page.next().isPresent()) {
            page = session.applications(page.next().get());
            page.rows().forEach(row -> read.add(row.id()));
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(ids).doesNotHaveDuplicates();
        List<Call> calls = callsTo("/v3/applications");
        assertThat(calls).hasSize(3).allMatch(call -> call.status() == 200);
        assertThat(calls.subList(1, 3))
                .allMatch(call ->
                        call.query().startsWith("cursor=") && !call.query().contains("&"));
    }

    @Test
    void aWindowHasTwoSidesInOneParameter() {
        HarvestSession session = session("paging");
        session.applications(
                new ApplicationWindow(Optional.of(session.now().minusSeconds(60)), session.now(), Set.of()), ID);
        assertThat(callsTo("/v3/applications"))
                .singleElement()
                .satisfies(call -> assertThat(call.query())
                        .containsPattern("updated_at=gte(%7C|\\|)20\\d\\d-[^&]+(%7C|\\|)lte(%7C|\\|)20\\d\\d-")
                        .contains("status=active", "per_page=500", "fields=id"));
    }

    @Test
    @Tag("failure-422-cursor")
    void aListWhoseCursorHasExpiredIsBegunOnceMore() {
        greenhouse
                .faults()
                .on(Match.get("/v3/candidate_employments").query("cursor="))
                .times(1)
                .answer(Fault.cursorExpired());

        assertThat(history(1_020)).hasSize(1_020).doesNotHaveDuplicates();
        assertThat(callsTo("/v3/candidate_employments"))
                .extracting(Call::status)
                .containsExactly(200, 422, 200, 200, 200);
    }

    @Test
    @Tag("failure-422-cursor")
    void aListWhoseCursorIsRefusedEachTimeIsForLater() {
        greenhouse.switches().reads.cursorLifetime = Duration.ZERO;

        assertThat(failure(() -> history(620))).isInstanceOf(Unavailable.class);
        assertThat(callsTo("/v3/candidate_employments"))
                .extracting(Call::status)
                .containsExactly(200, 422, 200, 422);
    }

    /** The employments of a candidate who has many. */
    private List<Employment> history(int count) {
        Organisation organisation = greenhouse.organisation("paging");
        long candidate = organisation.addCandidate("Ana", "Prova");
        IntStream.range(0, count)
                .forEach(n -> organisation.add(
                        "candidate_employments",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("id", candidate * 10_000 + n)
                                .put("candidate_id", candidate)
                                .put("company_name", "Company")
                                .put("title", "Title")
                                .put("start_date", "2019-01-01")));
        HarvestSession session = session("paging");
        return session.employments(
                session.candidates(List.of(candidate), ID), Set.of("id", "candidate_id", "start_date"));
    }

    @Test
    @Tag("failure-401")
    void aRevokedTokenCostsOneMintAndOneRetry() {
        HarvestSession session = session("tokens");
        session.jobs(List.of(1L), ID);
        greenhouse.faults().on(Match.get("/v3/jobs")).times(1).answer(new Fault.RevokeToken());

        assertThat(session.jobs(List.of(1L), ID)).isEmpty();
        assertThat(greenhouse.calls().count("POST", "/token")).isEqualTo(2);
        assertThat(callsTo("/v3/jobs")).extracting(Call::status).containsExactly(200, 401, 200);
    }

    @Test
    @Tag("failure-token-revoked")
    void aTokenThatASiblingReplacesTwiceInARowSaysNothingAboutTheCredential() {
        greenhouse.faults().on(Match.get("/v3/jobs")).times(2).answer(new Fault.RevokeToken());

        assertThat(session("tokens").jobs(List.of(1L), ID)).isEmpty();
        assertThat(callsTo("/v3/jobs")).extracting(Call::status).containsExactly(401, 401, 200);
    }

    @Test
    @Tag("failure-token-revoked")
    void aTokenThatIsReplacedAgainAndAgainSaysNothingAboutTheCredentialAndIsNoLoop() {
        greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(new Fault.RevokeToken());

        assertThat(failure(() -> session("tokens").jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
        assertThat(callsTo("/v3/jobs")).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    @Tag("failure-401")
    void aTokenThatIsNeverAcceptedIsNoLoop() {
        greenhouse
                .faults()
                .on(Match.get("/v3/jobs"))
                .always()
                .answer(new Fault.Status(401, "{\"message\":\"Unauthorized\"}"));
        assertThat(failure(() -> session("tokens").jobs(List.of(1L), ID))).isInstanceOf(Unauthorised.class);
        assertThat(greenhouse.calls().count("POST", "/token")).isEqualTo(2);
        assertThat(callsTo("/v3/jobs")).hasSize(2);
    }

    /** As by a training that has not heard of the new credential yet. */
    @Test
    void aReplacedSessionIsNotOpenedAgainByATrainingThatStillUsesIt() {
        TenantSettings before = settings("tokens");
        HarvestSession replaced = sessions.session(before);
        HarvestSession present =
                sessions.session(settings("troubled", before.id().value(), secretOf("troubled")));

        sessions.resume(before);

        assertThat(present.jobs(List.of(1L), ID)).isEmpty();
        assertThatThrownBy(() -> replaced.jobs(List.of(1L), ID)).isInstanceOf(SessionClosed.class);
    }

    @Test
    void aWrongClientSecretIsUnauthorisedAndSaysNothingOfIt() {
        TenantSettings settings = settings("tokens", "tokens-wrong-1", new Secret("not-the-secret"));
        HarvestException e = catchThrowableOfType(
                HarvestException.class, () -> sessions.session(settings).jobs(List.of(1L), ID));
        assertThat(e.failure()).isInstanceOf(Unauthorised.class);
        assertThat(e).message().doesNotContain("not-the-secret", "tokens-client");
        assertThat(callsTo("/v3/jobs")).isEmpty();
    }

    @Test
    @Tag("finding-B1")
    void aReadThatIsNotAnsweredIsAskedAgain() {
        try (Gate gate = new Gate()) {
            greenhouse.faults().on(Match.get("/v3/jobs")).times(1).happens(gate);
            assertThat(session("troubled").jobs(List.of(1L), ID)).isEmpty();
            assertThat(gate.waiting()).isOne();
        }
    }

    @Test
    void aReadThatTakesTheWholeTimeOfACallIsNotAskedAgain() {
        HarvestSession session = OwnSessions.of(greenhouse.tokenUrl(), Clock.systemUTC(), Duration.ofSeconds(2))
                .session(settings("untroubled"));
        session.jobs(List.of(1L), ID);
        try (Gate gate = new Gate()) {
            greenhouse.faults().on(Match.get("/v3/jobs")).always().happens(gate);
            assertThat(failure(() -> session.jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
            assertThat(gate.waiting()).isOne();
        }
    }

    @Test
    void aWindowThatDoesNotComeIsAskedForInSmallerPages() {
        Organisation organisation = greenhouse.organisation("paging");
        organisation.rateLimit(10_000);
        List<Long> ids = applications(organisation, 101);
        greenhouse
                .faults()
                .on(Match.get("/v3/applications").query("per_page=500"))
                .always()
                .answer(new Fault.Endless("[{\"id\":1}", ",{\"id\":1}"));
        HarvestSession session = session("paging");

        Page<Application> page =
                session.applications(new ApplicationWindow(Optional.empty(), session.now(), Set.of()), ID);

        assertThat(page.rows()).hasSize(100);
        assertThat(session.applications(page.next().orElseThrow()).rows())
                .as("a cursor has its size")
                .extracting(Application::id)
                .contains(ids.getFirst())
                .hasSizeLessThanOrEqualTo(100);
    }

    @Test
    @Tag("finding-B1")
    void aWriteThatIsNotAnsweredMayBeUnderWay() {
        Organisation organisation = greenhouse.organisation("writes");
        long application = applications(organisation, 1).getFirst();
        try (Gate gate = new Gate()) {
            greenhouse.faults().on(Match.patch("/v3/applications")).times(1).happens(gate);
            HarvestFailure failure = failure(() -> session("writes").update(application, score("71")));
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            UnknownOutcome.class,
                            unknown -> assertThat(unknown.underWay()).isTrue());
            assertThat(gate.waiting()).isOne();
        }
    }

    @Test
    void aWriteOfUnknownOutcomeIsNotRepeated() {
        Organisation organisation = greenhouse.organisation("writes");
        long application = applications(organisation, 1).getFirst();
        greenhouse.faults().on(Match.patch("/v3/applications")).times(1).answer(new Fault.ApplyThenDrop());

        HarvestSession session = session("writes");
        assertThat(failure(() -> session.update(application, score("71")))).isInstanceOf(UnknownOutcome.class);
        assertThat(greenhouse.calls().count("PATCH", "/v3/applications")).isEqualTo(1);
        assertThat(organisation.score(application, "rocketmat")).hasToString("71");
    }

    @Test
    @Tag("finding-C")
    void aWriteThatIsNoLongerWantedOnceItsTokenIsThereIsNotSent() {
        Organisation organisation = greenhouse.organisation("writes");
        long application = applications(organisation, 1).getFirst();
        HarvestSession session = session("writes");

        assertThatThrownBy(() -> session.update(
                        application, score("71"), () -> greenhouse.calls().count("POST", "/token") == 0))
                .isInstanceOf(NotSent.class);
        assertThat(greenhouse.calls().count("POST", "/token")).isEqualTo(1);
        assertThat(greenhouse.calls().count("PATCH", "/v3/applications")).isZero();
    }

    @Test
    void aWriteOfWhichItCannotBeToldWhetherItIsWantedIsNotSent() {
        Organisation organisation = greenhouse.organisation("writes");
        long application = applications(organisation, 1).getFirst();
        HarvestSession session = session("writes");

        assertThatThrownBy(() -> session.update(application, score("71"), () -> {
                    throw new IllegalStateException("the database is away");
                }))
                .isInstanceOf(NotSent.class);
        assertThat(greenhouse.calls().count("PATCH", "/v3/applications")).isZero();
    }

    @Test
    void aWriteKeepsTheDecimalsOfTheManifest() {
        Organisation organisation = greenhouse.organisation("writes");
        long application = applications(organisation, 1).getFirst();
        session("writes").update(application, score("70"));
        assertThat(greenhouse.calls().where(call -> call.method().equals("PATCH")))
                .singleElement()
                .satisfies(call -> assertThat(call.body())
                        .isEqualTo("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":70}]}"));
    }

    @Test
    void aWriteToNobodyIsNotFound() {
        applications(greenhouse.organisation("writes"), 1);
        assertThat(failure(() -> session("writes").update(1, score("1")))).isInstanceOf(NotFound.class);
    }

    static Stream<Fault> nothingThere() {
        return Stream.of(
                new Fault.Status(404, "{\"message\":\"Resource not found\"}"),
                new Fault.Status(
                        404, "{\"message\":\"Resource not found\",\"errors\":[\"Application could not be found\"]}"),
                new Fault.Status(410, ""),
                new Fault.Html(404));
    }

    /** An unknown route and a proxy answer so too. */
    @ParameterizedTest
    @MethodSource("nothingThere")
    void aWriteToAnApplicationThatListsShowIsNotOfOneThatIsGone(Fault fault) {
        long application = applications(greenhouse.organisation("writes"), 1).getFirst();
        HarvestSession session = session("writes");
        greenhouse.faults().on(Match.patch("/v3/applications")).answer(fault);

        assertThat(failure(() -> session.update(application, score("71")))).isInstanceOf(NotFoundThoughShown.class);
    }

    @Test
    void whereAllOfV3IsMissingNoApplicationIsGone() {
        long application = applications(greenhouse.organisation("writes"), 1).getFirst();
        HarvestSession session = session("writes");
        greenhouse.faults().on(Match.any().path("/v3")).always().answer(new Fault.Html(404));

        assertThat(failure(() -> session.update(application, score("71")))).isInstanceOf(NotFoundThoughShown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aHarvestThatRedirectsNeitherShowsNorTakesAnything(int status) {
        long application = applications(greenhouse.organisation("writes"), 1).getFirst();
        HarvestSession session = session("writes");
        greenhouse
                .faults()
                .on(Match.any().path("/v3"))
                .always()
                .answer(new Fault.Status(
                        status,
                        "<html>Moved</html>",
                        Map.of("Content-Type", "text/html", "Location", "https://elsewhere.example/v3")));

        assertThat(failure(() -> session.jobs(List.of(1L), ID))).isInstanceOf(Redirected.class);
        assertThat(failure(() -> session.update(application, score("71")))).isInstanceOf(Redirected.class);
        assertThat(greenhouse.calls().all())
                .filteredOn(call -> call.path().startsWith("/v3"))
                .as("neither is tried again")
                .hasSize(2);
    }

    @Test
    void theTokenFollowsNoStoredPageOfAnotherHarvest() {
        HarvestSession session = session("tokens");
        for (String elsewhere : List.of(
                "http://127.0.0.1:1/v3/applications?cursor=x",
                greenhouse.harvestUrl().toString().replace("http:", "https:") + "/v3/applications?cursor=x",
                greenhouse.harvestUrl() + "/other/applications?cursor=x",
                greenhouse.harvestUrl() + "/v3/../other?cursor=x",
                greenhouse.harvestUrl() + "/v1/applications?page=2")) {
            assertThat(failure(() -> session.applications(elsewhere))).isInstanceOf(Invalid.class);
        }
        assertThat(greenhouse.calls().where(call -> call.method().equals("GET")))
                .isEmpty();
    }

    @Test
    void aLinkThatLeadsAwayIsNoPage() {
        greenhouse
                .faults()
                .on(Match.get("/v3/applications"))
                .answer(new Fault.Status(
                        200,
                        "[]",
                        Map.of(
                                "Content-Type", "application/json;charset=utf-8",
                                "Link", "<https://elsewhere.example/v3/applications?cursor=x>; rel=\"next\"")));
        HarvestSession session = session("tokens");
        ApplicationWindow everything = new ApplicationWindow(Optional.empty(), session.now(), Set.of());
        assertThat(failure(() -> session.applications(everything, ID))).isInstanceOf(Unavailable.class);
    }

    @Test
    void aListIsFollowedByARelativeLink() {
        Fault.Status last = new Fault.Status(200, "[]", Map.of("Content-Type", "application/json"));
        greenhouse
                .faults()
                .on(Match.get("/v3/custom_fields"))
                .times(3)
                .answer(leadingTo("?cursor=a"), leadingTo("custom_fields?cursor=b"), last);

        assertThat(session("tokens").customFields("application")).isEmpty();

        assertThat(callsTo("/v3/custom_fields")).extracting(Call::query).endsWith("cursor=a", "cursor=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{home}/v3/applications?cursor=a#b", "/v3/applications?cursor=a", "?cursor=a"})
    void aPageWhoseAddressHasAFragmentOrIsRelativeIsRead(String link) {
        Fault.Status last = new Fault.Status(200, "[]", Map.of("Content-Type", "application/json"));
        greenhouse
                .faults()
                .on(Match.get("/v3/applications"))
                .times(2)
                .answer(leadingTo(link.replace("{home}", greenhouse.harvestUrl().toString())), last);
        HarvestSession session = session("tokens");
        var everything = new ApplicationWindow(Optional.empty(), session.now(), Set.of());

        String next = session.applications(everything, ID).next().orElseThrow();

        assertThat(session.applications(next).next()).isEmpty();
        assertThat(callsTo("/v3/applications").getLast().query()).isEqualTo("cursor=a");
    }

    @Test
    @Tag("failure-429-retry-after")
    void a429IsObeyedWithoutFurtherCalls() {
        HarvestSession session = session("troubled");
        session.jobs(List.of(1L), ID);
        greenhouse.faults().on(Match.get("/v3/jobs")).times(1).answer(new Fault.RateLimited(7));
        double throttled = metrics.counter(HarvestCalls.THROTTLED).count();

        Instant asked = Instant.now();
        HarvestFailure first = failure(() -> session.jobs(List.of(1L), ID));
        int calls = callsTo("/v3/jobs").size();
        HarvestFailure second = failure(() -> session.jobs(List.of(1L), ID));

        assertThat(first)
                .isInstanceOfSatisfying(
                        Throttled.class,
                        refusal -> assertThat(refusal.until())
                                .isBetween(asked.plusSeconds(5), Instant.now().plusSeconds(8)));
        assertThat(second).isInstanceOf(Throttled.class);
        assertThat(callsTo("/v3/jobs")).hasSize(calls);
        assertThat(metrics.counter(HarvestCalls.THROTTLED).count())
                .as("a call held back by the budget is not a 429")
                .isEqualTo(throttled + 1);
    }

    @Test
    void aWindowThatNoHeaderTellsOfIsKeptByWhatIsRefused() {
        greenhouse.switches().rateLimitHeaders = false;
        Organisation organisation = greenhouse.organisation("narrow");
        organisation.rateLimit(3);
        HarvestSession session = session("narrow");

        // a window may end meanwhile, and another call is then let in
        HarvestFailure refused = failure(() -> {
            while (true) {
                session.jobs(List.of(1L), ID);
            }
        });
        organisation.rateLimit(10_000);

        assertThat(refused).isInstanceOf(Throttled.class);
        assertThat(callsTo("/v3/jobs")).last().extracting(Call::status).isEqualTo(429);
    }

    @Test
    void oneTenantsTroubleOpensItsOwnCircuitOnly() {
        greenhouse
                .faults()
                .on(Match.get("/v3/jobs").organisation("troubled"))
                .always()
                .answer(Fault.serverError());
        HarvestSession troubled = session("troubled");
        HarvestFailure last = null;
        for (int n = 0; n < 6; n++) {
            last = failure(() -> troubled.jobs(List.of(1L), ID));
        }
        int calls = callsTo("/v3/jobs").size();
        assertThat(last).as("the circuit is open").isInstanceOf(Resting.class);
        assertThat(failure(() -> troubled.jobs(List.of(1L), ID))).isInstanceOf(Resting.class);
        assertThat(callsTo("/v3/jobs")).as("and nothing is sent").hasSize(calls);
        assertThat(session("untroubled").jobs(List.of(1L), ID)).isEmpty();
    }

    @Test
    @Tag("finding-B1")
    void failuresNowAndThenOpenNoCircuit() {
        HarvestSession session = session("untroubled");
        for (int n = 0; n < 24; n++) {
            greenhouse
                    .faults()
                    .on(Match.get("/v3/jobs").organisation("untroubled"))
                    .times(n % 4 == 3 ? 0 : 2)
                    .answer(Fault.serverError());
            assertThat(session.jobs(List.of(1L), ID))
                    .as("two of three calls fail")
                    .isEmpty();
        }
    }

    static List<Fault> answersWithoutRows() {
        return List.of(new Fault.Status(200, "null"), new Fault.Status(200, "[null]"), new Fault.Status(204, ""));
    }

    @ParameterizedTest
    @MethodSource("answersWithoutRows")
    @Tag("finding-B4")
    void anAnswerWithoutRowsIsAskedForAgainAndThenTold(Fault fault) {
        HarvestSession session = session("untroubled");
        greenhouse.faults().on(Match.get("/v3/jobs")).answer(fault);
        assertThat(session.jobs(List.of(1L), ID)).as("it is asked again").isEmpty();

        greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(fault);
        assertThat(failure(() -> session.jobs(List.of(1L), ID)))
                .isInstanceOfSatisfying(
                        Unavailable.class, trouble -> assertThat(trouble.what()).contains("lacks rows"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("finding-B4")
    void aPageThatLeadsToItselfIsNotReadForEver(boolean relative) {
        String page = greenhouse.harvestUrl() + "/v3/applications?cursor=again";
        Fault link = leadingTo(relative ? "?cursor=again" : page);
        greenhouse.faults().on(Match.get("/v3/applications")).always().answer(link);
        HarvestSession session = session("untroubled");

        // the window is read anew, and then the tenant pauses
        assertThat(Stream.generate(() -> failure(() -> session.applications(page)))
                        .limit(3))
                .hasExactlyElementsOfTypes(Invalid.class, Invalid.class, Unavailable.class)
                .last()
                .asString()
                .contains("have no end");
    }

    @Test
    void aListWithEverNewPagesIsNotReadForEver() {
        greenhouse
                .faults()
                .on(Match.get("/v3/custom_fields"))
                .always()
                .answer(IntStream.range(0, 1_000)
                        .mapToObj(page -> leadingTo(greenhouse.harvestUrl() + "/v3/custom_fields?cursor=" + page))
                        .toArray(Fault[]::new));
        HarvestSession session = session("untroubled");

        assertThat(failure(() -> session.customFields("application")))
                .isInstanceOfSatisfying(
                        Unavailable.class, trouble -> assertThat(trouble.what()).contains("without an end"));
        assertThat(callsTo("/v3/custom_fields")).hasSize(40);
    }

    private static Fault leadingTo(String page) {
        return new Fault.Status(
                200, "[]", Map.of("Content-Type", "application/json", "Link", "<%s>; rel=\"next\"".formatted(page)));
    }

    static List<Fault> failures() {
        return List.of(
                new Fault.Drop(),
                new Fault.InvalidJson(),
                new Fault.Html(500),
                new Fault.Html(502),
                new Fault.Html(503),
                new Fault.Html(504));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aReadThatKeepsFailingIsUnavailableAfterTwoMoreTries(Fault fault) {
        greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(fault);

        assertThat(failure(() -> session("untroubled").jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
        assertThat(callsTo("/v3/jobs")).hasSize(3);
    }

    @Test
    void aPageInPlaceOfAnAnswerIsToldAsOne() {
        greenhouse.faults().on(Match.get("/v3/jobs")).always().answer(new Fault.Html(200));

        assertThat(failure(() -> session("untroubled").jobs(List.of(1L), ID)))
                .isEqualTo(new Unavailable("jobs: the answer is not declared as JSON"));
    }

    private List<Call> callsTo(String path) {
        return greenhouse.calls().where(call -> call.path().equals(path));
    }

    private static HarvestFailure failure(ThrowingCallable call) {
        return catchThrowableOfType(HarvestException.class, call).failure();
    }

    private static List<CustomFieldWrite> score(String value) {
        return List.of(new CustomFieldWrite("rocketmat", DecimalNode.valueOf(new BigDecimal(value))));
    }

    private static List<Long> applications(Organisation organisation, int count) {
        long job = organisation.addJob("Analyst");
        long candidate = organisation.addCandidate("Ana", "Prova");
        return IntStream.range(0, count)
                .mapToObj(_ -> organisation.addApplication(candidate, job))
                .toList();
    }

    /** A session with its own tenant, so that no test sees another's token, budget or open circuit. */
    private HarvestSession session(String organisation) {
        return sessions.session(settings(organisation));
    }

    private TenantSettings settings(String organisation) {
        String tenant = organisation + "-" + System.nanoTime() + "-" + generation++;
        return settings(organisation, tenant, secretOf(organisation));
    }

    private Secret secretOf(String organisation) {
        return new Secret(greenhouse.organisation(organisation).clientSecret());
    }

    private TenantSettings settings(String organisation, String tenant, Secret secret) {
        Organisation access = greenhouse.organisation(organisation);
        return TestTenants.settings(
                tenant,
                new Credential.OAuthClient(new Secret(access.clientId()), secret),
                Optional.of(access.userId()));
    }
}
