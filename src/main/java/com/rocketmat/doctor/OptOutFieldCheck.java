package com.rocketmat.doctor;

import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.sync.reading.ReferenceData.Lookup;

/**
 * Whether the field by which candidates object exists and is a yes/no field. One that is misspelled would never be set, and every
 * objection would be missed.
 */
final class OptOutFieldCheck implements Check.OfFields {

    static final String NAME = "opt-out field";

    @Override
    public String name(Examination examination) {
        return NAME;
    }

    @Override
    public boolean applies(Examination examination) {
        return examination.settings().optOutField().isPresent();
    }

    @Override
    public Finding look(Examination examination) {
        String key = examination.settings().optOutField().orElseThrow();
        return CustomField.named(key, examination.definitions())
                .map(field -> finding("application", field))
                .or(() -> CustomField.named(key, examination.session().customFields("candidate"))
                        .map(field -> finding("candidate", field)))
                .orElseGet(() -> Finding.failed(
                        NAME,
                        "neither applications nor candidates have an active custom field '%s'".formatted(key),
                        Lookup.OPT_OUT_REMEDY));
    }

    private static Finding finding(String carrier, CustomField field) {
        String seen = "the active %s custom field '%s'".formatted(carrier, field.nameKey());
        return field.yesNo()
                ? Finding.ok(NAME, seen + " is a yes/no field")
                : Finding.failed(NAME, "%s is of type %s".formatted(seen, field.valueType()), Lookup.OPT_OUT_REMEDY);
    }
}
