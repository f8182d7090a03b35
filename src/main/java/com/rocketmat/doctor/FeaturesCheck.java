package com.rocketmat.doctor;

import com.rocketmat.feature.CustomFieldName;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.write.WithheldCandidates;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the model's features can be read for an existing application of a candidate who may be scored. */
final class FeaturesCheck {

    static final String NAME = "features";

    private static final String GRANT_VIEW =
            "give the acting user the permission to see private candidates in Greenhouse (View Private Candidates)";

    private final WithheldCandidates withheld;

    FeaturesCheck(WithheldCandidates withheld) {
        this.withheld = withheld;
    }

    static Set<String> needs(Examination examination) {
        Set<String> needs = new HashSet<>(Set.of(
                CredentialChecks.CREDENTIAL,
                ActingUserCheck.NAME,
                OptOutFieldCheck.NAME,
                FieldChecks.PLAN,
                ModelChecks.MODEL));
        for (Operation operation : Operation.values()) {
            if (operation.lists()) {
                needs.add(examination.check(operation));
            }
        }
        return needs;
    }

    Finding run(Examination examination) {
        List<String> undefined = examination.plan.names().stream()
                .filter(feature -> isUndefinedField(feature, examination))
                .toList();
        if (!undefined.isEmpty()) {
            return Finding.failed(
                    NAME,
                    "Greenhouse has no active custom field for these features of the model: "
                            + String.join(", ", undefined),
                    "activate a version whose manifest has the fields' current name keys (a field that is deleted and created again gets another),"
                            + " or create the fields in Greenhouse");
        }
        List<Application> covered = examination.listing().covered();
        if (covered.isEmpty()) {
            return Finding.skipped(NAME, noneCovered(examination), null);
        }
        List<Application> open = examination.reader.onOpenJobs(covered);
        if (open.isEmpty()) {
            return Finding.warning(
                    NAME,
                    "none of %d active applications belongs to an open job that this user can see"
                            .formatted(covered.size()),
                    "make sure that the jobs are open; confidential jobs are shown to their Hiring Team only");
        }
        Applicants applicants = new Applicants(examination, withheld);
        List<Application> sample = applicants.sample(open);
        if (sample.isEmpty()) {
            return Finding.skipped(
                    NAME,
                    "the candidates of all %d active applications on open jobs object to being scored or were erased, so none was read"
                            .formatted(open.size()),
                    null);
        }
        var read = applicants.read(sample);
        if (read.subjects().isEmpty()) {
            return noneReadable(read);
        }
        Subject subject = read.subjects().getFirst();
        examination.subject = Optional.of(subject);
        return readable(examination, subject);
    }

    private static boolean isUndefinedField(String feature, Examination examination) {
        return CustomFieldName.of(feature)
                .filter(name -> name.definition(examination::definitions).isEmpty())
                .isPresent();
    }

    private static Finding readable(Examination examination, Subject subject) {
        Map<String, FeatureValue> values = examination.plan.values(subject);
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

    private static Finding noneReadable(Applicants.Read read) {
        if (read.withoutResume() > 0) {
            return Finding.warning(
                    NAME,
                    "no application was read: resumes that cannot be fetched: %d; candidates that are not visible to this user: %d"
                            .formatted(read.withoutResume(), read.hidden()),
                    "run the doctor again later; if it persists, check that the service may call the addresses of Greenhouse's files"
                            + (read.hidden() > 0 ? "; " + GRANT_VIEW : ""));
        }
        return read.anyWithheld()
                ? Finding.skipped(
                        NAME,
                        "the candidates of the applications that were read are anonymised or object to being scored",
                        null)
                : Finding.failed(
                        NAME,
                        "the candidates of the applications that were read are not visible to this user",
                        GRANT_VIEW);
    }

    private static String noneCovered(Examination examination) {
        ListedApplications listing = examination.listing();
        if (!listing.complete()) {
            return "none of the first %d active applications that Greenhouse lists is covered by the tenant's settings"
                    .formatted(listing.rows().size());
        }
        String created = examination
                .settings
                .applicationsSince()
                .map(" created on %s or later"::formatted)
                .orElse("");
        String onJobs = examination.settings.jobs().isEmpty() ? "" : " on the jobs that the tenant's secret names";
        return "no application%s is active%s".formatted(created, onJobs);
    }
}
