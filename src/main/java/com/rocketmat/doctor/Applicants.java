package com.rocketmat.doctor;

import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.write.WithheldCandidates;
import com.rocketmat.sync.reading.SubjectReader.Batch;
import com.rocketmat.sync.reading.SubjectReader.Patience;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads some applications as a run would, without candidates who object or were erased. */
final class Applicants {

    /** Applications that are read together; the first readable one is used. */
    private static final int SAMPLE = 10;
    /** At least so many with and without a score, if there are, since all candidates of one kind may be private. */
    private static final int SAMPLE_OF_A_KIND = SAMPLE / 2;

    private final Examination examination;
    private final WithheldCandidates withheld;
    private final Optional<String> optOutOfApplications;
    private final Optional<String> optOutOfCandidates;

    Applicants(Examination examination, WithheldCandidates withheld) {
        this.examination = examination;
        this.withheld = withheld;
        Optional<String> optOut = examination.settings.optOutField();
        this.optOutOfApplications = optOut.filter(
                key -> CustomField.named(key, examination.definitions()).isPresent());
        this.optOutOfCandidates = optOutOfApplications.isPresent() ? Optional.empty() : optOut;
    }

    /** Some of those that may be scored, as far as is known without reading their candidates; those without a score first. */
    List<Application> sample(List<Application> rows) {
        Set<Long> excluded = new HashSet<>(withheld.withheld(examination.settings.id(), rows));
        // an objection on an application outside the settings applies to the candidate's other applications too
        excluded.addAll(candidates(examination.listing().rows().stream()
                .filter(row -> CustomFieldEntry.saysYes(row.customFields(), optOutOfApplications))
                .toList()));
        Map<Boolean, List<Application>> byScore = rows.stream()
                .filter(row -> !excluded.contains(row.candidateId()))
                .collect(Collectors.partitioningBy(this::hasScore));
        List<Application> unscored = byScore.get(false);
        List<Application> scored = byScore.get(true);
        int first = Math.min(unscored.size(), SAMPLE - Math.min(scored.size(), SAMPLE_OF_A_KIND));
        return Stream.concat(unscored.stream().limit(first), scored.stream().limit(SAMPLE - first))
                .toList();
    }

    private boolean hasScore(Application row) {
        CustomFieldEntry score = row.customFields().get(examination.settings.scoreField());
        return score != null && !score.empty();
    }

    /**
     * @param subjects the model's inputs, of visible candidates who may be scored and whose resumes could be fetched
     * @param anyWithheld whether a visible candidate must not be scored
     * @param hidden number of applications whose candidates are not visible
     * @param withoutResume number of applications left out because of their resumes
     */
    record Read(List<Subject> subjects, boolean anyWithheld, long hidden, int withoutResume) {}

    Read read(List<Application> rows) {
        Batch batch = examination
                .reader
                .with(Patience.NONE)
                .withCandidateFields(optOutOfCandidates.isPresent() ? Set.of("custom_fields") : Set.of())
                .read(rows);
        Set<Long> visible = batch.candidates().stream()
                .filter(candidate -> !candidate.stub())
                .map(Candidate::id)
                .collect(Collectors.toSet());
        return new Read(
                batch.subjects().stream()
                        .filter(subject -> !objects(subject.candidate()))
                        .toList(),
                batch.candidates().stream().anyMatch(candidate -> candidate.anonymised() || objects(candidate)),
                rows.stream()
                        .filter(row -> !visible.contains(row.candidateId()))
                        .count(),
                batch.away().size() + batch.putOff().size());
    }

    private boolean objects(Candidate candidate) {
        return CustomFieldEntry.saysYes(candidate.customFields(), optOutOfCandidates);
    }

    private static Set<Long> candidates(Collection<Application> rows) {
        return rows.stream().map(Application::candidateId).collect(Collectors.toSet());
    }
}
