package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProtectedNamesTest {

    private final ProtectedAttributes names = FlaggedFeatures.ATTRIBUTES;

    @Test
    void findsAnAttributeHoweverItsKeyIsWritten() {
        List<String> keys = words("""
                gender, gender identity, sex, sexual orientation, pronouns, race, race ethnicity, hispanic or latino,
                religion, disability status, veteran status, protected veteran, EEOC, age, date of birth,
                marital status, nationality, citizenship, gênero, sexo, raça, etnia, data de nascimento, idade,
                estado civil, pessoa com deficiência, orientação sexual, nacionalidade, gravidez, género, raza,
                fecha de nacimiento, edad, discapacidad, orientación sexual, religión, embarazo, título de cortesía
                """).stream()
                .flatMap(name -> Stream.of(
                        name,
                        name.toUpperCase(Locale.ROOT),
                        name.replace(' ', '_'),
                        name.replace(' ', '-'),
                        name.replace(" ", "/"),
                        camel(name),
                        "your_" + name.replace(' ', '_') + "_1",
                        name.replace(' ', '_') + "2"))
                .toList();
        for (String row : List.of("application.custom", "candidate.custom", "application.answer")) {
            assertThat(keys)
                    .allSatisfy(
                            key -> assertThat(names.in(row + "[" + key + "]")).isPresent());
        }
    }

    @Test
    void findsProtectedAttributes() {
        assertThat(words("""
                candidate.custom[birthdate], candidate.custom[birthday], candidate.custom[dateofbirth],
                candidate.custom[DOBField], candidate.custom[candidategender], candidate.custom[maritalstatus],
                candidate.custom[estadocivil], application.custom[eeoc2024], application.custom[genders],
                application.custom[races], application.custom[disabilities], application.custom[pcd],
                application.answer[Are you a protected veteran?], application.answer[¿Qué edad tiene?],
                application.answer[¿Cuál es su fecha de nacimiento?],
                application.answer[Qual é a sua orientação sexual?],
                application.answer[Você se considera uma pessoa negra?],
                application.answer[Possui alguma deficiência?], application.answer[What are your pronouns?],
                application.answer[Race/ethnicity], job.custom[AGE]
                """))
                .allSatisfy(feature -> assertThat(names.in(feature)).isPresent());
    }

    @Test
    void otherFeaturesAreNotProtected() {
        assertThat(words("""
                application.custom[language], application.custom[message], application.custom[storage],
                application.custom[average], application.custom[packageSize], application.custom[racecar],
                application.custom[trace_id], application.custom[sextant], application.custom[Essex],
                application.custom[manager_level], application.custom[agency], application.custom[agenda],
                application.custom[generous], application.custom[cidade], application.custom[ciudad],
                application.custom[capacidad], application.custom[velocidade], application.custom[corporate],
                application.custom[decor], application.custom[portfolio], application.custom[notice_period],
                application.custom[gravity], application.custom[expected_pay],
                application.answer[How many years have you managed a team?],
                application.answer[Are you authorised to work in this country?],
                application.answer[Consentimento para o tratamento de dados],
                application.answer[¿Cuál es su nivel de inglés?], application.age_days, candidate.gap_months,
                candidate.title
                """))
                .allSatisfy(feature -> assertThat(names.in(feature)).isEmpty());
    }

    @Test
    void findsInputsNamedAfterAProtectedAttribute() {
        assertThat(words("""
                gender, is_gender_encoded, age, candidate_age, age_group, Age2, dateOfBirth, birth_year, race_code,
                sexo, estado_civil, application_custom_gender_, candidate_custom_data_de_nascimento_,
                application_answer_which_gender_describes_you_best_
                """))
                .allSatisfy(input -> assertThat(names.ofInput(input)).isPresent());
    }

    @Test
    void otherInputsAreNotProtected() {
        assertThat(words("""
                features, float_input, x, f0, age_days, application_age_days, application.age_days, candidate_title,
                application_custom_notice_period_, stage, language, page_count
                """))
                .allSatisfy(input -> assertThat(names.ofInput(input)).isEmpty());
        assertThat(names.ofInput("")).isEmpty();
    }

    @Test
    void knownProxiesAreNotProtected() {
        assertThat(words("""
                application.custom[postal_code], application.custom[zipCode], application.custom[ZIP],
                application.custom[postcode], application.custom[cep], application.custom[código_postal],
                candidate.custom[graduation_year], candidate.custom[ano_de_conclusão], candidate.custom[egreso],
                application.answer[What year did you graduate? (graduation year)], candidate.custom[first_name],
                application.answer[Primeiro nome], application.answer[Primer nombre], application.answer[Apellidos],
                candidate.custom[photo_url], application.answer[Is English your native language?],
                application.answer[¿Tiene hijos?], application.answer[What is your current salary?],
                application.answer[Servicio militar], application.custom[título], candidate.location,
                application.location, resume.text
                """)).allSatisfy(feature -> {
            assertThat(names.proxy(feature)).isPresent();
            assertThat(names.in(feature)).isEmpty();
        });
    }

    @Test
    void otherFeaturesAreNotProxies() {
        assertThat(words("""
                application.custom[company_name], application.custom[username], application.custom[zipper],
                application.custom[concept], application.custom[years_of_experience],
                application.answer[Licencia de conducir], application.answer[Notice period?], candidate.title,
                candidate.school, match.location_same
                """))
                .allSatisfy(feature -> assertThat(names.proxy(feature)).isEmpty());
    }

    private static List<String> words(String list) {
        return List.of(list.strip().split(",\\s+", -1));
    }

    private static String camel(String name) {
        String[] words = name.split(" ", -1);
        StringBuilder camel = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            camel.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
        }
        return camel.toString();
    }
}
