package com.rocketmat.doctor;

import com.rocketmat.score.write.TargetFields;

/** Whether the field for the reasons exists and is a text field, if the tenant has one. */
final class ReasonsFieldCheck implements Check.OfFields {

    static final String NAME = "reasons field";

    @Override
    public String name(Examination examination) {
        return NAME;
    }

    @Override
    public boolean applies(Examination examination) {
        return examination.settings().reasonsField().isPresent();
    }

    @Override
    public Finding look(Examination examination) {
        TargetFields.requireReasonsField(examination.definitions(), examination.settings());
        return Finding.ok(
                NAME,
                "the active application custom field '%s' is a text field"
                        .formatted(examination.settings().reasonsField().orElseThrow()));
    }
}
