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
 * @param at when the PATCH was answered, in Greenhouse's time
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
    static final Duration UNSURE = Duration.ofSeconds(2);

    private static final Set<String> SELECTS = Set.of("single_select", "multi_select");

    static ExpectedRow of(WriteAttempt write) {
        WriteTarget target = write.target();
        return of(write.score().value(), write.row(), target, target.session().now());
    }

    static ExpectedRow of(BigDecimal value, Application before, WriteTarget target, Instant at) {
        TenantSettings settings = target.settings();
        Map<String, Integer> others = theirs(before, target.fields());
        return new ExpectedRow(
                before.id(),
                value,
                others,
                others.keySet().stream()
                        .filter(key -> isSelect(before.customFields().get(key)))
                        .collect(Collectors.toSet()),
                settings.writeMode(),
                target.fields().score().carries(before.customFields(), value),
                Scope.reader(settings),
                at);
    }

    /** Otherwise it cannot show whether other fields are kept. */
    boolean hasOthers() {
        return !others.isEmpty();
    }

    private ExpectedRow among(Predicate<String> keys) {
        Map<String, Integer> left = new HashMap<>(others);
        left.keySet().removeIf(keys.negate());
        return new ExpectedRow(applicationId, value, left, selects, mode, shown, reader, at);
    }

    /** The result of comparing a row that was read back. */
    sealed interface Sight {

        record Whole() implements Sight {}

        /** Greenhouse still shows the old row: the write may show later. */
        record NotYet() implements Sight {}

        /** Deleted, or changed by someone since: it proves nothing. */
        record Unclear() implements Sight {}

        /**
         * The PATCH changed this field, which is not ours.
         *
         * @param orOption whether an option that was deleted since would look the same, as a select alone is empty; or fields that went
         * out of the user's sight
         */
        record Damaged(String field, boolean orOption) implements Sight {}
    }

    /** To another user than then the row may show other fields. */
    Sight in(Application row, WriteTarget target) {
        TargetFields fields = target.fields();
        if (row == null || !reader.equals(Scope.reader(target.settings()))) {
            return new Sight.Unclear();
        }
        if (!fields.score().carries(row.customFields(), value)) {
            return fields.score().empty(row.customFields()) ? new Sight.NotYet() : new Sight.Unclear();
        }
        Map<String, Integer> now = theirs(row, fields);
        List<String> changed = others.keySet().stream()
                // the tenant's fields may have changed since
                .filter(key -> !fields.ours(key))
                .filter(key -> !others.get(key).equals(now.get(key)) && !isAnotherOption(row, key))
                .toList();
        if (changed.isEmpty()) {
            return new Sight.Whole();
        }
        return mayBeChangedSince(at, row)
                ? new Sight.Unclear()
                : new Sight.Damaged(changed.getFirst(), changed.size() == 1 && selects.contains(changed.getFirst()));
    }

    /** Where fields may have been archived, deleted or hidden from the user since; {@code defined} are those of now. */
    Sight in(Application row, WriteTarget target, TargetFields defined) {
        ExpectedRow active = among(defined.active()::contains);
        Sight shown = active.among(key ->
                        !defined.hidden().contains(key) || row.customFields().containsKey(key))
                .in(row, target);
        return shown instanceof Sight.Whole && active.in(row, target) instanceof Sight.Damaged damaged
                ? new Sight.Damaged(damaged.field(), true)
                : shown;
    }

    /** Options may be renamed without a change of the row, and no write of ours makes another one of them. */
    private static boolean isAnotherOption(Application row, String key) {
        CustomFieldEntry entry = row.customFields().get(key);
        return entry != null && !entry.empty() && isSelect(entry);
    }

    private static boolean isSelect(CustomFieldEntry entry) {
        return SELECTS.contains(String.valueOf(entry.type()));
    }

    /** Also where no time is shown; {@code at} is in Greenhouse's time. */
    static boolean mayBeChangedSince(Instant at, Application row) {
        return row.updatedAt() == null || row.updatedAt().isAfter(at.plus(UNSURE));
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
