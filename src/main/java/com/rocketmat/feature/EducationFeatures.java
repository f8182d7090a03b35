package com.rocketmat.feature;

import static com.rocketmat.feature.Source.EDUCATIONS;
import static com.rocketmat.feature.Source.OPTIONS;
import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import com.rocketmat.harvest.row.Education;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Features of the candidate's educations; schools, degrees and disciplines are options that are compared by name. v1 sends the
 * names itself.
 */
final class EducationFeatures {

    private static final Comparator<Education> LATEST_LAST = comparing((Education e) -> Boolean.TRUE.equals(e.latest()))
            .thenComparing(e -> end(e).orElse(null), nullsFirst(naturalOrder()))
            .thenComparingLong(Education::id);

    private EducationFeatures() {}

    static List<Feature> all() {
        return List.of(
                new Feature(
                        "candidate.degree_level",
                        Kind.WHOLE,
                        "level",
                        "highest degree by its name: 1 high school, 2 associate or vocational, 3 bachelor, 4 master, 5 doctor",
                        "no education has a recognised degree",
                        Map.of(EDUCATIONS, Set.of("degree_custom_field_option_id"), OPTIONS, Set.of("name")),
                        EducationFeatures::degreeLevel),
                latest(
                        "discipline",
                        "discipline_custom_field_option_id",
                        (s, e) -> s.optionName(e.disciplineName(), e.disciplineOptionId())),
                latest(
                        "school",
                        "school_name_custom_field_option_id",
                        (s, e) -> s.optionName(e.schoolName(), e.schoolOptionId())),
                new Feature(
                                "candidate.educations_count",
                                Kind.WHOLE,
                                "",
                                "number of educations",
                                "never: 0 when there is none",
                                Map.of(EDUCATIONS, Set.of("id")),
                                s -> new FeatureValue.Numeric(s.educations().size()))
                        .neverMissing());
    }

    private static Feature latest(String name, String field, BiFunction<Subject, Education, String> value) {
        return new Feature(
                "candidate." + name,
                Kind.TEXT,
                "",
                "name of the " + name
                        + " of the latest education: marked latest, else by end (a year alone is its December), else by id",
                "there is no education, or the latest has no " + name,
                Map.of(
                        EDUCATIONS,
                        Set.of("id", "latest", "end_at", "end_date_year", "end_date_month", field),
                        OPTIONS,
                        Set.of("name")),
                s -> s.educations().stream()
                        .max(LATEST_LAST)
                        .map(e -> FeatureValue.text(value.apply(s, e)))
                        .orElse(FeatureValue.MISSING));
    }

    private static Optional<LocalDate> end(Education education) {
        return HarvestDate.parse(education.endAt())
                .or(() -> HarvestDate.lastDay(education.endYear(), education.endMonth()));
    }

    private static FeatureValue degreeLevel(Subject subject) {
        return subject.educations().stream()
                .map(e -> subject.optionName(e.degreeName(), e.degreeOptionId()))
                .filter(Objects::nonNull)
                .flatMap(name -> DegreeLevel.of(name).stream())
                .map(DegreeLevel::level)
                .max(naturalOrder())
                .<FeatureValue>map(FeatureValue.Numeric::new)
                .orElse(FeatureValue.MISSING);
    }
}
