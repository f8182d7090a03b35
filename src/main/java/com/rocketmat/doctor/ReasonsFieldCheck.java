package com.rocketmat.doctor;

import com.rocketmat.score.write.TargetFields;

/** Whether the field for the reasons exists, is a text field of candidates' applications, and is visible to this user, if the tenant has one. */
final class ReasonsFieldCheck implements Check.OfFields {

    static final String NAME = "reasons field";

    @Override
    public boolean applies(Examination examination) {
        return examination.settings.reasonsField().isPresent();
    }

    @Override
    public Finding look(Examination examination) {
        TargetFields.requireReasonsField(examination.definitions(), examination.settings);
        String key = examination.settings.reasonsField().orElseThrow();
        String seen = "the active application custom field '%s'".formatted(key);
        return PrivateField.ofTarget(NAME, seen, key, examination)
                .orElseGet(() -> Finding.ok(NAME, seen + " is a text field"));
    }
}
