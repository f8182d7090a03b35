package com.rocketmat.doctor;

import com.rocketmat.feature.CustomFieldName;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.TargetFields;

/**
 * Whether the score field is an active custom field of applications with a suitable type, visible to this user, and not a feature of the
 * model.
 */
final class ScoreFieldCheck implements Check.OfFields {

    static final String NAME = "score field";

    @Override
    public Finding run(Examination examination) {
        ScoreField field = TargetFields.scoreField(examination.definitions(), examination.settings);
        String seen = "the active application custom field '%s'".formatted(field.nameKey());
        if (examination
                .plan
                .names()
                .contains(CustomFieldName.ofApplications(field.nameKey()).feature())) {
            return Finding.failed(
                    NAME,
                    seen + " is a feature of the active model, which would read its own scores",
                    "set score_field to another field, or activate a version without this feature");
        }
        return PrivateField.ofTarget(NAME, seen, field.nameKey(), examination)
                .orElseGet(
                        () -> field.number()
                                ? Finding.ok(NAME, seen + " is of type number")
                                : Finding.warning(
                                        NAME,
                                        seen + " is of type short_text, which Greenhouse cannot sort by value",
                                        "create a custom field of type Number for applications in Greenhouse, and set score_field to its name_key"));
    }
}
