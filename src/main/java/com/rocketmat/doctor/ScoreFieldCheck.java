package com.rocketmat.doctor;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.TargetFields;
import java.util.List;

/**
 * Whether the score field exists, is active, has a suitable type, belongs to applications of candidates, and is visible to this
 * user.
 */
final class ScoreFieldCheck implements Check.OfFields {

    static final String NAME = "score field";

    private static final String SHOW_IT =
            "give the acting user the permission to view and edit this private field in Greenhouse, or make the field public";

    @Override
    public String name(Examination examination) {
        return NAME;
    }

    @Override
    public Finding look(Examination examination) {
        ScoreField field = TargetFields.scoreField(examination.definitions(), examination.settings());
        String seen = "the active application custom field '%s'".formatted(field.nameKey());
        if (isHidden(examination, field)) {
            return hidden(examination, field, seen);
        }
        return field.number()
                ? Finding.ok(NAME, seen + " is of type number")
                : Finding.warning(
                        NAME,
                        seen + " is of type short_text, which Greenhouse cannot sort by value",
                        "create a custom field of type Number for applications in Greenhouse, and set score_field to its name_key");
    }

    private static boolean isHidden(Examination examination, ScoreField field) {
        return examination.definitions().stream()
                .filter(definition -> field.nameKey().equals(definition.nameKey()))
                .map(CustomField::hidden)
                .anyMatch(Boolean.TRUE::equals);
    }

    /** As far as known, Greenhouse leaves private fields out of the rows of users who may not see them. */
    private static Finding hidden(Examination examination, ScoreField field, String seen) {
        List<Application> rows = examination.showsApplications().isPresent() ? examination.page() : List.of();
        if (rows.stream().anyMatch(row -> row.customFields().containsKey(field.nameKey()))) {
            return Finding.ok(NAME, seen + " is private and visible to this user");
        }
        boolean unsetOnesAreShown = rows.stream()
                .flatMap(row -> row.customFields().values().stream())
                .anyMatch(CustomFieldEntry::empty);
        return unsetOnesAreShown
                ? Finding.failed(NAME, seen + " is private, and applications come without it", SHOW_IT)
                : Finding.warning(
                        NAME, seen + " is private; whether this user can see it could not be checked", SHOW_IT);
    }
}
