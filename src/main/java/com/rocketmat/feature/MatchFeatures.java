package com.rocketmat.feature;

import static com.rocketmat.feature.Source.APPLICATION;
import static com.rocketmat.feature.Source.CANDIDATE;
import static com.rocketmat.feature.Source.JOB;
import static com.rocketmat.feature.Source.OFFICES;

import com.rocketmat.harvest.row.Office;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/** Features of candidate and job together. */
final class MatchFeatures {

    private MatchFeatures() {}

    static List<Feature> all() {
        return List.of(
                new Feature(
                        "match.title_similarity",
                        Kind.NUMBER,
                        "ratio",
                        "words common to the candidate's title and the job's name: 2·common / (words of one + words of the other)",
                        "the title or the job's name has no word",
                        Map.of(CANDIDATE, Set.of("title"), JOB, Set.of("name")),
                        MatchFeatures::titleSimilarity),
                new Feature(
                        "match.location_same",
                        Kind.FLAG,
                        "",
                        "1 when the applicant's location (location_address, else the candidate's first address) has the place of one"
                                + " of the job's offices in it, else 0; an office's place is its location, or its name where it has"
                                + " none, up to the first comma; accents and letter case do not count, and whole words are compared, of which"
                                + " one in Chinese, Japanese, Korean or Thai only has to begin with the place",
                        "there is no location of the applicant's, or the job has no office with one",
                        Map.of(
                                APPLICATION, Set.of("location_address"),
                                CANDIDATE, Set.of("addresses"),
                                JOB, Set.of("office_ids"),
                                OFFICES, Set.of("name", "location")),
                        MatchFeatures::locationSame));
    }

    private static FeatureValue titleSimilarity(Subject subject) {
        if (subject.candidate() == null || subject.job() == null) {
            return FeatureValue.MISSING;
        }
        OptionalDouble similarity =
                Words.similarity(subject.candidate().title(), subject.job().name());
        return similarity.isPresent() ? new FeatureValue.Numeric(similarity.getAsDouble()) : FeatureValue.MISSING;
    }

    private static FeatureValue locationSame(Subject subject) {
        return LocationMatch.between(
                        location(subject), subject.offices().stream().map(MatchFeatures::place))
                .map(FeatureValue::flag)
                .orElse(FeatureValue.MISSING);
    }

    private static String place(Office office) {
        return Words.in(office.location()).isEmpty() ? office.name() : office.location();
    }

    private static String location(Subject subject) {
        String ofApplication =
                subject.application() == null ? null : subject.application().locationAddress();
        if (!Words.in(ofApplication).isEmpty()) {
            return ofApplication;
        }
        return Optional.ofNullable(subject.candidate()).stream()
                .flatMap(candidate -> candidate.addresses().stream().limit(1))
                .flatMap(address -> Stream.ofNullable(address.value()))
                .findFirst()
                .orElse(null);
    }
}
