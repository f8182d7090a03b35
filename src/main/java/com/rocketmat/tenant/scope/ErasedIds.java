package com.rocketmat.tenant.scope;

import java.util.Collection;
import java.util.stream.Collectors;

/** Removes the ids of an erased candidate from texts for operators, which may name an application. */
public final class ErasedIds {

    private static final String REPLACEMENT = "(erased)";

    private ErasedIds() {}

    /** The text without the ids; null stays null. */
    public static String without(String text, Collection<Long> ids) {
        return text == null || ids.isEmpty() ? text : text.replaceAll("\\b(" + alternatives(ids) + ")\\b", REPLACEMENT);
    }

    public static void scrub(Sql sql, TenantId tenant, String table, String column, Collection<Long> ids) {
        if (!ids.isEmpty()) {
            sql.update(
                    "UPDATE %1$s SET %2$s = regexp_replace(%2$s, ?2, ?3, 'g') WHERE tenant_id = ?1 AND %2$s ~ ?2"
                            .formatted(table, column),
                    tenant,
                    "\\m(" + alternatives(ids) + ")\\M",
                    REPLACEMENT);
        }
    }

    private static String alternatives(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining("|"));
    }
}
