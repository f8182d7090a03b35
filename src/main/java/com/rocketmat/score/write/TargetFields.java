package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The custom fields of a tenant's applications: the one or two that we write, and all that exist.
 *
 * @param reasons name key of the text field for the reasons, if the tenant has one
 * @param active name keys of all fields that are not archived
 * @param hidden those of them that not every user can see, ours too
 */
public record TargetFields(ScoreField score, Optional<String> reasons, Set<String> active, Set<String> hidden) {

    private static final Set<String> TEXTS = Set.of("short_text", "long_text");

    /** Throws {@link Unwritable} if one is missing, or has the wrong type. */
    public static TargetFields among(Collection<CustomField> definitions, TenantSettings settings) {
        ScoreField score = scoreField(definitions, settings);
        requireReasonsField(definitions, settings);
        Map<String, CustomField> byKey = byKey(definitions);
        Set<String> hidden = byKey.values().stream()
                .filter(field -> field.hiddenFromSome() && !field.ofProspectsOnly())
                .map(CustomField::nameKey)
                .collect(Collectors.toSet());
        return new TargetFields(score, settings.reasonsField(), byKey.keySet(), hidden);
    }

    /** Throws {@link Unwritable} if it is missing, or cannot hold a score. */
    public static ScoreField scoreField(Collection<CustomField> definitions, TenantSettings settings) {
        Map<String, CustomField> byKey = byKey(definitions);
        CustomField score = byKey.get(settings.scoreField());
        if (score == null) {
            throw missing(settings.scoreField(), byKey.keySet());
        }
        return ScoreField.of(score);
    }

    /** Throws {@link Unwritable} if the tenant has one that is missing, not a text field, or one of prospects only. */
    public static void requireReasonsField(Collection<CustomField> definitions, TenantSettings settings) {
        settings.reasonsField()
                .ifPresent(key -> requireText(key, byKey(definitions).get(key)));
    }

    private static Map<String, CustomField> byKey(Collection<CustomField> definitions) {
        return definitions.stream()
                .filter(field -> field.nameKey() != null)
                .collect(Collectors.toMap(CustomField::nameKey, Function.identity(), (first, _) -> first));
    }

    /** A field that was deleted and created again under the same name gets a number appended to its key. */
    private static Unwritable missing(String key, Set<String> active) {
        Optional<String> again = active.stream()
                .filter(other -> other.matches(Pattern.quote(key) + "_\\d+"))
                .sorted()
                .findFirst();
        return new Unwritable(
                "score_field: Greenhouse has no active application custom field '%s'%s"
                        .formatted(
                                key,
                                again.map(other -> ", but '%s'".formatted(other))
                                        .orElse("")),
                again.map(other -> "set score_field to " + other)
                        .orElse(
                                "unarchive the field if it is archived; otherwise create a custom field of type Number for applications in Greenhouse, or set score_field to its name_key"));
    }

    private static void requireText(String key, CustomField field) {
        if (field == null || !TEXTS.contains(String.valueOf(field.valueType()))) {
            throw new Unwritable(
                    "reasons_field: Greenhouse has no active application custom field '%s' of a text type"
                            .formatted(key),
                    "unarchive or create a custom field of type Short text for applications in Greenhouse, or remove reasons_field");
        }
        if (field.ofProspectsOnly()) {
            throw new Unwritable(
                    "reasons_field: the custom field '%s' is for prospects only".formatted(key),
                    "let the field apply to candidate applications in Greenhouse, or remove reasons_field");
        }
    }

    TargetFields showing(int decimals) {
        return new TargetFields(score.showing(decimals), reasons, active, hidden);
    }

    /** The first field of others that may have a value which the credential's user does not see, and so cannot send back. */
    public Optional<String> unseen(Application row) {
        return hidden.stream()
                .filter(key -> !ours(key))
                .filter(key -> !row.customFields().containsKey(key))
                .min(Comparator.naturalOrder());
    }

    /**
     * The same for a trial, which restores all fields, ours too. A field of others that looks empty may be hidden; ours may have no value
     * anywhere yet.
     *
     * @param shown fields that have a value on other applications, if not on this one
     */
    Optional<String> unseenByTrial(Application row, Set<String> shown) {
        return hidden.stream()
                .filter(key -> !shown.contains(key))
                .filter(key -> ours(key)
                        ? !row.customFields().containsKey(key)
                        : row.customFields()
                                .getOrDefault(key, CustomFieldEntry.UNSET)
                                .empty())
                .min(Comparator.naturalOrder());
    }

    /** Whether the row shows our fields as they are: one that not all users see may be shown as empty, or not at all. */
    public boolean showsOurs(Application row) {
        return Stream.concat(Stream.of(score.nameKey()), reasons.stream())
                .allMatch(key -> row.customFields().containsKey(key) && !hidden.contains(key));
    }

    /**
     * Whether a field of ours that the row does not show, or shows as empty, may have a value that the credential's user does not see. One
     * right shows all private fields, so a value in any of them proves that the user has it.
     */
    boolean mayHideOurs(Application row) {
        return hidden.stream()
                        .allMatch(key -> row.customFields()
                                .getOrDefault(key, CustomFieldEntry.UNSET)
                                .empty())
                && hidden.stream().anyMatch(this::ours);
    }

    boolean ours(String nameKey) {
        return score.nameKey().equals(nameKey)
                || reasons.filter(nameKey::equals).isPresent();
    }

    boolean reasonsEmpty(Map<String, CustomFieldEntry> fields) {
        return reasonsIn(fields).isEmpty();
    }

    boolean reasonsAreOurs(Map<String, CustomFieldEntry> fields) {
        return reasonsIn(fields).filter(ReasonsText::isOurs).isPresent();
    }

    boolean reasonsAre(Map<String, CustomFieldEntry> fields, String text) {
        return reasonsIn(fields).filter(text::equals).isPresent();
    }

    private Optional<String> reasonsIn(Map<String, CustomFieldEntry> fields) {
        return reasons.map(fields::get)
                .filter(Predicate.not(CustomFieldEntry::empty))
                .map(entry -> entry.value().asText().strip());
    }
}
