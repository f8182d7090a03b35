package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Ids;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;

/**
 * Which rows of a list to ask for, and which of their fields.
 *
 * @param part of the path below the list's, or empty
 * @param parameters encoded, each with an ampersand before it
 */
public record ListQuery(String part, String parameters) {

    public static final ListQuery EVERY_ROW = new ListQuery("", "");

    /** Rows that belong to any of at most {@value HarvestSession#MOST_IDS} ids. */
    public static ListQuery of(String name, Collection<Long> ids) {
        return EVERY_ROW.with(name, Ids.filter(ids));
    }

    public ListQuery fields(Set<String> fields) {
        return with("fields", Ids.commas(fields));
    }

    /** Null is not sent. */
    public ListQuery with(String name, Object value) {
        return value == null
                ? this
                : new ListQuery(
                        part,
                        parameters + "&" + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
    }

    String at(String list, int rows) {
        return list + part + "?per_page=" + rows + parameters;
    }
}
