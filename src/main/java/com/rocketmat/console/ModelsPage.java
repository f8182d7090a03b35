package com.rocketmat.console;

import java.util.List;

/**
 * A tenant's models.
 *
 * @param refusal why the file that was just sent is not stored, or null
 */
public record ModelsPage(String tenant, String tenantAddress, String address, List<ModelRow> models, Refusal refusal) {

    /**
     * Why a file is not stored.
     *
     * @param check that was not passed, or null where it did not come to checks
     */
    public record Refusal(String check, String field, String reason, String remedy) {}
}
