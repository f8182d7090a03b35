package com.rocketmat.doctor;

import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether this user sees a private field. From other users, Greenhouse hides the field or shows it empty. */
final class PrivateField {

    private static final String GRANT_EDIT =
            "give the acting user the permission to view and edit this private field in Greenhouse, or make the field public";

    private PrivateField() {}

    /** Checks a field of applications that the service writes; empty if it is not private. */
    static Optional<Finding> ofTarget(String check, String seen, String key, Examination examination) {
        return CustomField.named(key, examination.definitions())
                .filter(CustomField::hiddenFromSome)
                .map(_ -> finding(check, seen, key, "applications", examination.fieldsOfApplications(), GRANT_EDIT));
    }

    /**
     * @param seen what was found so far
     * @param carriers the kind of rows, in the plural
     * @param rows their fields; none if they cannot be listed
     */
    static Finding finding(
            String check,
            String seen,
            String key,
            String carriers,
            Collection<Map<String, CustomFieldEntry>> rows,
            String remedy) {
        List<CustomFieldEntry> entries =
                rows.stream().map(row -> row.get(key)).filter(Objects::nonNull).toList();
        if (entries.stream().anyMatch(Predicate.not(CustomFieldEntry::empty))) {
            return Finding.ok(check, seen + " is private and visible to this user");
        }
        boolean showsEmptyFields =
                rows.stream().flatMap(row -> row.values().stream()).anyMatch(CustomFieldEntry::empty);
        return entries.isEmpty() && showsEmptyFields
                ? Finding.failed(
                        check, "%s is private, and Greenhouse shows no %s with it".formatted(seen, carriers), remedy)
                : Finding.warning(
                        check,
                        "%s is private; cannot tell whether this user sees it, because none of the %s that were read has a value"
                                .formatted(seen, carriers),
                        remedy);
    }
}
