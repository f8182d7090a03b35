package com.rocketmat.training.job;

import com.rocketmat.decision.seal.KeptFeatures.Decided;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureRow;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Treatment;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Replaces current values with those of an application's first score, if the decision log kept them: a model must not learn from what was
 * entered after the decision. Counts the fields that changed since.
 */
final class ValuesWhenScored {

    private static final int MIN_CHANGES = 5;
    private static final double MIN_SHARE = 0.05;

    private static final Set<String> COMPUTED_AS_OF_CREATION = FeatureCatalogue.names(Treatment.AS_OF_CREATION);

    private final KeptValues kept;
    private final Map<String, Changes> changes = new TreeMap<>();

    ValuesWhenScored(KeptValues kept) {
        this.kept = kept;
    }

    @FunctionalInterface
    interface KeptValues {

        KeptValues NOTHING = _ -> Map.of();

        /** By application, the values of its first score for the job and before the time of the decision. */
        Map<Long, Map<String, FeatureValue>> before(Map<Long, Decided> applications);
    }

    private record Changes(int compared, int changed) {

        private Changes add(boolean isChange) {
            return new Changes(compared + 1, changed + (isChange ? 1 : 0));
        }

        private boolean isFrequent() {
            return changed >= MIN_CHANGES && changed >= MIN_SHARE * compared;
        }
    }

    List<GatheredRow> withKept(List<GatheredRow> read) {
        Map<Long, Decided> decided = new HashMap<>();
        read.stream()
                .filter(row -> row.decidedAt() != null && !row.values().isEmpty())
                .forEach(row -> decided.put(row.application(), new Decided(row.job(), row.decidedAt())));
        Map<Long, Map<String, FeatureValue>> whenScored = decided.isEmpty() ? Map.of() : kept.before(decided);
        return read.stream()
                .map(row -> row.withValues(merge(row.values(), whenScored.getOrDefault(row.application(), Map.of()))))
                .toList();
    }

    /** Drops long texts, such as answers: no model learns from them, and all rows are in memory at once. */
    private FeatureRow merge(FeatureRow current, Map<String, FeatureValue> whenScored) {
        return current.map((feature, value) -> {
            FeatureValue kept = whenScored.get(feature);
            if (kept == null || COMPUTED_AS_OF_CREATION.contains(feature)) {
                return TrainingRows.reduced(value);
            }
            if (isEntered(feature, kept, value)) {
                changes.compute(feature, (_, sum) -> (sum == null ? new Changes(0, 0) : sum).add(!kept.equals(value)));
            }
            return TrainingRows.reduced(kept);
        });
    }

    /** False for the catalogue's numbers, which depend on the time they are computed for. */
    private static boolean isEntered(String feature, FeatureValue one, FeatureValue other) {
        return feature.endsWith("]") || !(one instanceof FeatureValue.Numeric && other instanceof FeatureValue.Numeric);
    }

    /** One for each field that is often changed after the first score, by name. */
    List<String> notes() {
        return changes.entrySet().stream()
                .filter(field -> field.getValue().isFrequent())
                .map(field ->
                        ("%s was changed after the first score in %d of the %d applications whose values were kept. Applications without"
                                        + " kept values may have it from after the decision.")
                                .formatted(
                                        field.getKey(),
                                        field.getValue().changed(),
                                        field.getValue().compared()))
                .toList();
    }
}
