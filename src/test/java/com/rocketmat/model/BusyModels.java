package com.rocketmat.model;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;

/** Models as a call finds them while too many others use the database. */
public final class BusyModels {

    private BusyModels() {}

    public static Models create() {
        return new Models(null, null, null, null, null, null, null, null, null, new SimpleMeterRegistry()) {
            @Override
            public ScoredRow replay(TenantId tenant, String version, Map<String, FeatureValue> row) {
                throw ProblemType.BUSY.passing("The maximum number of calls is using the database", 5);
            }
        };
    }
}
