package com.rocketmat.problem;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A page of a list.
 *
 * @param last the row behind which the next page begins; empty when there is none
 */
public record ListPage<R>(List<R> rows, Optional<R> last) {

    /**
     * One row more than the limit is asked for: it tells whether there is another page.
     *
     * @param read gives rows in their order, as many as it is asked for if there are so many
     */
    public static <R> ListPage<R> of(int limit, IntFunction<List<R>> read) {
        List<R> found = read.apply(limit + 1);
        List<R> rows = found.subList(0, Math.min(limit, found.size()));
        return new ListPage<>(rows, found.size() > limit ? Optional.of(rows.getLast()) : Optional.empty());
    }

    public <V> List<V> rows(Function<? super R, V> view) {
        return rows.stream().map(view).toList();
    }

    /** The cursor of the next page; null without one, as the API has it. */
    public String next(Function<? super R, String> cursor) {
        return last.map(cursor).orElse(null);
    }
}
