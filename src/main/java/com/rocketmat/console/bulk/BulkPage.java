package com.rocketmat.console.bulk;

import com.rocketmat.console.element.Badge;
import java.util.List;

/**
 * A bulk action: its preview or its result.
 *
 * @param address target of the form, with the filter, so that opening it shows the same tenants
 * @param matching the filter in words
 * @param previewed digest of the affected tenants, or null if there is nothing to do
 * @param first the tenants that are named
 * @param more number of the others, or null
 * @param obstacle why the action is not possible, or null
 * @param done null before the action
 */
public record BulkPage(
        String title,
        String address,
        String back,
        String matching,
        String previewed,
        List<String> first,
        String more,
        String obstacle,
        Done done) {

    /** The result; {@code tone} as in {@link Badge}; {@code rows} are the failures or, after an examination, all results. */
    public record Done(String summary, String tone, List<Row> rows) {}

    public record Row(String tenant, Badge state, String seen, String remedy) {}
}
