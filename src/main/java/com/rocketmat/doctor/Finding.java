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

    private static final String NOT_NOW = "cannot be checked now: ";

    static Finding ok(String check, String seen) {
        return new Finding(check, Status.OK, seen, null);
    }

    static Finding warning(String check, String seen, String remedy) {
        return new Finding(check, Status.WARNING, seen, remedy);
    }

    public static Finding failed(String check, String seen, String remedy) {
        return new Finding(check, Status.FAILED, seen, remedy);
    }

    /** A failure, since the tenant is not known to be healthy, but not one of the tenant's. */
    static Finding notNow(String check, String reason) {
        return failed(
                check, NOT_NOW + reason, "nothing is known to be wrong with the tenant: run the doctor again later");
    }

    static Finding skipped(String check, String why, String remedy) {
        return new Finding(check, Status.SKIPPED, why, remedy);
    }

    public boolean failed() {
        return status == Status.FAILED;
    }

    /** Whether nothing was found, because Greenhouse does not answer for now. */
    public boolean unknown() {
        return failed() && seen.startsWith(NOT_NOW);
    }
}
