package com.rocketmat.sandbox.greenhouse.v3;

import com.rocketmat.sandbox.greenhouse.table.Parameter;
import com.rocketmat.sandbox.greenhouse.wire.TimeRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A call of a v3 list, with parameters that the list accepts. */
record ListQuery(
        Map<String, String> given, List<Filter> filters, List<String> fields, int perPage, Optional<Cursor> cursor) {
    /** A filter with its value, typed by the kind of parameter: numbers, texts, a range of time, … */
    record Filter(Parameter parameter, List<Long> ids, List<String> texts, Optional<TimeRange> time) {
        String name() {
            return parameter.name();
        }

        String text() {
            return texts.getFirst();
        }
    }

    /** The ids that the caller named, if any. */
    Optional<List<Long>> ids() {
        return filters.stream()
                .filter(filter -> filter.name().equals("ids"))
                .map(Filter::ids)
                .findFirst();
    }

    Stream<Filter> others() {
        return filters.stream().filter(filter -> !filter.name().equals("ids"));
    }
}
