package com.rocketmat.score.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an application should look like once a PATCH shows: our score, and all other fields unchanged.
 *
 * @param others hashes of the other fields' values by name key, so that no candidate data is kept for the next look
 * @param selects those of them whose value is an option, or several
 * @param shown whether the row had our score before, so that it does not tell whether the PATCH shows
 * @param reader who saw the other fields ({@link Scope#reader})
 * @param at when the PATCH was answered or given up, in Greenhouse's time
 */
record ExpectedRow(
        long applicationId,
        BigDecimal value,
        Map<String, Integer> others,
        Set<String> selects,
        WriteMode mode,
        boolean shown,
        String reader,
        Instant at) {

    /** Times of rows and our estimate of Greenhouse's time are only this precise. */
    static final Duration CLOCK_ERROR = Duration.ofSeconds(2);

    private static final Set<String> SELECTS = Set.of("single_select", "multi_select");

    /** The result of comparing it with a row that was read back. */
    enum Sight {
        /** Our score, and all other fields unchanged. */
        WHOLE,
        /** Greenhouse still shows the old row: the write may show later. */
        NOT_YET,
        /** Deleted, or perhaps changed by someone since: it proves nothing. */
        UNCLEAR
    }

    static ExpectedRow of(WriteAttempt write, Instant at) {
        return of(write.score().value(), write.row(), write.target(), at);
    }

    static ExpectedRow of(BigDecimal value, Application before, WriteTarget target, Instant at) {
        TenantSettings settings = target.settings();
        Map<String, Integer> others = theirs(before, target.fields());
        return new ExpectedRow(
                before.id(),
                value,
                others,
                others.keySet().stream().filter(key -> isSelect(before, key)).collect(Collectors.toSet()),
                settings.writeMode(),
                target.fields().score().carries(before.customFields(), value),
                Scope.reader(settings),
                at);
    }

    static boolean hasOthers(Application row, TargetFields fields) {
        return !theirs(row, fields).isEmpty();
    }

    /** Otherwise it cannot show whether other fields are kept. */
    boolean hasOthers() {
        return !others.isEmpty();
    }

    /** Other people's fields that differ now, except for options: they may be renamed, and no PATCH of ours chooses another one. */
    List<String> changed(Application row, TargetFields fields) {
        Map<String, Integer> now = theirs(row, fields);
        return others.keySet().stream()
                // the tenant's fields may have changed since
                .filter(key -> !fields.ours(key))
                .filter(key -> !others.get(key).equals(now.get(key)) && !(isSet(row, key) && isSelect(row, key)))
                .toList();
    }

    /** Those of them that our PATCH may have changed. Sent alone, our field can only empty others. */
    List<String> damaged(Application row, TargetFields defined) {
        return changed(row, defined).stream()
                .filter(defined.active()::contains)
                .filter(key -> mode == WriteMode.FULL || !isSet(row, key))
                .toList();
    }

    /** Whether something other than our PATCH explains it too: a person's new value, an option deleted, a field hidden from the user. */
    boolean mayBeOfOthers(List<String> damaged, Application row, TargetFields defined) {
        List<String> emptied = damaged.stream()
                .filter(key -> !isSet(row, key))
                .filter(key ->
                        !defined.hidden().contains(key) || row.customFields().containsKey(key))
                .toList();
        return emptied.isEmpty() || (emptied.size() == 1 && selects.contains(emptied.getFirst()));
    }

    /** Whether a PATCH that damages this field would have shown here. */
    boolean wouldShowDamageOf(String field) {
        return mode == WriteMode.FULL ? others.containsKey(field) : hasOthers();
    }

    private static boolean isSet(Application row, String key) {
        CustomFieldEntry entry = row.customFields().get(key);
        return entry != null && !entry.empty();
    }

    private static boolean isSelect(Application row, String key) {
        return SELECTS.contains(String.valueOf(row.customFields().get(key).type()));
    }

    /** Also where no time is shown; {@code at} is in Greenhouse's time. */
    static boolean mayBeChangedSince(Instant at, Application row) {
        return row.updatedAt() == null || row.updatedAt().isAfter(at.plus(CLOCK_ERROR));
    }

    private static Map<String, Integer> theirs(Application row, TargetFields fields) {
        return hashes(row, key -> !fields.ours(key));
    }

    /** Hashes of the values of the fields that are set, by name key. */
    static Map<String, Integer> hashes(Application row, Predicate<String> wanted) {
        Map<String, Integer> hashes = new HashMap<>();
        row.customFields().forEach((key, entry) -> {
            if (wanted.test(key) && !entry.empty()) {
                hashes.put(key, plain(entry).hashCode());
            }
        });
        return hashes;
    }

    /** The same value may come in several forms: numbers as text, {@code unit} as {@code currency_code}, options in any order. */
    private static String plain(CustomFieldEntry entry) {
        return plain(OtherFields.wire(entry).orElse(entry.value()));
    }

    private static String plain(JsonNode value) {
        // Jackson reads 1E400 as infinity, which is not a decimal number
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        if (value.isArray()) {
            return value.valueStream().map(ExpectedRow::plain).sorted().collect(Collectors.joining(",", "[", "]"));
        }
        if (value.isObject()) {
            return value.propertyStream()
                    .map(member -> member.getKey() + ":" + plain(member.getValue()))
                    .sorted()
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return value.asText();
    }
}
