package com.rocketmat.feature;

import com.rocketmat.harvest.row.CustomField;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a feature that is the value of a custom field, such as {@code application.custom[salary]}.
 *
 * @param carrier the kind of row that has the field: {@code application}, {@code candidate} or {@code job}
 * @param key the field's name key
 */
public record CustomFieldName(String carrier, String key) {

    private static final Pattern FORM = Pattern.compile("(application|candidate|job)\\.custom\\[(.+)]", Pattern.DOTALL);

    public static CustomFieldName ofApplications(String key) {
        return new CustomFieldName("application", key);
    }

    /** Empty for the name of another feature. */
    public static Optional<CustomFieldName> of(String feature) {
        Matcher name = FORM.matcher(feature);
        return name.matches() ? Optional.of(new CustomFieldName(name.group(1), name.group(2))) : Optional.empty();
    }

    /** The field itself, among the definitions of its carrier. */
    public Optional<CustomField> definition(Function<String, List<CustomField>> definitions) {
        return CustomField.named(key, definitions.apply(carrier));
    }

    /** As manifests spell it. */
    public String feature() {
        return "%s.custom[%s]".formatted(carrier, key);
    }
}
