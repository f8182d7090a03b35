package com.rocketmat.feature;

import static com.rocketmat.feature.Source.CANDIDATE;

import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Candidate.Address;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Features of the candidate row. Names, contact data, pictures and birth dates are excluded. */
final class CandidateFeatures {

    private CandidateFeatures() {}

    static List<Feature> all() {
        return List.of(
                text("title", "title", "title", "title is null or blank", c -> FeatureValue.text(c.title())),
                text("company", "company", "company", "company is null or blank", c -> FeatureValue.text(c.company())),
                text(
                        "tags",
                        "the tags, sorted, joined by a comma and a space",
                        "tags",
                        "there is no tag",
                        c -> FeatureValue.joined(c.tags())),
                text(
                                "location",
                                "the value of the first address",
                                "addresses",
                                "there is no address, or the first has no value",
                                CandidateFeatures::location)
                        .with(Treatment.TELLING));
    }

    private static FeatureValue location(Candidate candidate) {
        return candidate.addresses().stream()
                .findFirst()
                .map(Address::value)
                .map(FeatureValue::text)
                .orElse(FeatureValue.MISSING);
    }

    private static Feature text(
            String name, String madeOf, String field, String whenMissing, Function<Candidate, FeatureValue> read) {
        return new Feature(
                "candidate." + name,
                Kind.TEXT,
                "",
                madeOf,
                whenMissing,
                Map.of(CANDIDATE, Set.of(field)),
                s -> s.candidate() == null ? FeatureValue.MISSING : read.apply(s.candidate()));
    }
}
