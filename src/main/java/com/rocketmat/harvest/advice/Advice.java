package com.rocketmat.harvest.advice;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Later;
import com.rocketmat.harvest.HarvestFailure.NoSuchUser;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.NotFoundThoughShown;
import com.rocketmat.harvest.HarvestFailure.Redirected;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.harvest.HarvestFailure.ShowsNothing;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Explains a failure of Greenhouse to people, for the tenant's state, the doctor and exports alike. */
public record Advice(Kind kind, String reason, String remedy) {

    private static final String NOT_AVAILABLE = "Greenhouse is not available (%s)";
    private static final String WAIT =
            "nothing to do; if it persists, check status.greenhouse.io, and the address if you set one"
                    + " (harvest_url, rocketmat.harvest.url or rocketmat.harvest.token-url)";

    public enum Kind {
        /** It passes by itself, and other requests would fail too meanwhile. */
        PASSING,
        /** Every call fails until an administrator acts. */
        STANDING,
        /** Only this request was refused. */
        SINGLE
    }

    public static Advice on(HarvestFailure failure, DevCenter devCenter) {
        return switch (failure) {
            case Throttled throttled ->
                passing(
                        "Greenhouse is not called until %s: the rate window is used up, or Greenhouse asks for a pause"
                                .formatted(seconds(throttled.until())),
                        "nothing to do; work continues then");
            case Resting trouble ->
                passing(
                        (NOT_AVAILABLE + "; no call is made until %s")
                                .formatted(trouble.what(), seconds(trouble.until())),
                        WAIT);
            case Unavailable trouble -> passing(NOT_AVAILABLE.formatted(trouble.what()), WAIT);
            case UnknownOutcome trouble ->
                passing(
                        "Greenhouse did not confirm a write (%s)".formatted(trouble.what()),
                        "nothing to do; it is read back");
            case Unauthorised refusal -> standing(refusal.what(), devCenter.replaceCredential());
            case Retired refusal -> standing(refusal.what(), devCenter.replaceCredential());
            case Forbidden refusal ->
                standing(
                        "Greenhouse forbids calls that need the scope %s for %s%s"
                                .formatted(
                                        refusal.scope(),
                                        devCenter.actingUser(),
                                        refusal.application()
                                                .map(" (among them the write to application %d)"::formatted)
                                                .orElse("")),
                        devCenter.allowOrAdmin(refusal.scope())
                                + refusal.application()
                                        .map(_ -> "; if the score field is private, let the user see and edit it")
                                        .orElse(""));
            case ShowsNothing nothing ->
                standing(
                        "Greenhouse shows no %s at all to %s, not even any that are known here; nothing is erased for that"
                                .formatted(nothing.list().label(), devCenter.actingUser()),
                        (devCenter.key() ? devCenter.replaceCredential() : devCenter.siteAdmin())
                                + "; if Greenhouse has none any more, erase the candidates through the API; if it is new, create the"
                                + " score field");
            case NoSuchUser user ->
                standing(
                        "harvest_user_id: Greenhouse does not allow the key to act for user " + user.userId(),
                        "set harvest_user_id to the id of an active Greenhouse user who may edit applications");
            case NotFound missing ->
                single(
                        "not found: " + missing.what(),
                        "check that harvest_url, if it is set, is the address of Greenhouse's Harvest");
            case NotFoundThoughShown missing ->
                standing(
                        "Greenhouse answers writes to applications as if they did not exist (%s), and no list says that they are gone"
                                .formatted(missing.what()),
                        "check that harvest_url, if it is set, is the address of Greenhouse's Harvest, and that no proxy before it refuses"
                                + " PATCH requests");
            case Redirected redirect ->
                standing(
                        "Greenhouse's address answers with a redirect (%s)".formatted(redirect.what()),
                        "set harvest_url to the address of Greenhouse's Harvest, or remove it");
            case Invalid invalid ->
                single(
                        "Greenhouse rejected the request as invalid: " + invalid.what()
                                + (invalid.fields().isEmpty() ? "" : " " + invalid.fields()),
                        "check that the named fields exist in Greenhouse for applications; otherwise report this to Rocketmat");
        };
    }

    /** The answer to a call that failed; one that passes says when to try again. */
    public static HttpProblem problem(
            HarvestFailure failure, DevCenter devCenter, ProblemType away, ProblemType refused, Instant now) {
        Advice advice = on(failure, devCenter);
        return advice.passes()
                ? away.passing(advice.reason(), retryAfter(failure, now))
                : refused.problem(advice.reason(), advice.remedy());
    }

    private static long retryAfter(HarvestFailure failure, Instant now) {
        Duration wait = failure instanceof Later later ? Duration.between(now, later.until()) : Duration.ofMinutes(1);
        return Math.max(1, wait.toSeconds() + 1);
    }

    public boolean passes() {
        return kind == Kind.PASSING;
    }

    private static Advice passing(String reason, String remedy) {
        return new Advice(Kind.PASSING, reason, remedy);
    }

    private static Advice standing(String reason, String remedy) {
        return new Advice(Kind.STANDING, reason, remedy);
    }

    private static Advice single(String reason, String remedy) {
        return new Advice(Kind.SINGLE, reason, remedy);
    }

    private static Instant seconds(Instant until) {
        return until.truncatedTo(ChronoUnit.SECONDS);
    }
}
