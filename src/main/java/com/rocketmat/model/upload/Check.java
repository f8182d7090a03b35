package com.rocketmat.model.upload;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of an upload check. A check that passed but has a remedy is a warning.
 *
 * @param remedy null if there is nothing to do
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
