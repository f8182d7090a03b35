package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.tenant.TenantState;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;

/** Why there is no export, and what to do. */
final class ExportRefusal {

    private ExportRefusal() {}

    static HttpProblem notRunning() {
        return conflict(
                "state",
                "The tenant does not run",
                "Its secret in Vault is missing or unusable",
                "correct the secret; GET the tenant tells what is wrong with it");
    }

    static HttpProblem paused(TenantState state) {
        return state == TenantState.PAUSED || state.runs()
                ? conflict(
                        "state",
                        "The tenant is paused",
                        "Nothing is read from its Greenhouse meanwhile",
                        "resume the tenant, or all of them; where its secret says so, set mode to live or dry-run there")
                : notRunning();
    }

    static HttpProblem another() {
        return conflict(
                "under-way",
                "An export is under way",
                "Of each tenant there is one at a time",
                "wait for its end; one whose caller went away ends by itself within five minutes");
    }

    static HttpProblem replaced() {
        return conflict(
                "state",
                "The tenant's secret was replaced",
                "The export would have been made with the old one",
                "ask again");
    }

    static HttpProblem overV1() {
        return conflict(
                "v1",
                "Not with a Harvest v1 key",
                "What became of applications is read over Harvest v3 alone",
                DevCenter.NEW_CREDENTIAL);
    }

    static HttpProblem of(HarvestFailure failure, DevCenter devCenter, Clock clock) {
        Finding finding = Refusals.finding("training data", failure, devCenter);
        boolean trouble = Refusals.trouble(failure);
        HttpProblem.Builder problem = HttpProblem.builder()
                .withType(URI.create("/problems/training-greenhouse"))
                .withTitle(trouble ? "Greenhouse does not answer now" : "Greenhouse does not let it be read")
                .withStatus(trouble ? Status.SERVICE_UNAVAILABLE : Status.CONFLICT)
                .withDetail(finding.seen())
                .with("remedy", trouble ? "ask again after the time in Retry-After" : finding.remedy());
        if (trouble) {
            problem.withHeader(HttpHeaders.RETRY_AFTER, retryAfter(failure, clock));
        }
        return problem.build();
    }

    private static long retryAfter(HarvestFailure failure, Clock clock) {
        Duration wait = failure instanceof Throttled throttled
                ? Duration.between(clock.instant(), throttled.until())
                : Duration.ofMinutes(1);
        return Math.max(1, wait.toSeconds() + 1);
    }

    private static HttpProblem conflict(String kind, String title, String detail, String remedy) {
        return HttpProblem.builder()
                .withType(URI.create("/problems/training-" + kind))
                .withTitle(title)
                .withStatus(Status.CONFLICT)
                .withDetail(detail)
                .with("remedy", remedy)
                .build();
    }
}
