package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectedNamesTest {

    private final ProtectedNames names = new ProtectedNames(defaults());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application.custom[gender]",
                "candidate.custom[date_of_birth]",
                "candidate.custom[birthdate]",
                "candidate.custom[dateOfBirth]",
                "application.custom[gênero]",
                "application.custom[Raça]",
                "application.custom[pessoa_com_deficiência]",
                "candidate.custom[estado-civil]",
                "application.custom[disabilities]",
                "application.answer[Are you a protected veteran?]",
                "application.answer[¿Qué edad tiene?]",
                "application.answer[Qual é a sua orientação sexual?]",
                "application.answer[Race/ethnicity]",
                "job.custom[AGE]"
            })
    void finds_protected_attributes(String feature) {
        assertThat(names.in(feature)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application.custom[language]",
                "application.custom[manager_level]",
                "application.custom[agency]",
                "candidate.custom[trace_id]",
                "application.custom[sextant]",
                "application.answer[How many years have you managed a team?]",
                "application.age_days",
                "candidate.gap_months"
            })
    void leaves_others_alone(String feature) {
        assertThat(names.in(feature)).isEmpty();
    }

    private static List<String> defaults() {
        try {
            return List.of(ModelsConfig.class
                    .getDeclaredMethod("protectedNames")
                    .getAnnotation(WithDefault.class)
                    .value()
                    .split(","));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
