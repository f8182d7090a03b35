package com.rocketmat.feature;

import static com.rocketmat.feature.Source.APPLICATION;

import com.rocketmat.harvest.row.Application;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

final class ApplicationFeatures {

    private ApplicationFeatures() {}

    static List<Feature> all() {
        return List.of(
                feature(
                                "age_days",
                                Kind.NUMBER,
                                "days",
                                "the time of the run minus created_at",
                                "created_at is absent",
                                "created_at",
                                s -> Age.days(of(s, Application::createdAt), s.asOf()))
                        .with(Treatment.AS_OF_CREATION),
                feature(
                        "source_id",
                        Kind.IDENTIFIER,
                        "",
                        "source_id",
                        "source_id is null",
                        "source_id",
                        s -> FeatureValue.id(of(s, Application::sourceId))),
                feature(
                                "referred",
                                Kind.FLAG,
                                "",
                                "1 when referrer_id is set, else 0",
                                "never",
                                "referrer_id",
                                s -> FeatureValue.flag(of(s, Application::referrerId) != null))
                        .neverMissing(),
                feature(
                                "location",
                                Kind.TEXT,
                                "",
                                "location_address",
                                "location_address is null or blank",
                                "location_address",
                                s -> FeatureValue.text(of(s, Application::locationAddress)))
                        .with(Treatment.TELLING),
                feature(
                                "stage",
                                Kind.TEXT,
                                "",
                                "stage_name",
                                "stage_name is null or blank",
                                "stage_name",
                                s -> FeatureValue.text(of(s, Application::stageName)))
                        .with(Treatment.LOST_WHEN_DECIDED));
    }

    /** Question texts are free text: everything between the outer brackets is the question. */
    static FeatureFamily answers() {
        return new FeatureFamily("application.answer", "question", question -> true, ApplicationFeatures::answer);
    }

    private static Feature answer(String question) {
        return feature(
                "answer[" + question + "]",
                Kind.TEXT,
                "",
                "the answer to the application form's question with exactly this text",
                "the question is absent, or its answer null or blank",
                "answers",
                s -> Optional.ofNullable(s.application()).stream()
                        .flatMap(a -> a.answers().stream())
                        .filter(a -> question.equals(a.question()))
                        .map(a -> FeatureValue.text(a.answer()))
                        .filter(value -> !value.equals(FeatureValue.MISSING))
                        .findFirst()
                        .orElse(FeatureValue.MISSING));
    }

    private static <T> T of(Subject subject, Function<Application, T> attribute) {
        return subject.application() == null ? null : attribute.apply(subject.application());
    }

    private static Feature feature(
            String name,
            Kind kind,
            String unit,
            String madeOf,
            String whenMissing,
            String field,
            Function<Subject, FeatureValue> read) {
        return new Feature(
                "application." + name, kind, unit, madeOf, whenMissing, Map.of(APPLICATION, Set.of(field)), read);
    }
}
