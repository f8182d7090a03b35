package com.rocketmat.harvest.session;

import static com.rocketmat.harvest.HarvestFixture.failure;
import static com.rocketmat.harvest.HarvestFixture.score;
import static com.rocketmat.harvest.HarvestFixture.v3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.call.HttpRefusal;
import com.rocketmat.harvest.v3.V3Api;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers larger than memory, which all tenants share. */
@QuarkusTest
@Tag("finding-A5")
class AnswerLimitQuarkusTest {

    private static final Set<String> ID = Set.of("id");
    private static final long MB = 1 << 20;
    /** A read is tried three times; what the operating system buffers between both ends is not in our memory. */
    private static final long THREE_PAGES = 3 * (16 + 16) * MB;

    GreenhouseSimulator greenhouse;

    @Inject
    HarvestSessions sessions;

    private Organisation organisation;
    private Organisation beside;

    @BeforeEach
    void anOrganisation() {
        organisation = greenhouse.organisation("limits");
        organisation.rateLimit(10_000);
        beside = greenhouse.organisation("beside-limits");
        beside.rateLimit(10_000);
        greenhouse.faults().clear();
    }

    @AfterEach
    void noFaults() {
        greenhouse.faults().clear();
    }

    static List<Fault.Endless> pages() {
        return List.of(
                new Fault.Endless("[{\"id\":1}", ",{\"id\":1}"),
                new Fault.Endless(" ", " "),
                new Fault.Endless(
                        200,
                        "multipart/form-data; boundary=x",
                        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n",
                        "a",
                        new AtomicLong()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void anEndlessPageStopsAtTheLimitWithoutAffectingOtherTenants(Fault.Endless page) throws Exception {
        greenhouse.on(Match.get("/v3/jobs").organisation("limits")).always().answer(page);
        HarvestSession other = v3(sessions, beside);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HarvestFailure> failed = threads.submit(
                    () -> failure(() -> v3(sessions, organisation).jobs(List.of(1L), ID)));
            do {
                assertThat(other.jobs(List.of(1L), ID)).isEmpty();
            } while (!failed.isDone());

            assertThat(failed.get()).isEqualTo(new Unavailable("jobs: the answer is larger than 16 MB"));
        }
        assertThat(page.sent()).hasValueBetween(16 * MB, THREE_PAGES);
    }

    @Test
    void anEndlessErrorHasNoDetails() {
        Fault.Endless error = new Fault.Endless(422, "application/json", "{\"errors\":[\"", "x", new AtomicLong());
        greenhouse.on(Match.get("/v3/jobs")).always().answer(error);

        assertThat(failure(() -> v3(sessions, organisation).jobs(List.of(1L), ID)))
                .isEqualTo(new Invalid("jobs: status 422", List.of()));
        assertThat(error.sent()).hasValueBetween(16 * MB, THREE_PAGES);
    }

    @Test
    void anEndlessTokenStopsAtALowerLimit() {
        Fault.Endless token = new Fault.Endless("{\"access_token\":\"", "x");
        greenhouse.on(Match.token()).always().answer(token);

        assertThat(failure(() -> v3(sessions, organisation).jobs(List.of(1L), ID)))
                .isEqualTo(new Unavailable("token endpoint: the answer is larger than 1 MB"));
        assertThat(token.sent()).hasValueLessThan(THREE_PAGES);
    }

    @Test
    void anEndlessIntrospectionIsIgnored() {
        Fault.Endless told = new Fault.Endless("{\"active\":\"", "x");
        greenhouse.on(Match.any().method("POST").path("/introspect")).always().answer(told);

        assertThat(v3(sessions, organisation).introspect()).isEmpty();
        assertThat(told.sent()).hasValueBetween(MB, THREE_PAGES);
    }

    @Test
    void aWriteWithAnEndlessAnswerHasAnUnknownOutcome() {
        greenhouse.on(Match.patch("/v3")).always().answer(new Fault.Endless("{\"id\":1", " "));

        assertThat(failure(() -> v3(sessions, organisation).update(1, score("10"))))
                .isInstanceOf(UnknownOutcome.class)
                .asString()
                .contains("the answer is larger than 16 MB");
    }

    /** The client takes it for the answer, after which no other one comes. */
    @Test
    void aWriteAnsweredWith102MayBeUnderWay() {
        greenhouse.on(Match.patch("/v3")).always().answer(new Fault.Status(102, ""));

        assertThat(failure(() -> v3(sessions, organisation).update(1, score("10"))))
                .isInstanceOfSatisfying(UnknownOutcome.class, outcome -> {
                    assertThat(outcome.what()).endsWith("status 102");
                    assertThat(outcome.underWay()).isTrue();
                });
    }

    @Test
    void aPageWithTooManyTokensIsRejected() {
        String rows = "[{}" + ",{}".repeat(1_250_000) + "]";
        greenhouse.on(Match.get("/v3/jobs")).always().answer(new Fault.Status(200, rows));

        assertThat(failure(() -> v3(sessions, organisation).jobs(List.of(1L), ID)))
                .isEqualTo(new Unavailable("jobs: the answer exceeds the limits on its size or nesting"));
    }

    @Test
    void aLargePageIsRead() {
        String row = "{\"id\":1,\"name\":\"%s\"}".formatted("x".repeat(30_000));
        String rows = "[" + row + ("," + row).repeat(499) + "]";
        greenhouse.on(Match.get("/v3/jobs")).always().answer(new Fault.Status(200, rows));

        assertThat(v3(sessions, organisation).jobs(List.of(1L), Set.of("id", "name")))
                .hasSize(500);
    }

    /** Its client may have a shorter limit. */
    @Test
    void theRestClientsOwnTimeoutDoesNotApply() {
        V3Api impatient = QuarkusRestClientBuilder.newBuilder()
                .baseUri(greenhouse.harvestUrl())
                .readTimeout(100, TimeUnit.MILLISECONDS)
                .build(V3Api.class);
        greenhouse.on(Match.get("/v3/jobs")).times(1).answer(new Fault.Delay(Duration.ofSeconds(1)));

        assertThatThrownBy(() -> impatient.jobs(greenhouse.harvestUrl() + "/v3/jobs", "Bearer x"))
                .as("an answer")
                .isInstanceOf(HttpRefusal.class);
    }
}
