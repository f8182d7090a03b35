package com.rocketmat.doctor;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of one check.
 *
 * @param seen what was found: ids and names of fields, scopes and features, never a secret or candidates' data
 * @param remedy what to do, in Greenhouse's terms where they are known; null if nothing
 */
public record Finding(
        String check,
        Status status,
        String seen,
        @Schema(nullable = true) String remedy) {

    public enum Status {
        OK,
        /** Works, but not as it should. */
        WARNING,
        FAILED,
        /** Not checked; {@code seen} says why. */
        SKIPPED
    }

    static Finding ok(String check, String seen) {
        return new Finding(check, Status.OK, seen, null);
    }

    static Finding warning(String check, String seen, String remedy) {
        return new Finding(check, Status.WARNING, seen, remedy);
    }

    public static Finding failed(String check, String seen, String remedy) {
        return new Finding(check, Status.FAILED, seen, remedy);
    }

    static Finding skipped(String check, String why, String remedy) {
        return new Finding(check, Status.SKIPPED, why, remedy);
    }

    public boolean failed() {
        return status == Status.FAILED;
    }
}
