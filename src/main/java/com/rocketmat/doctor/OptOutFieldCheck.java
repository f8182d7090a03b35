package com.rocketmat.doctor;

import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.CustomField;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the field by which candidates object exists and is a yes/no field. One that is misspelled would never be set, and every
 * objection would be missed.
 */
final class OptOutFieldCheck implements Check {

    static final String NAME = "opt-out field";

    private static final String REMEDY =
            "create a custom field of type Yes/No for applications or candidates in Greenhouse, and set opt_out_field to its name_key";

    @Override
    public String name(Examination examination) {
        return NAME;
    }

    @Override
    public boolean applies(Examination examination) {
        return examination.settings().optOutField().isPresent();
    }

    @Override
    public Set<String> needs(Examination examination) {
        return Set.of(CredentialCheck.NAME, examination.check(Operation.LIST_CUSTOM_FIELDS), ActingUserCheck.NAME);
    }

    @Override
    public Finding look(Examination examination) {
        String key = examination.settings().optOutField().orElseThrow();
        return named(key, examination.definitions())
                .map(field -> finding("application", field))
                .or(() -> named(key, examination.session().customFields("candidate"))
                        .map(field -> finding("candidate", field)))
                .orElseGet(() -> Finding.failed(
                        NAME,
                        "neither applications nor candidates have an active custom field '%s'".formatted(key),
                        REMEDY));
    }

    private static Optional<CustomField> named(String key, List<CustomField> definitions) {
        return definitions.stream().filter(field -> key.equals(field.nameKey())).findFirst();
    }

    private static Finding finding(String carrier, CustomField field) {
        String seen = "the active %s custom field '%s'".formatted(carrier, field.nameKey());
        return field.yesNo()
                ? Finding.ok(NAME, seen + " is a yes/no field")
                : Finding.failed(NAME, "%s is of type %s".formatted(seen, field.valueType()), REMEDY);
    }
}
