package com.rocketmat.doctor;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of one check.
 *
 * @param seen what was found: ids and names of fields, scopes and features, never a secret or candidates' data
 * @param remedy what to do, in Greenhouse's terms if known; null if nothing
 * @param unknown whether the check failed only because Greenhouse does not answer for now
 */
public record Finding(
        String check,
        Status status,
        String seen,
        @Schema(nullable = true) String remedy,
        @JsonIgnore @Schema(hidden = true) boolean unknown) {

    public enum Status {
        OK,
        /** Works, but not as it should. */
        WARNING,
        FAILED,
        /** Not checked; {@code seen} says why. */
        SKIPPED
    }

    static Finding ok(String check, String seen) {
        return new Finding(check, Status.OK, seen, null, false);
    }

    static Finding warning(String check, String seen, String remedy) {
        return new Finding(check, Status.WARNING, seen, remedy, false);
    }

    public static Finding failed(String check, String seen, String remedy) {
        return new Finding(check, Status.FAILED, seen, remedy, false);
    }

    static Finding couldNotCheck(String check, String reason) {
        return new Finding(
                check,
                Status.FAILED,
                "cannot be checked now: " + reason,
                "nothing is known to be wrong with the tenant: run the doctor again later",
                true);
    }

    static Finding skipped(String check, String reason, String remedy) {
        return new Finding(check, Status.SKIPPED, reason, remedy, false);
    }

    public boolean failed() {
        return status == Status.FAILED;
    }
}
