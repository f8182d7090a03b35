package com.rocketmat.console;

import com.rocketmat.console.training.TrainingRow;
import com.rocketmat.model.ModelView;
import java.util.List;

/**
 * A tenant's models.
 *
 * @param olderAddress address of older versions, or null if all are shown
 * @param trainings the latest, newest first
 * @param training whether a training is open
 * @param refusal why the uploaded file was refused, or null
 */
public record TenantModelsPage(
        String tenant,
        List<ModelView> models,
        String olderAddress,
        List<TrainingRow> trainings,
        boolean training,
        Refusal refusal) {

    /** Why an uploaded file was refused; {@code check} is null if no check was run. */
    public record Refusal(String check, String field, String reason, String remedy) {}
}
