package com.rocketmat.doctor;

import com.rocketmat.score.write.TargetFields;

/** Whether the tenant's field for reasons, if any, is a text field of applications and visible to this user. */
final class ReasonsFieldCheck implements Check.OfFields {

    static final String NAME = "reasons field";

    @Override
    public boolean applies(Examination examination) {
        return examination.settings.reasonsField().isPresent();
    }

    @Override
    public Finding run(Examination examination) {
        TargetFields.requireReasonsField(examination.definitions(), examination.settings);
        String key = examination.settings.reasonsField().orElseThrow();
        String seen = "the active application custom field '%s'".formatted(key);
        return PrivateField.ofTarget(NAME, seen, key, examination)
                .orElseGet(() -> Finding.ok(NAME, seen + " is a text field"));
    }
}
