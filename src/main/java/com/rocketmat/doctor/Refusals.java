package com.rocketmat.doctor;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NoSuchUser;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import java.time.temporal.ChronoUnit;

/** What it means for a check that Greenhouse did not let it be made. */
public final class Refusals {

    private static final String NOTHING_WRONG = "nothing is known to be wrong with the tenant: ask the doctor again ";

    private Refusals() {}

    /** Whether asking for something else would fare no better just now. */
    public static boolean trouble(HarvestFailure failure) {
        return switch (failure) {
            case Throttled _, Resting _, Unavailable _, UnknownOutcome _ -> true;
            default -> false;
        };
    }

    public static Finding finding(String check, HarvestFailure failure, DevCenter devCenter) {
        return switch (failure) {
            case Throttled throttled ->
                Finding.failed(
                        check,
                        "not to be seen now: Greenhouse's rate window is used up until "
                                + throttled.until().truncatedTo(ChronoUnit.SECONDS),
                        NOTHING_WRONG + "then");
            case Resting trouble ->
                Finding.failed(
                        check,
                        "not to be seen now: Greenhouse is not available (%s), no call is made until %s"
                                .formatted(trouble.what(), trouble.until().truncatedTo(ChronoUnit.SECONDS)),
                        NOTHING_WRONG + "then; if it lasts, look at status.greenhouse.io");
            case Unavailable trouble ->
                Finding.failed(
                        check,
                        "not to be seen now: Greenhouse is not available (%s)".formatted(trouble.what()),
                        NOTHING_WRONG + "later; if it lasts, look at status.greenhouse.io");
            case UnknownOutcome trouble ->
                Finding.failed(
                        check,
                        "not to be seen now: Greenhouse did not confirm a write (%s)".formatted(trouble.what()),
                        NOTHING_WRONG + "later");
            case Unauthorised refusal -> Finding.failed(check, refusal.what(), devCenter.replaceCredential());
            case Retired refusal -> Finding.failed(check, refusal.what(), devCenter.replaceCredential());
            case Forbidden refusal ->
                Finding.failed(
                        check,
                        "Greenhouse forbids what needs the scope %s for %s"
                                .formatted(refusal.scope(), devCenter.actingUser()),
                        devCenter.allowOrAdmin(refusal.scope()));
            case NoSuchUser user ->
                Finding.failed(
                        check,
                        "Greenhouse does not let the key act for user " + user.userId(),
                        "set harvest_user_id to the id of an active Greenhouse user who may edit applications");
            case NotFound missing ->
                Finding.failed(
                        check,
                        "not found: " + missing.what(),
                        "see that harvest_url, if it is set, is the address of Greenhouse's Harvest");
            case Invalid invalid ->
                Finding.failed(
                        check,
                        "Greenhouse calls the request wrong: %s %s".formatted(invalid.what(), invalid.fields()),
                        "see that the fields that are named exist in Greenhouse for applications; else report it to us");
        };
    }
}
