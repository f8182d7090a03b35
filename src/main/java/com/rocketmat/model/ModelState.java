package com.rocketmat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.rocketmat.problem.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** From upload to retirement. Scores of a shadow are recorded only; scores of the active version are written. */
@Schema(enumeration = {"uploaded", "shadow", "active", "retired", "quarantined"})
public enum ModelState {
    UPLOADED,
    SHADOW,
    ACTIVE,
    RETIRED,
    /** It took too long, or processes died while it ran: it is not run until an operator activates it again. */
    QUARANTINED;

    /**
     * The states with these names, or all if no names are given. Parsed here, because JAX-RS answers 404 for a query parameter
     * that cannot be converted.
     *
     * @throws com.rocketmat.problem.HttpProblem 400 if a name is unknown
     */
    static Set<ModelState> named(List<String> names) {
        Set<ModelState> states = EnumSet.noneOf(ModelState.class);
        for (String name : names) {
            states.add(Arrays.stream(values())
                    .filter(state -> state.value().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemType.BAD_PARAMETER
                            .problem(
                                    "Unknown state",
                                    "use one of "
                                            + Arrays.stream(values())
                                                    .map(ModelState::value)
                                                    .toList())
                            .with("field", "state")
                            .build()));
        }
        return states.isEmpty() ? EnumSet.allOf(ModelState.class) : states;
    }

    /** The name in the API. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
