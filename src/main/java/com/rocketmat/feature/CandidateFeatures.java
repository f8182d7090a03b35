package com.rocketmat.feature;

import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Candidate.Address;
import java.util.List;

/** Features of the candidate row. Names, contact data, pictures and birth dates are excluded. */
final class CandidateFeatures {

    private static final Attributes<Candidate> ATTRIBUTES =
            new Attributes<>("candidate", Source.CANDIDATE, Subject::candidate);

    private CandidateFeatures() {}

    static List<Feature> all() {
        return List.of(
                ATTRIBUTES.text("title", "title", Candidate::title),
                ATTRIBUTES.text("company", "company", Candidate::company),
                ATTRIBUTES.feature(
                        "tags",
                        Kind.TEXT,
                        "the tags, sorted, joined by a comma and a space",
                        "tags",
                        "there is no tag",
                        candidate -> FeatureValue.joined(candidate.tags())),
                ATTRIBUTES
                        .feature(
                                "location",
                                Kind.TEXT,
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
}
