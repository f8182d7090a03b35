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
 * Puts the values that an application had when it was first scored in front of those that Greenhouse shows now, where the decision log kept
 * them: a model must not learn from what was entered after the decision. Fields that were changed since are counted.
 */
final class ValuesWhenScored {

    private static final int FEWEST = 5;
    private static final double SHARE = 0.05;

    private static final Set<String> AGES = FeatureCatalogue.names(Treatment.AS_OF_CREATION);

    private final Kept kept;
    private final Map<String, Changes> changes = new TreeMap<>();

    ValuesWhenScored(Kept kept) {
        this.kept = kept;
    }

    @FunctionalInterface
    interface Kept {

        Kept NOTHING = _ -> Map.of();

        /** By application, the first values that it was scored with for the job that it was decided for, before that. */
        Map<Long, Map<String, FeatureValue>> before(Map<Long, Decided> applications);
    }

    private record Changes(int compared, int changed) {

        private Changes and(boolean one) {
            return new Changes(compared + 1, changed + (one ? 1 : 0));
        }

        private boolean many() {
            return changed >= FEWEST && changed >= SHARE * compared;
        }
    }

    /** Of rows without values none are asked for. */
    List<GatheredRow> in(List<GatheredRow> read) {
        Map<Long, Decided> decided = new HashMap<>();
        read.stream()
                .filter(row -> row.decidedAt() != null && !row.values().isEmpty())
                .forEach(row -> decided.put(row.application(), new Decided(row.job(), row.decidedAt())));
        Map<Long, Map<String, FeatureValue>> known = decided.isEmpty() ? Map.of() : kept.before(decided);
        return read.stream()
                .map(row -> row.with(merged(row.values(), known.getOrDefault(row.application(), Map.of()))))
                .toList();
    }

    /** Without long texts, which may be resumes: no model learns from them, and all rows are in memory at once. */
    private FeatureRow merged(FeatureRow now, Map<String, FeatureValue> then) {
        return now.map((feature, value) -> {
            FeatureValue former = then.get(feature);
            if (former == null || AGES.contains(feature)) {
                return TrainingRows.reduced(value);
            }
            if (canBeEntered(feature, former, value)) {
                changes.compute(
                        feature, (_, sum) -> (sum == null ? new Changes(0, 0) : sum).and(!former.equals(value)));
            }
            return TrainingRows.reduced(former);
        });
    }

    /** Numbers of the catalogue depend on the time that they are computed for. */
    private static boolean canBeEntered(String feature, FeatureValue one, FeatureValue other) {
        return feature.endsWith("]") || !(one instanceof FeatureValue.Numeric && other instanceof FeatureValue.Numeric);
    }

    /** Fields that are often changed afterwards, in the order of their names. */
    List<String> notes() {
        return changes.entrySet().stream()
                .filter(field -> field.getValue().many())
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
