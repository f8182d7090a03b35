package com.rocketmat.console.bulk;

import com.rocketmat.console.element.Badge;
import java.util.List;

/**
 * A bulk action before and after it is done.
 *
 * @param address that the form is sent to, with the filter, so that it shows the same tenants when it is opened
 * @param matching which tenants were looked at, in words
 * @param previewed digest of the affected tenants, or null if there is nothing to be done
 * @param more how many are not named, or null
 * @param obstacle why it cannot be done, or null
 * @param done null before it is done
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

    /** What was done; {@code tone} as in {@link Badge}; {@code rows} are those that failed, or all of an examination. */
    public record Done(String summary, String tone, List<Row> rows) {}

    public record Row(String tenant, Badge state, String seen, String remedy) {}
}
