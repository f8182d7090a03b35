package com.rocketmat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import com.rocketmat.problem.Choice;
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
     * The states with these names, or all if no names are given.
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
