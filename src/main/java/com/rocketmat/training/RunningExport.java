package com.rocketmat.training;

import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.settings.TenantSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

record RunningExport(UUID id, TenantSettings settings, String actor, TrainingRequest request, TrainingExport export) {

    DataExport event(DataExport.Phase phase) {
        CreatedBetween when = request.when();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("format", request.format().label());
        details.put("features", String.join(",", export.choice().features()));
        details.put("from", when.from().map(Instant::toString).orElse(""));
        details.put("to", when.to().map(Instant::toString).orElse(""));
        details.put("asOf", request.asOf().map(Instant::toString).orElse("created_at"));
        details.put("rows", String.valueOf(export.rows()));
        return new DataExport(settings.id(), id, actor, "training-data", phase, details, Optional.empty());
    }
}
