package com.rocketmat.doctor;

import com.rocketmat.feature.CustomFieldName;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.TargetFields;

/** Checks of custom fields of applications. */
final class FieldChecks {

    static final String SCORE = "score field";
    static final String REASONS = "reasons field";
    static final String PLAN = "plan";

    private FieldChecks() {}

    /**
     * Whether the score field is an active custom field of applications with a suitable type, visible to this user, and not a feature of the
     * model.
     */
    static Finding score(Examination examination) {
        ScoreField field = TargetFields.scoreField(examination.definitions(), examination.settings);
        String seen = "the active application custom field '%s'".formatted(field.nameKey());
        if (examination
                .plan
                .names()
                .contains(CustomFieldName.ofApplications(field.nameKey()).feature())) {
            return Finding.failed(
                    SCORE,
                    seen + " is a feature of the active model, which would read its own scores",
                    "set score_field to another field, or activate a version without this feature");
        }
        return PrivateField.ofTarget(SCORE, seen, field.nameKey(), examination)
                .orElseGet(
                        () -> field.number()
                                ? Finding.ok(SCORE, seen + " is of type number")
                                : Finding.warning(
                                        SCORE,
                                        seen + " is of type short_text, which Greenhouse cannot sort by value",
                                        "create a custom field of type Number for applications in Greenhouse, and set score_field to its name_key"));
    }

    /** Whether the tenant's field for reasons is a text field of applications and visible to this user. */
    static Finding reasons(Examination examination) {
        TargetFields.requireReasonsField(examination.definitions(), examination.settings);
        String key = examination.settings.reasonsField().orElseThrow();
        String seen = "the active application custom field '%s'".formatted(key);
        return PrivateField.ofTarget(REASONS, seen, key, examination)
                .orElseGet(() -> Finding.ok(REASONS, seen + " is a text field"));
    }

    /** Whether the customer's Greenhouse plan includes custom fields of applications; some do not. */
    static Finding plan(Examination examination) {
        int count = examination.definitions().size();
        if (count > 0) {
            return Finding.ok(PLAN, "active custom fields of applications: " + count);
        }
        String userHint = examination.showsApplications.orElse(true)
                ? ""
                : " and no applications either, so check the acting user first";
        return Finding.failed(
                PLAN,
                "Greenhouse shows no custom fields of applications" + userHint,
                "create the score field; if Greenhouse does not offer custom fields for applications, ask it for a plan that includes them:"
                        + " Plus or Pro (formerly Advanced, Expert and Enterprise)");
    }
}
