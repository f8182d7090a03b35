package com.rocketmat.feature;

import static java.util.Collections.singletonList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Office;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCatalogueTest {

    private final FeatureCatalogue catalogue = new FeatureCatalogue();

    @Test
    void eachFeatureHasATreatment() {
        assertThat(catalogue.describe())
                .extracting(FeatureDescription::name)
                .map(name -> name + ": " + catalogue.find(name).orElseThrow().treatment())
                .as(
                        "choose the treatment of a new feature: is it contact data or any text of a person, an age, or removed by"
                                + " Greenhouse when the application is decided? See Treatment")
                .containsExactly(
                        "application.age_days: AS_OF_CREATION",
                        "application.answer[question]: NONE",
                        "application.custom[key]: NONE",
                        "application.location: TELLING",
                        "application.referred: NONE",
                        "application.source_id: NONE",
                        "application.stage: LOST_WHEN_DECIDED",
                        "candidate.company: NONE",
                        "candidate.current_role_years: NONE",
                        "candidate.custom[key]: NONE",
                        "candidate.degree_level: NONE",
                        "candidate.discipline: NONE",
                        "candidate.educations_count: NONE",
                        "candidate.experience_years: NONE",
                        "candidate.gap_months: NONE",
                        "candidate.jobs_count: NONE",
                        "candidate.location: TELLING",
                        "candidate.longest_role_years: NONE",
                        "candidate.school: NONE",
                        "candidate.tags: NONE",
                        "candidate.title: NONE",
                        "job.custom[key]: NONE",
                        "job.department_id: NONE",
                        "job.id: NONE",
                        "job.office_id: NONE",
                        "job.open_days: AS_OF_CREATION",
                        "job.title: NONE",
                        "match.location_same: NONE",
                        "match.title_similarity: NONE",
                        "resume.text: TELLING");
    }

    @Test
    void everyListedFeatureIsFoundAndExplained() {
        assertThat(catalogue.describe()).allSatisfy(description -> {
            assertThat(catalogue.find(description.name()).map(Feature::describe))
                    .contains(description);
            assertThat(description.madeOf()).isNotBlank();
            assertThat(description.whenMissing()).isNotBlank();
        });
    }

    /** Features with a value for an application without any rows are never missing. */
    @Test
    @Tag("finding-B6")
    void onlyFeaturesDescribedAsNeverMissingHaveAValueWithoutAnyRow() {
        Subject nothing = new Subject(null, null, null, null, null, null, List.of(), null, Instant.EPOCH);

        List<String> present = catalogue.describe().stream()
                .map(FeatureDescription::name)
                .filter(name -> !catalogue
                        .find(name)
                        .orElseThrow()
                        .read()
                        .apply(nothing)
                        .equals(FeatureValue.MISSING))
                .toList();

        assertThat(present)
                .containsExactly(
                        "application.referred",
                        "candidate.educations_count",
                        "candidate.experience_years",
                        "candidate.jobs_count");
        assertThat(catalogue.describe())
                .allSatisfy(description -> assertThat(description.canBeMissing())
                        .as(description.name())
                        .isEqualTo(!present.contains(description.name())));
    }

    @Test
    void aNullInAListIsIgnored() {
        Subject none = withRows(List.of(), List.of(), List.of());
        Subject nulls = withRows(singletonList(null), singletonList(null), singletonList(null));

        assertThat(catalogue.describe())
                .extracting(FeatureDescription::name)
                .allSatisfy(name -> assertThat(Rows.value(name, nulls)).isEqualTo(Rows.value(name, none)));
    }

    private static Subject withRows(List<Employment> employments, List<Education> educations, List<Office> offices) {
        Subject typical = Rows.typical().subject();
        return new Subject(
                typical.application(),
                typical.candidate(),
                typical.job(),
                employments,
                educations,
                typical.optionNames(),
                offices,
                null,
                Rows.AS_OF);
    }

    /** Personal and protected data, and misspelt names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidate.first_name",
                "candidate.last_name",
                "candidate.email_addresses",
                "candidate.phone_numbers",
                "candidate.website_addresses",
                "candidate.photo_url",
                "candidate.date_of_birth",
                "application.eeoc",
                "application.demographic_answers",
                "application.rejected_at",
                "",
                "candidate",
                "Candidate.title",
                " candidate.title",
                "candidate.title[x]",
                "candidate.answer[Why us?]",
                "application.custom",
                "application.custom[]",
                "application.custom[ ]",
                "application.custom[",
                "application.custom[a",
                "application.answer[]",
                "match.location",
                "resume.file"
            })
    void otherNamesAreNotFeatures(String name) {
        assertThat(catalogue.find(name)).isEmpty();
    }

    @Test
    void aPlanNamesUnknownFeatures() {
        List<String> names = List.of("candidate.title", "candidate.first_name", "resume.url");

        assertThatThrownBy(() -> catalogue.plan(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("candidate.first_name", "resume.url")
                .hasMessageNotContaining("candidate.title");
    }
}
