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

/** Reads some applications as a run would: none of a candidate who objects, opted out or was erased. */
final class Applicants {

    /** Number of applications that are read together; the first readable one is used. */
    private static final int TRIED = 10;
    /** So many of each, if there are: of the others all candidates may be private. */
    private static final int TRIED_OF_A_KIND = TRIED / 2;

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

    /** A few of these that may be scored, as far as that is known without reading their candidates; those without a score first. */
    List<Application> few(List<Application> rows) {
        Set<Long> not = new HashSet<>(withheld.among(examination.settings.id(), candidates(rows)));
        // an objection on an application outside the settings holds for the candidate's other applications too
        not.addAll(candidates(examination.listing().rows().stream()
                .filter(row -> CustomFieldEntry.saysYes(row.customFields(), optOutOfApplications))
                .toList()));
        Map<Boolean, List<Application>> byScore = rows.stream()
                .filter(row -> !not.contains(row.candidateId()))
                .collect(Collectors.partitioningBy(this::scored));
        List<Application> unscored = byScore.get(false);
        List<Application> scored = byScore.get(true);
        int first = Math.min(unscored.size(), TRIED - Math.min(scored.size(), TRIED_OF_A_KIND));
        return Stream.concat(unscored.stream().limit(first), scored.stream().limit(TRIED - first))
                .toList();
    }

    private boolean scored(Application row) {
        CustomFieldEntry score = row.customFields().get(examination.settings.scoreField());
        return score != null && !score.empty();
    }

    /**
     * @param subjects what the model sees, without those whose candidates are not shown or may not be scored, and those whose resumes cannot
     *     be fetched
     * @param anyNotToBeScored whether one of the candidates is shown, but not to be scored
     * @param notShown number of applications whose candidates are not
     * @param away number of applications left out because of their resumes
     */
    record Read(List<Subject> subjects, boolean anyNotToBeScored, long notShown, int away) {}

    Read read(List<Application> few) {
        Batch batch = examination
                .reader
                .with(Patience.NONE)
                .withCandidateFields(optOutOfCandidates.isPresent() ? Set.of("custom_fields") : Set.of())
                .read(few);
        Set<Long> shown = batch.candidates().stream()
                .filter(candidate -> !candidate.stub())
                .map(Candidate::id)
                .collect(Collectors.toSet());
        return new Read(
                batch.subjects().stream()
                        .filter(subject -> !objects(subject.candidate()))
                        .toList(),
                batch.candidates().stream().anyMatch(candidate -> candidate.anonymised() || objects(candidate)),
                few.stream().filter(row -> !shown.contains(row.candidateId())).count(),
                batch.away().size() + batch.putOff().size());
    }

    private boolean objects(Candidate candidate) {
        return CustomFieldEntry.saysYes(candidate.customFields(), optOutOfCandidates);
    }

    private static Set<Long> candidates(Collection<Application> rows) {
        return rows.stream().map(Application::candidateId).collect(Collectors.toSet());
    }
}
