package com.rocketmat.problem;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** A page of a list; {@code last} is the row after which the next page starts, empty if there is none. */
public record ListPage<R>(List<R> rows, Optional<R> last) {

    /** {@code read} gets the number of rows to read: one more than the limit, which shows if there is another page. */
    public static <R> ListPage<R> of(int limit, IntFunction<List<R>> read) {
        List<R> found = read.apply(limit + 1);
        List<R> rows = found.subList(0, Math.min(limit, found.size()));
        return new ListPage<>(rows, found.size() > limit ? Optional.of(rows.getLast()) : Optional.empty());
    }

    public <V> List<V> rows(Function<? super R, V> view) {
        return rows.stream().map(view).toList();
    }

    /** The cursor of the next page, or null, as in the API. */
    public String next(Function<? super R, String> cursor) {
        return last.map(cursor).orElse(null);
    }
}
