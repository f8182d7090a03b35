package com.rocketmat.doctor;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the field by which candidates object exists and is a yes/no field. One that is misspelled would never be set, and every
 * objection would be missed.
 */
final class OptOutFieldCheck implements Check {

    static final String NAME = "opt-out field";

    /** {@code boolean} is what webhooks call it, and perhaps older rows. */
    private static final Set<String> YES_NO = Set.of("yes_no", "boolean");

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
        return Set.of(
                CredentialCheck.NAME,
                examination.check(Operation.LIST_CUSTOM_FIELDS),
                examination.check(Operation.LIST_APPLICATIONS),
                examination.check(Operation.LIST_CANDIDATES),
                ActingUserCheck.NAME);
    }

    @Override
    public Finding look(Examination examination) {
        String key = examination.settings().optOutField().orElseThrow();
        return ofApplications(examination, key)
                .map(field -> finding("the active application custom field '%s'".formatted(key), field.valueType()))
                .orElseGet(() -> ofCandidates(examination, key));
    }

    private static Optional<CustomField> ofApplications(Examination examination, String key) {
        return examination.definitions().stream()
                .filter(CustomField::ofApplications)
                .filter(field -> key.equals(field.nameKey()))
                .findFirst();
    }

    /** The session lists definitions of applications' fields only; rows show whether candidates have one. */
    private static Finding ofCandidates(Examination examination, String key) {
        List<Candidate> rows = candidates(examination);
        Optional<CustomFieldEntry> entry = rows.stream()
                .map(candidate -> candidate.customFields().get(key))
                .filter(Objects::nonNull)
                .findFirst();
        if (entry.isPresent()) {
            return finding(
                    "the candidates' custom field '%s'".formatted(key),
                    entry.get().type());
        }
        if (rows.isEmpty()) {
            return Finding.skipped(
                    NAME, "applications have no field '%s', and there is no candidate to look at".formatted(key), null);
        }
        boolean unsetOnesAreShown = rows.stream()
                .flatMap(candidate -> candidate.customFields().values().stream())
                .anyMatch(CustomFieldEntry::empty);
        String seen = "neither applications nor the first %d candidates have a field '%s'".formatted(rows.size(), key);
        return unsetOnesAreShown
                ? Finding.failed(NAME, seen, REMEDY)
                : Finding.warning(NAME, seen + "; it may be unset for all of them", REMEDY);
    }

    private static List<Candidate> candidates(Examination examination) {
        List<Long> ids = examination.page().stream()
                .map(Application::candidateId)
                .distinct()
                .limit(HarvestSession.MOST_IDS)
                .toList();
        return ids.isEmpty()
                ? List.of()
                : examination.session().candidates(ids, Set.of("id", "custom_fields")).stream()
                        .filter(candidate -> !candidate.stub())
                        .toList();
    }

    private static Finding finding(String seen, String type) {
        return YES_NO.contains(type)
                ? Finding.ok(NAME, seen + " is a yes/no field")
                : Finding.failed(NAME, "%s is of type %s".formatted(seen, type), REMEDY);
    }
}
