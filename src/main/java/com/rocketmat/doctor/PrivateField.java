package com.rocketmat.doctor;

import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/** Whether this user sees a private field. Greenhouse leaves it out of the rows of those who may not, or shows it as empty. */
final class PrivateField {

    private static final String LET_EDIT =
            "give the acting user the permission to view and edit this private field in Greenhouse, or make the field public";

    private PrivateField() {}

    /** Of a field of applications that is written; empty if it is not private. */
    static Optional<Finding> ofTarget(String check, String seen, String key, Examination examination) {
        return CustomField.named(key, examination.definitions())
                .filter(CustomField::hiddenFromSome)
                .map(_ -> finding(check, seen, key, "applications", examination.fieldsOfApplications(), LET_EDIT));
    }

    /**
     * @param seen what was found of it so far
     * @param carriers what the rows are that may have it
     * @param rows their fields; none if they cannot be listed
     */
    static Finding finding(
            String check,
            String seen,
            String key,
            String carriers,
            Collection<Map<String, CustomFieldEntry>> rows,
            String remedy) {
        List<CustomFieldEntry> shown =
                rows.stream().map(row -> row.get(key)).filter(Objects::nonNull).toList();
        if (shown.stream().anyMatch(Predicate.not(CustomFieldEntry::empty))) {
            return Finding.ok(check, seen + " is private and visible to this user");
        }
        boolean unsetOnesAreShown =
                rows.stream().flatMap(row -> row.values().stream()).anyMatch(CustomFieldEntry::empty);
        return shown.isEmpty() && unsetOnesAreShown
                ? Finding.failed(check, "%s is private, and %s come without it".formatted(seen, carriers), remedy)
                : Finding.warning(
                        check,
                        "%s is private; whether this user can see it could not be checked, since none of the %s that were read shows a value"
                                .formatted(seen, carriers),
                        remedy);
    }
}
