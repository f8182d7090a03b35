package com.rocketmat.harvest;

import static com.rocketmat.harvest.HarvestFixture.failure;
import static com.rocketmat.harvest.HarvestFixture.score;
import static com.rocketmat.harvest.HarvestFixture.v3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
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
import com.rocketmat.tenant.settings.TenantSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
import java.util.stream.LongStream;
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

    @BeforeEach
    void clear() {
        greenhouse.faults().unused();
        greenhouse.calls().clear();
    }

    @AfterEach
    void restore() {
        greenhouse.switches().rateLimitHeaders = true;
        greenhouse.switches().reads.cursorLifetime = ChronoUnit.FOREVER.getDuration();
        assertThat(greenhouse.faults().unused()).isEmpty();
    }

    @Test
    @Tag("failure-422-cursor")
    void aWindowIsReadPageByPageByItsCursor() {
        Organisation organisation = greenhouse.organisation("paging");
        organisation.rateLimit(10_000);
        List<Long> ids = applications(organisation, 1_101);
        HarvestSession session = session("paging");

        List<Long> read = new ArrayList<>();
        Page<Application> page = firstPage(session);
        page.rows().forEach(row -> read.add(row.id()));
        while (page.next().isPresent()) {
            page = session.applications(page.next().get());
            page.rows().forEach(row -> read.add(row.id()));
        }

        assertThat(read).containsAll(ids).doesNotHaveDuplicates();
        List<Call> calls = callsTo("/v3/applications");
        assertThat(calls).hasSize(3).allMatch(call -> call.status() == 200);
        assertThat(calls.subList(1, 3))
                .allMatch(call ->
                        call.query().startsWith("cursor=") && !call.query().contains("&"));
    }

    @Test
    void bothBoundsOfAWindowAreInOneParameter() {
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
    void aListWhoseCursorExpiresIsUnavailable() {
        greenhouse.switches().reads.cursorLifetime = Duration.ZERO;

        assertThat(failure(() -> history(620))).isInstanceOf(Unavailable.class);
        assertThat(callsTo("/v3/candidate_employments"))
                .extracting(Call::status)
                .containsExactly(200, 422);
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
                                .put("candidate_id", candidate)));
        HarvestSession session = session("paging");
        return session.employments(session.candidates(List.of(candidate), ID), Set.of("id", "candidate_id"));
    }

    @Test
    @Tag("failure-401")
    void aRevokedTokenCostsOneMintAndOneRetry() {
        HarvestSession session = session("tokens");
        session.jobs(List.of(1L), ID);
        greenhouse.on(Match.get("/v3/jobs")).times(1).answer(new Fault.RevokeToken());

        assertThat(session.jobs(List.of(1L), ID)).isEmpty();
        assertThat(greenhouse.calls().count("POST", "/token")).isEqualTo(2);
        assertThat(callsTo("/v3/jobs")).extracting(Call::status).containsExactly(200, 401, 200);
    }

    @Test
    @Tag("failure-token-revoked")
    void aTokenThatAnotherProcessReplacesTwiceIsRetried() {
        greenhouse.on(Match.get("/v3/jobs")).times(2).answer(new Fault.RevokeToken());

        assertThat(session("tokens").jobs(List.of(1L), ID)).isEmpty();
        assertThat(callsTo("/v3/jobs")).extracting(Call::status).containsExactly(401, 401, 200);
    }

    @Test
    @Tag("failure-token-revoked")
    void aTokenThatIsReplacedAgainAndAgainIsUnavailableNotUnauthorised() {
        greenhouse.on(Match.get("/v3/jobs")).always().answer(new Fault.RevokeToken());

        assertThat(failure(() -> session("tokens").jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
        assertThat(callsTo("/v3/jobs")).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    @Tag("failure-401")
    void aTokenThatIsNeverAcceptedIsUnauthorisedAfterOneRetry() {
        greenhouse.on(Match.get("/v3/jobs")).always().answer(new Fault.Status(401, "{\"message\":\"Unauthorized\"}"));
        assertThat(failure(() -> session("tokens").jobs(List.of(1L), ID))).isInstanceOf(Unauthorised.class);
        assertThat(greenhouse.calls().count("POST", "/token")).isEqualTo(2);
        assertThat(callsTo("/v3/jobs")).hasSize(2);
    }

    /** As by a training that has not heard of the new credential yet. */
    @Test
    void aTrainingCannotReopenAReplacedSession() {
        TenantSettings before = v3(greenhouse.organisation("tokens"), Map.of());
        HarvestSession replaced = sessions.session(before);
        HarvestSession present = sessions.session(TestTenants.settings(
                before.id(), greenhouse.organisation("troubled").secret(Map.of())));

        sessions.resume(before);

        assertThat(present.jobs(List.of(1L), ID)).isEmpty();
        assertThatThrownBy(() -> replaced.jobs(List.of(1L), ID)).isInstanceOf(SessionClosed.class);
    }

    @Test
    void aWrongClientSecretIsUnauthorisedAndNotInTheMessage() {
        TenantSettings settings =
                v3(greenhouse.organisation("tokens"), Map.of("harvest_client_secret", "not-the-secret"));
        HarvestException e = catchThrowableOfType(
                HarvestException.class, () -> sessions.session(settings).jobs(List.of(1L), ID));
        assertThat(e.failure()).isInstanceOf(Unauthorised.class);
        assertThat(e).message().doesNotContain("not-the-secret", "tokens-client");
        assertThat(callsTo("/v3/jobs")).isEmpty();
    }

    @Test
    @Tag("finding-B1")
    void aReadWithoutAnAnswerIsRetried() {
        try (Gate gate = new Gate()) {
            greenhouse.on(Match.get("/v3/jobs")).times(1).happens(gate);
            assertThat(session("troubled").jobs(List.of(1L), ID)).isEmpty();
            assertThat(gate.waiting()).isOne();
        }
    }

    @Test
    void aReadThatExceedsTheCallTimeoutIsNotRetried() {
        HarvestSession session = OwnSessions.of(greenhouse.tokenUrl(), Clock.systemUTC(), Duration.ofSeconds(2))
                .session(v3(greenhouse.organisation("untroubled"), Map.of()));
        session.jobs(List.of(1L), ID);
        try (Gate gate = new Gate()) {
            greenhouse.on(Match.get("/v3/jobs")).always().happens(gate);
            assertThat(failure(() -> session.jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
            assertThat(gate.waiting()).isOne();
        }
    }

    @Test
    void aWindowThatFailsIsRequestedInSmallerPages() {
        Organisation organisation = greenhouse.organisation("paging");
        organisation.rateLimit(10_000);
        List<Long> ids = applications(organisation, 101);
        greenhouse
                .on(Match.get("/v3/applications").query("per_page=500"))
                .always()
                .answer(new Fault.Endless("[{\"id\":1}", ",{\"id\":1}"));
        HarvestSession session = session("paging");

        Page<Application> page = firstPage(session);

        assertThat(page.rows()).hasSize(100);
        assertThat(session.applications(page.next().orElseThrow()).rows())
                .as("a cursor has its size")
                .extracting(Application::id)
                .contains(ids.getFirst())
                .hasSizeLessThanOrEqualTo(100);
    }

    @Test
    @Tag("finding-B1")
    void aWriteWithoutAnAnswerMayBeUnderWay() {
        long application = application();
        try (Gate gate = new Gate()) {
            greenhouse.on(Match.patch("/v3/applications")).times(1).happens(gate);
            assertThat(failure(() -> session("writes").update(application, score("71"))))
                    .isInstanceOf(UnknownOutcome.class)
                    .hasFieldOrPropertyWithValue("underWay", true);
            assertThat(gate.waiting()).isOne();
        }
    }

    @Test
    void aWriteOfUnknownOutcomeIsNotRetried() {
        long application = application();
        greenhouse.on(Match.patch("/v3/applications")).times(1).answer(new Fault.ApplyThenDrop());

        HarvestSession session = session("writes");
        assertThat(failure(() -> session.update(application, score("71")))).isInstanceOf(UnknownOutcome.class);
        assertThat(greenhouse.calls().count("PATCH", "/v3/applications")).isEqualTo(1);
        assertThat(greenhouse.organisation("writes").score(application, "rocketmat"))
                .hasToString("71");
    }

    @Test
    @Tag("finding-C")
    void aWriteThatIsCancelledWhileItsTokenIsMintedIsNotSent() {
        long application = application();
        HarvestSession session = session("writes");

        assertThatThrownBy(() -> session.update(
                        application, score("71"), () -> greenhouse.calls().count("POST", "/token") == 0))
                .isInstanceOf(NotSent.class);
        assertThat(greenhouse.calls().count("POST", "/token")).isEqualTo(1);
        assertThat(greenhouse.calls().count("PATCH", "/v3/applications")).isZero();
    }

    @Test
    void aWriteWhoseCheckFailsIsNotSent() {
        long application = application();
        HarvestSession session = session("writes");

        assertThatThrownBy(() -> session.update(application, score("71"), () -> {
                    throw new IllegalStateException("the database is away");
                }))
                .isInstanceOf(NotSent.class);
        assertThat(greenhouse.calls().count("PATCH", "/v3/applications")).isZero();
    }

    @Test
    void aWriteContainsTheFieldAloneWithTheDecimalsOfTheManifestOrNull() {
        long application = application();
        HarvestSession session = session("writes");
        session.update(application, score("70.50"));
        session.update(application, List.of(new CustomFieldWrite("rocketmat", NullNode.instance)));
        assertThat(callsTo("/v3/applications/" + application))
                .extracting(Call::body)
                .containsExactly(
                        "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":70.50}]}",
                        "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":null}]}");
    }

    @Test
    void aWriteToAnUnknownApplicationIsNotFound() {
        applications(greenhouse.organisation("writes"), 1);
        assertThat(failure(() -> session("writes").update(1, score("1")))).isInstanceOf(NotFound.class);
    }

    static Stream<Fault> notFoundAnswers() {
        return Stream.of(
                new Fault.Status(404, "{\"message\":\"Resource not found\"}"),
                new Fault.Status(
                        404, "{\"message\":\"Resource not found\",\"errors\":[\"Application could not be found\"]}"),
                new Fault.Status(410, ""),
                new Fault.Html(404));
    }

    /** An unknown route and a proxy answer so too. */
    @ParameterizedTest
    @MethodSource("notFoundAnswers")
    void a404ForAnApplicationThatIsListedDoesNotMeanItIsDeleted(Fault fault) {
        long application = application();
        HarvestSession session = session("writes");
        greenhouse.on(Match.patch("/v3/applications")).answer(fault);

        assertThat(failure(() -> session.update(application, score("71")))).isInstanceOf(NotFoundThoughShown.class);
    }

    @Test
    void ifAllOfV3IsMissingNoApplicationIsDeleted() {
        long application = application();
        HarvestSession session = session("writes");
        greenhouse.on(Match.any().path("/v3")).always().answer(new Fault.Html(404));

        assertThat(failure(() -> session.update(application, score("71")))).isInstanceOf(NotFoundThoughShown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectsAreNotFollowed(int status) {
        long application = application();
        HarvestSession session = session("writes");
        greenhouse
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
    void aStoredPageOfAnotherHarvestIsNotRequested() {
        String elsewhere = greenhouse.harvestUrl() + "/v1/applications?page=2";
        assertThat(failure(() -> session("tokens").applications(elsewhere))).isInstanceOf(Invalid.class);
        assertThat(greenhouse.calls().count("GET", "/")).isZero();
    }

    @Test
    void aLinkToAnotherHostIsNotFollowed() {
        greenhouse
                .on(Match.get("/v3/applications"))
                .answer(new Fault.Status(
                        200,
                        "[]",
                        Map.of(
                                "Content-Type", "application/json;charset=utf-8",
                                "Link", "<https://elsewhere.example/v3/applications?cursor=x>; rel=\"next\"")));
        assertThat(failure(() -> firstPage(session("tokens")))).isInstanceOf(Unavailable.class);
    }

    @Test
    void aListMayHaveRelativeLinks() {
        Fault.Status last = new Fault.Status(200, "[]", Map.of("Content-Type", "application/json"));
        greenhouse
                .on(Match.get("/v3/custom_fields"))
                .times(3)
                .answer(linkingTo("?cursor=a"), linkingTo("custom_fields?cursor=b"), last);

        assertThat(session("tokens").customFields("application")).isEmpty();

        assertThat(callsTo("/v3/custom_fields")).extracting(Call::query).endsWith("cursor=a", "cursor=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{home}/v3/applications?cursor=a#b", "?cursor=a"})
    void aWindowMayHaveLinksThatAreRelativeOrHaveAFragment(String link) {
        Fault.Status last = new Fault.Status(200, "[]", Map.of("Content-Type", "application/json"));
        greenhouse
                .on(Match.get("/v3/applications"))
                .times(2)
                .answer(linkingTo(link.replace("{home}", greenhouse.harvestUrl().toString())), last);
        HarvestSession session = session("tokens");

        String next = firstPage(session).next().orElseThrow();

        assertThat(session.applications(next).next()).isEmpty();
        assertThat(callsTo("/v3/applications").getLast().query()).isEqualTo("cursor=a");
    }

    @Test
    @Tag("failure-429-retry-after")
    void a429StopsFurtherCalls() {
        HarvestSession session = session("troubled");
        session.jobs(List.of(1L), ID);
        greenhouse.on(Match.get("/v3/jobs")).times(1).answer(new Fault.RateLimited(7));
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
    void aRateLimitWithoutHeadersIsLearnedFromA429() {
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
    void aTenantsFailuresOpenOnlyItsOwnCircuit() {
        greenhouse.on(Match.get("/v3/jobs").organisation("troubled")).always().answer(Fault.serverError());
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
    void occasionalFailuresDoNotOpenTheCircuit() {
        HarvestSession session = session("untroubled");
        for (int n = 0; n < 24; n++) {
            greenhouse
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
    void anAnswerWithoutRowsIsRetriedAndThenAFailure(Fault fault) {
        HarvestSession session = session("untroubled");
        greenhouse.on(Match.get("/v3/jobs")).answer(fault);
        assertThat(session.jobs(List.of(1L), ID)).as("it is asked again").isEmpty();

        greenhouse.on(Match.get("/v3/jobs")).always().answer(fault);
        assertThat(failure(() -> session.jobs(List.of(1L), ID)))
                .isInstanceOf(Unavailable.class)
                .asString()
                .contains("lacks rows");
    }

    @Test
    @Tag("finding-B4")
    void aPageThatLinksToItselfIsNotReadForever() {
        String page = greenhouse.harvestUrl() + "/v3/applications?cursor=again";
        greenhouse.on(Match.get("/v3/applications")).always().answer(linkingTo("?cursor=again"));
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
    void aListWithEndlessPagesIsNotReadForever() {
        greenhouse
                .on(Match.get("/v3/custom_fields"))
                .always()
                .answer(IntStream.range(0, 1_000)
                        .mapToObj(page -> linkingTo(greenhouse.harvestUrl() + "/v3/custom_fields?cursor=" + page))
                        .toArray(Fault[]::new));
        HarvestSession session = session("untroubled");

        assertThat(failure(() -> session.customFields("application")))
                .isInstanceOf(Unavailable.class)
                .asString()
                .contains("without an end");
        assertThat(callsTo("/v3/custom_fields")).hasSize(40);
    }

    private static Fault linkingTo(String page) {
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
    void aReadThatKeepsFailingIsUnavailableAfterTwoRetries(Fault fault) {
        greenhouse.on(Match.get("/v3/jobs")).always().answer(fault);

        assertThat(failure(() -> session("untroubled").jobs(List.of(1L), ID))).isInstanceOf(Unavailable.class);
        assertThat(callsTo("/v3/jobs")).hasSize(3);
    }

    /** It is a mistake of ours, and must not look like an outage. */
    @Test
    void tooManyIdsAreNoFailureOfGreenhouse() {
        HarvestSession session = session("untroubled");
        List<Long> ids =
                LongStream.rangeClosed(0, HarvestSession.MOST_IDS).boxed().toList();
        HiringOutcomes outcomes = session.hiringOutcomes().orElseThrow();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> session.applications(ids, ID),
                () -> session.candidates(ids, ID),
                () -> session.jobs(ids, ID),
                () -> session.options(ids),
                () -> outcomes.jobStages(ids),
                () -> outcomes.rejections(ids),
                () -> outcomes.reasons(ids))) {
            assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(greenhouse.calls().all()).isEmpty();
    }

    @Test
    void anHtmlPageInsteadOfAnAnswerIsReported() {
        greenhouse.on(Match.get("/v3/jobs")).always().answer(new Fault.Html(200));

        assertThat(failure(() -> session("untroubled").jobs(List.of(1L), ID)))
                .isEqualTo(new Unavailable("jobs: the answer is not declared as JSON"));
    }

    private List<Call> callsTo(String path) {
        return greenhouse.calls().to(path);
    }

    private static List<Long> applications(Organisation organisation, int count) {
        long job = organisation.addJob("Analyst");
        long candidate = organisation.addCandidate("Ana", "Prova");
        return IntStream.range(0, count)
                .mapToObj(_ -> organisation.addApplication(candidate, job))
                .toList();
    }

    private HarvestSession session(String organisation) {
        return v3(sessions, greenhouse.organisation(organisation));
    }

    private long application() {
        return applications(greenhouse.organisation("writes"), 1).getFirst();
    }

    private static Page<Application> firstPage(HarvestSession session) {
        return session.applications(new ApplicationWindow(Optional.empty(), session.now(), Set.of()), ID);
    }
}
