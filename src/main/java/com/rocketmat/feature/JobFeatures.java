package com.rocketmat.feature;

import static com.rocketmat.feature.Source.JOB;

import com.rocketmat.harvest.row.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class JobFeatures {

    private static final Attributes<Job> ATTRIBUTES = new Attributes<>("job", JOB, Subject::job);

    private JobFeatures() {}

    static List<Feature> all() {
        return List.of(
                ATTRIBUTES.feature(
                        "id", Kind.IDENTIFIER, "id", "id", "the job is absent", job -> FeatureValue.id(job.id())),
                ATTRIBUTES.text("title", "name", Job::name),
                ATTRIBUTES.id("department_id", "department_id", Job::departmentId),
                ATTRIBUTES.feature(
                        "office_id",
                        Kind.IDENTIFIER,
                        "the first of office_ids",
                        "office_ids",
                        "office_ids is null or empty",
                        job -> FeatureValue.id(
                                job.officeIds().stream().findFirst().orElse(null))),
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
}
