package com.rocketmat.feature;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

final class CustomFieldFeatures {

    private CustomFieldFeatures() {}

    static List<FeatureFamily> all() {
        return List.of(
                family("application", Source.APPLICATION, Subject::application, Application::customFields),
                family("candidate", Source.CANDIDATE, Subject::candidate, Candidate::customFields),
                family("job", Source.JOB, Subject::job, Job::customFields));
    }

    private static <R> FeatureFamily family(
            String carrier,
            Source source,
            Function<Subject, R> row,
            Function<R, Map<String, CustomFieldEntry>> customFields) {
        return new FeatureFamily(
                carrier + ".custom",
                "key",
                key -> new Feature(
                        new CustomFieldName(carrier, key).feature(),
                        Kind.ANY,
                        "",
                        "the plain value of the custom field with this name key: number or amount, yes/no as 1/0, text,"
                                + " option name, option names sorted and joined by a comma and a space",
                        "the field is absent, empty, or of another type",
                        Map.of(source, Set.of("custom_fields")),
                        s -> Optional.ofNullable(row.apply(s))
                                .map(r -> customFields.apply(r).get(key))
                                .map(CustomFieldValue::of)
                                .orElse(FeatureValue.MISSING)));
    }
}
