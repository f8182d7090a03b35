package com.rocketmat.doctor;

import com.rocketmat.harvest.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the token also allows trainings and exports of training data, as far as Greenhouse reports. No run needs that. */
final class TrainingDataCheck implements Check.OfScopes {

    static final String NAME = "training data";

    /** A training reads all features of the catalogue that need no key, not only those of the model. */
    private static final List<String> SCOPES = Stream.concat(
                    Arrays.stream(Operation.values()).filter(Operation::ofOutcomes),
                    Stream.of(
                            Operation.LIST_EMPLOYMENTS,
                            Operation.LIST_EDUCATIONS,
                            Operation.LIST_OPTIONS,
                            Operation.LIST_OFFICES))
            .map(Operation::scope)
            .toList();

    @Override
    public Finding look(Examination examination) {
        if (examination.scopes().isEmpty()) {
            return Finding.skipped(NAME, "Greenhouse does not report the token's scopes", null);
        }
        Set<String> granted = examination.scopes().get();
        String missing =
                SCOPES.stream().filter(scope -> !granted.contains(scope)).collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? Finding.ok(NAME, "the token has all additional scopes for trainings and exports of training data")
                : Finding.skipped(
                        NAME,
                        "scoring works; for trainings and exports the token lacks " + missing,
                        "only if a model is to be trained, or training data exported: "
                                + examination.devCenter.allow(missing));
    }
}
