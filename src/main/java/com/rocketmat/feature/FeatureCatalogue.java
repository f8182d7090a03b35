package com.rocketmat.feature;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import com.rocketmat.feature.resume.ResumeReader;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All features that a model may use. Names, contact data, pictures, birth dates, EEOC and demographic answers are not among them,
 * so no model can use them.
 */
@Singleton
public final class FeatureCatalogue {

    private static final Map<String, Feature> FEATURES = Stream.of(
                    ApplicationFeatures.all(),
                    CandidateFeatures.all(),
                    HistoryFeatures.all(),
                    EducationFeatures.all(),
                    JobFeatures.all(),
                    MatchFeatures.all(),
                    ResumeFeatures.all())
            .flatMap(List::stream)
            .collect(toUnmodifiableMap(Feature::name, Function.identity()));

    private final List<FeatureFamily> families = Stream.concat(
                    Stream.of(ApplicationFeatures.answers()), CustomFieldFeatures.all().stream())
            .toList();

    private final Function<byte[], Optional<String>> resumes;

    @Inject
    FeatureCatalogue(ResumeReader resumes) {
        this.resumes = resumes::text;
    }

    /** A catalogue that reads no resumes. */
    public FeatureCatalogue() {
        this.resumes = _ -> Optional.empty();
    }

    /** Members of families have no treatment: they are judged by their keys. */
    public static Set<String> names(Treatment treatment) {
        return FEATURES.values().stream()
                .filter(feature -> feature.treatment() == treatment)
                .map(Feature::name)
                .collect(toUnmodifiableSet());
    }

    /** The feature with this name: a plain one, or a member of a family such as {@code job.custom[seniority]}. */
    public Optional<Feature> find(String name) {
        return Optional.ofNullable(FEATURES.get(name))
                .or(() -> families.stream()
                        .flatMap(family -> family.find(name).stream())
                        .findFirst());
    }

    /**
     * The plan for these features; duplicates count once.
     *
     * @throws IllegalArgumentException with the names that are not in the catalogue
     */
    public FeaturePlan plan(Collection<String> names) {
        List<Feature> found = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : new LinkedHashSet<>(names)) {
            find(name).ifPresentOrElse(found::add, () -> unknown.add(name));
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("not in the feature catalogue: " + String.join(", ", unknown));
        }
        return new FeaturePlan(found, resumes);
    }

    /** Sorted by name; families with their parameter in brackets. */
    public List<FeatureDescription> describe() {
        return Stream.concat(
                        FEATURES.values().stream().map(Feature::describe),
                        families.stream().map(FeatureFamily::describe))
                .sorted(comparing(FeatureDescription::name))
                .toList();
    }
}
