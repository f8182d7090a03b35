package com.rocketmat.feature;

import static com.rocketmat.feature.Source.JOB;

import com.rocketmat.harvest.row.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

final class JobFeatures {

    private JobFeatures() {}

    static List<Feature> all() {
        return List.of(
                id("id", "id", "id", "the job is absent", Job::id),
                text("title", "name", "name is null or blank", Job::name),
                id("department_id", "department_id", "department_id", "department_id is null", Job::departmentId),
                id(
                        "office_id",
                        "the first of office_ids",
                        "office_ids",
                        "office_ids is null or empty",
                        job -> job.officeIds().stream().findFirst().orElse(null)),
                new Feature(
                                "job.open_days",
                                Kind.NUMBER,
                                "days",
                                "the time of the run minus opened_at",
                                "opened_at is null, or after the run",
                                Map.of(JOB, Set.of("opened_at")),
                                s -> Optional.ofNullable(s.job())
                                        .map(Job::openedAt)
                                        .filter(opened -> !opened.isAfter(s.asOf()))
                                        .map(opened -> Age.days(opened, s.asOf()))
                                        .orElse(FeatureValue.MISSING))
                        .with(Treatment.AS_OF_CREATION));
    }

    private static Feature id(
            String name, String madeOf, String field, String whenMissing, Function<Job, Long> attribute) {
        return feature(name, Kind.IDENTIFIER, madeOf, field, whenMissing, attribute.andThen(FeatureValue::id));
    }

    private static Feature text(String name, String field, String whenMissing, Function<Job, String> attribute) {
        return feature(name, Kind.TEXT, field, field, whenMissing, attribute.andThen(FeatureValue::text));
    }

    private static Feature feature(
            String name, Kind kind, String madeOf, String field, String whenMissing, Function<Job, FeatureValue> read) {
        return new Feature(
                "job." + name,
                kind,
                "",
                madeOf,
                whenMissing,
                Map.of(JOB, Set.of(field)),
                s -> s.job() == null ? FeatureValue.MISSING : read.apply(s.job()));
    }
}
