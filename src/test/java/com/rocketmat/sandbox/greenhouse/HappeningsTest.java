package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and other clients do between two requests of a client. */
class HappeningsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final List<Long> ids = new ArrayList<>();
    private long candidate;
    private long job;

    @BeforeEach
    void fourApplications() {
        job = acme.addJob("Analyst");
        candidate = acme.addCandidate("Ada", "Byron");
        for (int i = 0; i < 4; i++) {
            ids.addFirst(acme.addApplication(candidate, job));
        }
    }

    @Test
    void aRowThatIsUpdatedWhilePagingLeavesAWindowItWasIn() {
        String window = "gte|2026-11-24T12:00:00Z|lte|2026-11-24T12:01:00Z";
        beforeTheSecondPage(() -> {
            sandbox.clock.forward(Duration.ofMinutes(5));
            acme.setCustomField(ids.getLast(), "rocketmat", Json.number(99));
        });
        assertThat(readAll("per_page=3&updated_at=" + window.replace("|", "%7C")))
                .as("missed, so that the next window must reach back")
                .isEqualTo(ids.subList(0, 3));
    }

    @Test
    void aRowThatIsUpdatedBehindThePageIsSeenAsItWas() {
        beforeTheSecondPage(() -> acme.setCustomField(ids.getFirst(), "rocketmat", Json.number(99)));
        assertThat(readAll("per_page=3")).isEqualTo(ids);
    }

    @Test
    void aRowThatIsCreatedWhilePagingIsNotSeen() {
        beforeTheSecondPage(() -> acme.addApplication(candidate, job));
        assertThat(readAll("per_page=3")).isEqualTo(ids);
    }

    @Test
    void theRowThatACursorNamesMayBeGone() {
        beforeTheSecondPage(() -> acme.deleteApplication(ids.get(2)));
        assertThat(readAll("per_page=2")).containsExactly(ids.get(0), ids.get(1), ids.get(3));
    }

    @Test
    void theLimitMayShrinkInTheMiddleOfARun() {
        acme.rateLimit(100);
        sandbox.simulator.faults().on(Match.get("/v3/jobs")).after(1).happens(() -> acme.rateLimit(2));
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Limit")).contains("100");
        Response second = sandbox.get("/v3/jobs");
        assertThat(second.header("X-RateLimit-Limit")).contains("2");
        assertThat(second.header("X-RateLimit-Remaining")).contains("0");
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(429);
    }

    @Test
    void aSiblingMayMintAndKillTheTokenInUse() {
        sandbox.simulator.faults().before(Match.get("/v3/jobs"), () -> sandbox.simulator.revokeTokens("acme"));
        Response refused = sandbox.get("/v3/jobs");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("already been refreshed or revoked");
        sandbox.forgetToken();
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
    }

    @Test
    void aScopeMayBeTakenAwayInTheMiddleOfARun() {
        sandbox.simulator
                .faults()
                .before(Match.patch("/v3/applications"), () -> acme.scopes(Set.of("harvest:applications:list")));
        assertThat(sandbox.score(ids.getFirst(), "1").status()).isEqualTo(403);
        assertThat(sandbox.get("/v3/applications").status()).isEqualTo(200);
    }

    @Test
    void aPersonMayFillTheFieldRightBeforeOurWrite() {
        sandbox.simulator
                .faults()
                .before(
                        Match.patch("/v3/applications"),
                        () -> acme.setCustomField(ids.getFirst(), "rocketmat", Json.number(99)));
        sandbox.score(ids.getFirst(), "1");
        assertThat(acme.score(ids.getFirst(), "rocketmat"))
                .as("no precondition protects it")
                .isEqualTo(1);
    }

    @Test
    void somethingMayHappenAndARequestFailAllTheSame() {
        sandbox.simulator.faults().before(Match.get("/v3/jobs"), () -> acme.closeJob(job));
        sandbox.simulator.faults().on(Match.get("/v3/jobs")).answer(Fault.serverError());
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(500);
        assertThat(sandbox.row("/v3/jobs").path("status").asText()).isEqualTo("closed");
        assertThat(sandbox.simulator.faults().fired())
                .as("an event is not a fault")
                .isEqualTo(1);
    }

    @Test
    void whatHappensMayMakeRequestsAndRulesOfItsOwn() {
        sandbox.token();
        sandbox.simulator.faults().before(Match.get("/v3/jobs"), () -> {
            sandbox.get("/v3/candidates");
            sandbox.simulator.faults().on(Match.get("/v3/jobs")).answer(Fault.forbidden());
        });
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(403);
        assertThat(sandbox.simulator.calls().all())
                .extracting(Call::path)
                .containsExactly("/token", "/v3/candidates", "/v3/jobs");
    }

    private void beforeTheSecondPage(Runnable happening) {
        sandbox.simulator.faults().before(Match.get("/v3/applications").query("cursor="), happening);
    }

    private List<Long> readAll(String query) {
        List<Long> read = new ArrayList<>();
        for (String next = "/v3/applications?" + query; !next.isEmpty(); ) {
            Response page = sandbox.get(next);
            read.addAll(InProcessSandbox.ids(page));
            next = InProcessSandbox.next(page);
        }
        return read;
    }
}
