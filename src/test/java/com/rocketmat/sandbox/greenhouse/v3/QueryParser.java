package com.rocketmat.sandbox.greenhouse.v3;

import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.Parameter;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses the parameters of a v3 list, and refuses unknown ones. */
final class QueryParser {
    private static final int MOST_IDS = 50;
    private static final int MOST_FIELDS = 50;
    private static final int MOST_ROWS = 500;
    private static final String NO_TIME = "is not an operator and a time, as in gte|2026-01-01T00:00:00Z";
    private final Catalogue.Resource resource;
    private final ReadSwitches reads;

    QueryParser(Catalogue.Resource resource, ReadSwitches reads) {
        this.resource = resource;
        this.reads = reads;
    }

    ListQuery parse(Map<String, String> parameters) {
        if (!parameters.containsKey("cursor")) {
            return filtered(parameters, Optional.empty());
        }
        if (parameters.size() > 1) {
            throw Refused.unprocessable("When passing a cursor, do not include other query params.");
        }
        Cursor cursor = Cursor.decode(parameters.get("cursor"))
                .orElseThrow(() -> Refused.unprocessable("cursor", "is invalid or has expired"));
        return filtered(cursor.query(), Optional.of(cursor));
    }

    private ListQuery filtered(Map<String, String> given, Optional<Cursor> cursor) {
        Map<String, String> plain = unbracketed(given);
        List<String> unknown = plain.keySet().stream()
                .filter(name -> !List.of("per_page", "fields").contains(name)
                        && !resource.filters().containsKey(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw Refused.unprocessable("Invalid query params: " + String.join(", ", unknown));
        }
        int perPage = perPage(plain.getOrDefault("per_page", "100"));
        List<String> fields = fields(plain.get("fields"));
        List<ListQuery.Filter> filters = new ArrayList<>();
        plain.forEach((name, value) -> {
            if (resource.filters().containsKey(name) && !reads.ignoredFilters.contains(name)) {
                filters.add(filter(resource.filters().get(name), value));
            }
        });
        return new ListQuery(given, filters, fields, perPage, cursor);
    }

    /** updated_at[gte]=T means updated_at=gte|T: not documented, but used in production. */
    private Map<String, String> unbracketed(Map<String, String> given) {
        Map<String, String> plain = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            int bracket = name.indexOf('[');
            Parameter time = bracket < 0 || !name.endsWith("]")
                    ? null
                    : resource.filters().get(name.substring(0, bracket));
            if (time != null && time.kind() == Parameter.Kind.TIME) {
                plain.merge(
                        time.name(),
                        name.substring(bracket + 1, name.length() - 1) + "|" + value,
                        (a, b) -> a + "|" + b);
            } else {
                plain.put(name, value);
            }
        });
        return plain;
    }

    private static int perPage(String text) {
        if (!text.matches("-?\\d{1,9}")) {
            throw Refused.unprocessable("per_page", "`" + text + "` is not an integer");
        }
        int value = Integer.parseInt(text);
        if (value > MOST_ROWS) {
            throw Refused.unprocessable("per_page", "`" + text + "` number is greater than: " + MOST_ROWS);
        }
        if (value < 1) {
            throw Refused.unprocessable("per_page", "`" + text + "` number is less than: 1");
        }
        return value;
    }

    private List<String> fields(String text) {
        if (text == null) {
            return List.of();
        }
        List<String> names = List.of(text.split(",", -1));
        List<String> unknown =
                names.stream().filter(name -> !resource.has(name)).toList();
        if (!unknown.isEmpty()) {
            throw Refused.unprocessable("fields", "unknown names: " + String.join(", ", unknown));
        }
        if (names.size() > MOST_FIELDS) {
            throw Refused.unprocessable("fields", "array size is greater than: " + MOST_FIELDS);
        }
        return names;
    }

    private static ListQuery.Filter filter(Parameter parameter, String value) {
        List<String> values = List.of(value.split(",", -1));
        Optional<TimeRange> range = TimeRange.parse(value);
        String error = switch (parameter.kind()) {
            case IDS ->
                values.stream().allMatch(each -> each.matches("\\d{1,19}")) ? tooMany(values) : "is not a list of ids";
            case TEXTS -> tooMany(values);
            case TIME -> range.isPresent() ? null : NO_TIME;
            case INTEGER -> value.matches("\\d{1,18}") ? null : "is not an integer";
            case BOOLEAN -> List.of("true", "false").contains(value) ? null : "is not a boolean";
            case CHOICE ->
                parameter.choices().contains(value)
                        ? null
                        : "value is not one of: " + String.join(", ", parameter.choices());
            case TEXT -> null;
        };
        if (error != null) {
            throw Refused.unprocessable(parameter.name(), "`" + value + "` " + error);
        }
        boolean several = parameter.kind() == Parameter.Kind.IDS || parameter.kind() == Parameter.Kind.TEXTS;
        boolean numbers = parameter.kind() == Parameter.Kind.IDS || parameter.kind() == Parameter.Kind.INTEGER;
        return new ListQuery.Filter(
                parameter,
                numbers ? values.stream().map(Long::valueOf).toList() : List.of(),
                several ? values : List.of(value),
                parameter.kind() == Parameter.Kind.TIME ? range : Optional.empty());
    }

    private static String tooMany(List<String> values) {
        return values.size() > MOST_IDS ? "array size is greater than: " + MOST_IDS : null;
    }
}
