package com.rocketmat.doctor;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether the field by which candidates object exists, is a yes/no field, is not of prospects only, and is visible to this user.
 * Otherwise every objection is missed.
 */
final class OptOutFieldCheck {

    static final String NAME = "opt-out field";

    private static final String GRANT_VIEW =
            "give the acting user the permission to view this private field in Greenhouse, or make the field public: objections are missed otherwise";

    private OptOutFieldCheck() {}

    static Finding run(Examination examination) {
        String key = examination.settings.optOutField().orElseThrow();
        return CustomField.named(key, examination.definitions())
                .map(field -> finding("application", field, examination::fieldsOfApplications))
                .or(() -> CustomField.named(key, examination.definitions("candidate"))
                        .map(field -> finding("candidate", field, () -> fieldsOfCandidates(examination))))
                .orElseGet(() -> Finding.failed(
                        NAME,
                        "neither applications nor candidates have an active custom field '%s'".formatted(key),
                        Lookup.OPT_OUT_REMEDY));
    }

    private static Finding finding(
            String carrier, CustomField field, Supplier<List<Map<String, CustomFieldEntry>>> rows) {
        String seen = "the active %s custom field '%s'".formatted(carrier, field.nameKey());
        if (!field.yesNo()) {
            return Finding.failed(NAME, "%s is of type %s".formatted(seen, field.valueType()), Lookup.OPT_OUT_REMEDY);
        }
        if (field.ofProspectsOnly()) {
            return Finding.failed(NAME, seen + " is for prospects only", Lookup.OPT_OUT_REMEDY);
        }
        return field.hiddenFromSome()
                ? PrivateField.finding(NAME, seen, field.nameKey(), carrier + "s", rows.get(), GRANT_VIEW)
                : Finding.ok(NAME, seen + " is a yes/no field");
    }

    /** The fields of one page of candidates; none if they cannot be listed. */
    private static List<Map<String, CustomFieldEntry>> fieldsOfCandidates(Examination examination) {
        if (examination.showsApplications.isEmpty()
                || examination.isObstacle(examination.check(Operation.LIST_CANDIDATES))) {
            return List.of();
        }
        Set<Long> ids = examination.listing().covered().stream()
                .map(Application::candidateId)
                .distinct()
                .limit(HarvestSession.MOST_IDS)
                .collect(Collectors.toSet());
        return ids.isEmpty()
                ? List.of()
                : examination.session.candidates(ids, Candidate.WITH_CUSTOM_FIELDS).stream()
                        .map(Candidate::customFields)
                        .toList();
    }
}
