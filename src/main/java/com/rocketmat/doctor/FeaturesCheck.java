package com.rocketmat.doctor;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the model's features can be read for an existing application. */
final class FeaturesCheck implements Check {

    static final String NAME = "features";

    /** Number of applications whose candidates are read with one call; the first readable one is used. */
    private static final int TRIED = 10;

    @Override
    public String name(Examination examination) {
        return NAME;
    }

    @Override
    public Set<String> needs(Examination examination) {
        Set<String> needs = new HashSet<>(Set.of(CredentialCheck.NAME, ActingUserCheck.NAME, ModelCheck.NAME));
        for (Operation operation : Operation.values()) {
            if (operation.lists() && operation != Operation.LIST_CUSTOM_FIELDS) {
                needs.add(examination.check(operation));
            }
        }
        return needs;
    }

    @Override
    public Finding look(Examination examination) {
        List<Application> covered = examination.listing().covered();
        if (covered.isEmpty()) {
            return Finding.skipped(NAME, noneCovered(examination), null);
        }
        List<Application> few = examination.reader().onOpenJobs(unscoredFirst(examination)).stream()
                .limit(TRIED)
                .toList();
        if (few.isEmpty()) {
            return Finding.warning(
                    NAME,
                    "none of %d active applications belongs to an open job that this user can see"
                            .formatted(covered.size()),
                    "make sure that the jobs are open; confidential jobs are shown to their Hiring Team only");
        }
        List<Subject> subjects = examination.reader().read(few);
        if (subjects.isEmpty()) {
            return invisible(examination, few);
        }
        examination.subject(subjects.getFirst());
        return read(examination, subjects.getFirst());
    }

    private static List<Application> unscoredFirst(Examination examination) {
        String field = examination.settings().scoreField();
        return examination.listing().covered().stream()
                .sorted(Comparator.comparing(
                        (Application row) -> row.customFields().containsKey(field)
                                && !row.customFields().get(field).empty()))
                .toList();
    }

    private static Finding read(Examination examination, Subject subject) {
        Map<String, FeatureValue> values = examination.plan().values(subject);
        List<String> missing = values.entrySet().stream()
                .filter(value -> value.getValue() instanceof FeatureValue.Missing)
                .map(Map.Entry::getKey)
                .toList();
        String seen = "application %d was read (features: %d)"
                .formatted(subject.application().id(), values.size());
        return missing.isEmpty()
                ? Finding.ok(NAME, seen)
                : Finding.warning(
                        NAME,
                        "%s; without a value: %s".formatted(seen, String.join(", ", missing)),
                        "nothing, if this applicant has no such values; otherwise make sure that the source fields exist in Greenhouse"
                                + " and are visible to the acting user (GET /api/features lists them)");
    }

    /** Anonymised candidates must not be scored; candidates that are not shown may be. */
    private static Finding invisible(Examination examination, List<Application> few) {
        Set<Long> ids = few.stream().map(Application::candidateId).collect(Collectors.toSet());
        boolean anyShown = examination.session().candidates(ids, Set.of("id", "first_name")).stream()
                .filter(candidate -> !candidate.stub())
                .anyMatch(Candidate::anonymised);
        return anyShown
                ? Finding.skipped(NAME, "the candidates of the applications that were read are anonymised", null)
                : Finding.failed(
                        NAME,
                        "the candidates of %d applications are not visible to this user".formatted(few.size()),
                        "give the acting user the permission to see private candidates in Greenhouse (View Private Candidates)");
    }

    /** Others may come after those that were listed, which says nothing of them. */
    private static String noneCovered(Examination examination) {
        Listing listing = examination.listing();
        if (!listing.whole()) {
            return "none of the first %d active applications that Greenhouse lists is covered by the tenant's settings"
                    .formatted(listing.rows().size());
        }
        String created = examination
                .settings()
                .applicationsSince()
                .map(" created on %s or later"::formatted)
                .orElse("");
        String onJobs = examination.settings().jobs().isEmpty() ? "" : " on the jobs that the tenant's secret names";
        return "no application%s is active%s".formatted(created, onJobs);
    }
}
