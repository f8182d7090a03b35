package com.rocketmat.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the doctor found out about one thing.
 *
 * @param seen what was seen: ids and names of fields, scopes and features, never a secret or what candidates have entered
 * @param remedy what to do, in Greenhouse's own words as far as they are known; null when there is nothing to do
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Finding(
        String check,
        Status status,
        String seen,
        @Schema(nullable = true) String remedy) {

    public enum Status {
        OK,
        /** Works, and is not as it should be. */
        WARNING,
        FAILED,
        /** Not looked at; what was seen says why not. */
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
