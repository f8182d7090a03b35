package com.rocketmat.feature;

import static com.rocketmat.feature.Source.APPLICATION;

import com.rocketmat.harvest.row.Application;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class ApplicationFeatures {

    private static final Attributes<Application> ATTRIBUTES =
            new Attributes<>("application", APPLICATION, Subject::application);

    private ApplicationFeatures() {}

    static List<Feature> all() {
        return List.of(
                new Feature(
                                "application.age_days",
                                Kind.NUMBER,
                                "days",
                                "the time of the run minus created_at",
                                "created_at is absent",
                                Map.of(APPLICATION, Set.of("created_at")),
                                s -> row(s).map(row -> Age.days(row.createdAt(), s.asOf()))
                                        .orElse(FeatureValue.MISSING))
                        .with(Treatment.AS_OF_CREATION),
                ATTRIBUTES.id("source_id", "source_id", Application::sourceId),
                new Feature(
                                "application.referred",
                                Kind.FLAG,
                                "",
                                "1 when referrer_id is set, else 0",
                                "never",
                                Map.of(APPLICATION, Set.of("referrer_id")),
                                s -> FeatureValue.flag(
                                        row(s).map(Application::referrerId).isPresent()))
                        .neverMissing(),
                ATTRIBUTES
                        .text("location", "location_address", Application::locationAddress)
                        .with(Treatment.TELLING),
                ATTRIBUTES.text("stage", "stage_name", Application::stageName).with(Treatment.LOST_WHEN_DECIDED));
    }

    /** Question texts are free text: everything between the outer brackets is the question. */
    static FeatureFamily answers() {
        return new FeatureFamily("application.answer", "question", ApplicationFeatures::answer);
    }

    private static Feature answer(String question) {
        return ATTRIBUTES.feature(
                "answer[" + question + "]",
                Kind.TEXT,
                "the answer to the application form's question with exactly this text",
                "answers",
                "the question is absent, or its answer null or blank",
                row -> row.answers().stream()
                        .filter(a -> question.equals(a.question()))
                        .map(a -> FeatureValue.text(a.answer()))
                        .filter(value -> !value.equals(FeatureValue.MISSING))
                        .findFirst()
                        .orElse(FeatureValue.MISSING));
    }

    private static Optional<Application> row(Subject subject) {
        return Optional.ofNullable(subject.application());
    }
}
