package com.rocketmat.console;

import java.util.List;

/**
 * A tenant's models.
 *
 * @param refusal why the uploaded file was refused, or null
 */
public record ModelsPage(String tenant, String tenantAddress, String address, List<ModelRow> models, Refusal refusal) {

    /**
     * Why an uploaded file was refused.
     *
     * @param check the check that failed, or null if no check was run
     */
    public record Refusal(String check, String field, String reason, String remedy) {}
}
