package com.rocketmat.feature;

import static com.rocketmat.feature.Source.CANDIDATE;
import static com.rocketmat.feature.Source.JOB;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** What candidate and job tell together. */
final class MatchFeatures {

    private MatchFeatures() {}

    static List<Feature> all() {
        return List.of(new Feature(
                "match.title_similarity",
                Kind.NUMBER,
                "ratio",
                "words common to the candidate's title and the job's name: 2·common / (words of one + words of the other)",
                "the title or the job's name has no word",
                Map.of(CANDIDATE, Set.of("title"), JOB, Set.of("name")),
                MatchFeatures::titleSimilarity));
    }

    private static FeatureValue titleSimilarity(Subject subject) {
        if (subject.candidate() == null || subject.job() == null) {
            return FeatureValue.MISSING;
        }
        OptionalDouble similarity = TitleSimilarity.between(
                subject.candidate().title(), subject.job().name());
        return similarity.isPresent() ? new FeatureValue.Numeric(similarity.getAsDouble()) : FeatureValue.MISSING;
    }
}
