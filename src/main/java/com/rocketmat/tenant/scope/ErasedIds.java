package com.rocketmat.tenant.scope;

import java.util.Collection;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Takes ids of an erased person out of texts for operators, which may name an application. */
public final class ErasedIds {

    private static final String INSTEAD = "(erased)";

    private ErasedIds() {}

    /** The text without them; null stays null. */
    public static String without(String text, Collection<Long> ids) {
        return text == null || ids.isEmpty() ? text : text.replaceAll("\\b(" + either(ids) + ")\\b", INSTEAD);
    }

    /** The same with a column of the tenant's rows. */
    public static void scrub(Session session, TenantId tenant, String table, String column, Collection<Long> ids) {
        if (!ids.isEmpty()) {
            session.createNativeMutationQuery(
                            "UPDATE %1$s SET %2$s = regexp_replace(%2$s, ?2, ?3, 'g') WHERE tenant_id = ?1 AND %2$s ~ ?2"
                                    .formatted(table, column))
                    .setParameter(1, tenant.value())
                    .setParameter(2, "\\m(" + either(ids) + ")\\M")
                    .setParameter(3, INSTEAD)
                    .executeUpdate();
        }
    }

    private static String either(Collection<Long> ids) {
        return ids.stream().map(String::valueOf).collect(Collectors.joining("|"));
    }
}
