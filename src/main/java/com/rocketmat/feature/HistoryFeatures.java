package com.rocketmat.feature;

import static com.rocketmat.feature.Source.EMPLOYMENTS;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Features of the candidate's employments. */
final class HistoryFeatures {

    private static final double DAYS_A_YEAR = 365.25;
    private static final double DAYS_A_MONTH = 30.4375;
    private static final Map<Source, Set<String>> DATES = Map.of(EMPLOYMENTS, Set.of("start_date", "end_date"));

    private HistoryFeatures() {}

    static List<Feature> all() {
        return List.of(
                new Feature(
                                "candidate.experience_years",
                                Kind.NUMBER,
                                "years",
                                "time covered by employments, overlaps counted once, an open or later end is the day of the run",
                                "never: 0 when there is no dated employment",
                                DATES,
                                s -> new FeatureValue.Numeric(career(s).experience() / DAYS_A_YEAR))
                        .neverMissing(),
                years(
                        "current_role_years",
                        "time since the start of the employment that has not ended by the day of the run, of several the one begun last",
                        "there is no dated employment, or all have ended",
                        Career::currentRole),
                years(
                        "longest_role_years",
                        "length of the longest single employment",
                        "there is no dated employment",
                        Career::longestRole),
                new Feature(
                                "candidate.jobs_count",
                                Kind.WHOLE,
                                "",
                                "number of employments",
                                "never: 0 when there is none",
                                Map.of(EMPLOYMENTS, Set.of("id")),
                                s -> new FeatureValue.Numeric(s.employments().size()))
                        .neverMissing(),
                new Feature(
                        "candidate.gap_months",
                        Kind.NUMBER,
                        "months",
                        "time between employments, not after the last one",
                        "there is no dated employment",
                        DATES,
                        s -> measure(career(s).gap(), DAYS_A_MONTH)));
    }

    private static Feature years(String name, String madeOf, String whenMissing, Function<Career, OptionalLong> days) {
        return new Feature(
                "candidate." + name,
                Kind.NUMBER,
                "years",
                madeOf,
                whenMissing,
                DATES,
                s -> measure(days.apply(career(s)), DAYS_A_YEAR));
    }

    private static Career career(Subject subject) {
        return Career.of(subject.employments(), LocalDate.ofInstant(subject.asOf(), ZoneOffset.UTC));
    }

    private static FeatureValue measure(OptionalLong days, double daysAUnit) {
        return days.isPresent() ? new FeatureValue.Numeric(days.getAsLong() / daysAUnit) : FeatureValue.MISSING;
    }
}
