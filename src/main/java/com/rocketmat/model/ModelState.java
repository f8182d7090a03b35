package com.rocketmat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.rocketmat.problem.Choice;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The active version's scores are written to Greenhouse, a shadow's are only recorded. */
@Schema(enumeration = {"uploaded", "shadow", "active", "retired", "quarantined"})
public enum ModelState {
    UPLOADED,
    SHADOW,
    ACTIVE,
    RETIRED,
    /** It took too long, or processes died while it ran. It does not run until an operator activates it again. */
    QUARANTINED;

    /**
     * Returns the states with these names, or all if there are no names.
     *
     * @throws com.rocketmat.problem.HttpProblem 400 if a name is unknown
     */
    static Set<ModelState> named(List<String> names) {
        return Choice.some("state", ModelState.class, ModelState::value, names);
    }

    /** The name in the API. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
