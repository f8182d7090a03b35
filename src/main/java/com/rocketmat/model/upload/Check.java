package com.rocketmat.model.upload;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What an upload check found. A check that passed and still carries a remedy is a warning.
 *
 * @param remedy null when there is nothing to do
 */
@Schema(name = "ModelCheck")
public record Check(
        String name,
        boolean passed,
        String detail,
        @Schema(nullable = true) String remedy) {

    public static Check passed(String name, String detail) {
        return new Check(name, true, detail, null);
    }

    public static Check warning(String name, String detail, String remedy) {
        return new Check(name, true, detail, remedy);
    }
}
