package com.rocketmat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.rocketmat.problem.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** From upload to retirement. A shadow's scores are recorded and not written; an active one's are. */
@Schema(enumeration = {"uploaded", "shadow", "active", "retired", "quarantined"})
public enum ModelState {
    UPLOADED,
    SHADOW,
    ACTIVE,
    RETIRED,
    /** It took too long, or processes died of it: it is not run before an operator activates it again. */
    QUARANTINED;

    /**
     * Those of these names; of none named, all. Read here, because a query parameter that cannot be converted would be a 404 by the book.
     *
     * @throws com.rocketmat.problem.HttpProblem 400 when no state has the name
     */
    static Set<ModelState> named(List<String> names) {
        Set<ModelState> states = EnumSet.noneOf(ModelState.class);
        for (String name : names) {
            states.add(Arrays.stream(values())
                    .filter(state -> state.value().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemType.BAD_PARAMETER
                            .problem(
                                    "No version is ever in this state",
                                    "use one of "
                                            + Arrays.stream(values())
                                                    .map(ModelState::value)
                                                    .toList())
                            .with("field", "state")
                            .build()));
        }
        return states.isEmpty() ? EnumSet.allOf(ModelState.class) : states;
    }

    /** As the API spells it. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
