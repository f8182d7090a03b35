package com.rocketmat.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** From upload to retirement. A shadow's scores are recorded and not written; an active one's are. */
public enum ModelState {
    UPLOADED,
    SHADOW,
    ACTIVE,
    RETIRED;

    /** As the API spells it. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
