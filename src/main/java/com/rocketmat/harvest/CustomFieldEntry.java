package com.rocketmat.harvest;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A custom field inside a row.
 *
 * @param type the definition's value type, for example {@code number}, {@code yes_no} ({@code boolean} in webhooks) or {@code
 *     single_select}
 * @param value by type: text, number, boolean, option name, array of option names, {@code {amount, unit}} …; JSON null or Java
 *     null when unset
 */
@RegisterForReflection
public record CustomFieldEntry(String name, String type, JsonNode value) {

    /** Whether the field carries no value; webhooks and old rows show unset fields as empty text or empty array too. */
    public boolean empty() {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isBlank())
                || (value.isContainerNode() && value.isEmpty());
    }
}
