package com.rocketmat.sync;

import com.rocketmat.feature.FeaturePlan;
import com.rocketmat.feature.Source;
import com.rocketmat.model.ActiveModel;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which shadow versions score beside the active one, and what to fetch for all together.
 *
 * @param joint what the active version and the shadows need
 * @param idle shadow versions that do not score for now, with the reason
 */
record ShadowPlan(FeaturePlan active, FeaturePlan joint, List<ActiveModel> shadows, Map<String, String> idle) {

    private static final Set<Source> ALWAYS = Set.of(Source.APPLICATION, Source.CANDIDATE, Source.JOB);

    /** Whether the shadows need calls that the active version does not. */
    boolean takesMoreCalls() {
        return takesMoreCalls(joint);
    }

    boolean takesMoreCalls(FeaturePlan other) {
        return other.sources().stream()
                .anyMatch(
                        source -> !ALWAYS.contains(source) && !active.sources().contains(source));
    }
}
