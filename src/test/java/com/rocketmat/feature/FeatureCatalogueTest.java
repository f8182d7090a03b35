package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCatalogueTest {

    private final FeatureCatalogue catalogue = new FeatureCatalogue();

    @Test
    void itListsTheFeaturesOfTheFirstRelease() {
        assertThat(catalogue.describe())
                .extracting(FeatureDescription::name)
                .containsExactly(
                        "application.age_days",
                        "application.answer[question]",
                        "application.custom[key]",
                        "application.location",
                        "application.referred",
                        "application.source_id",
                        "application.stage",
                        "candidate.company",
                        "candidate.current_role_years",
                        "candidate.custom[key]",
                        "candidate.degree_level",
                        "candidate.discipline",
                        "candidate.educations_count",
                        "candidate.experience_years",
                        "candidate.gap_months",
                        "candidate.jobs_count",
                        "candidate.location",
                        "candidate.longest_role_years",
                        "candidate.school",
                        "candidate.tags",
                        "candidate.title",
                        "job.custom[key]",
                        "job.department_id",
                        "job.id",
                        "job.office_id",
                        "job.open_days",
                        "job.title",
                        "match.location_same",
                        "match.title_similarity",
                        "resume.text");
    }

    @Test
    void everythingListedIsFoundAndExplained() {
        assertThat(catalogue.describe()).allSatisfy(description -> {
            assertThat(catalogue.find(description.name()).map(Feature::describe))
                    .contains(description);
            assertThat(description.madeOf()).isNotBlank();
            assertThat(description.whenMissing()).isNotBlank();
        });
    }

    /** Nothing was found for the application: features that still have a value always have one. */
    @Test
    @Tag("finding-B6")
    void whatIsSaidToBeNeverMissingHasAValueForASubjectWithoutAnyRowAndNothingElseHas() {
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

    @ParameterizedTest
    @CsvSource(textBlock = """
            candidate.experience_years,     NUMBER,     years
            candidate.gap_months,           NUMBER,     months
            application.age_days,           NUMBER,     days
            match.title_similarity,         NUMBER,     ratio
            application.referred,           FLAG,       ''
            job.id,                         IDENTIFIER, ''
            application.source_id,          IDENTIFIER, ''
            candidate.title,                TEXT,       ''
            application.answer[Why us?],    TEXT,       ''
            application.custom[fit_band],   ANY,        ''
            """)
    void aFeatureHasAKindAndAUnit(String name, Kind kind, String unit) {
        Feature feature = catalogue.find(name).orElseThrow();

        assertThat(feature.name()).isEqualTo(name);
        assertThat(feature.kind()).isEqualTo(kind);
        assertThat(feature.unit()).isEqualTo(unit);
    }

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
                "application.rejected_at"
            })
    void personalAndProtectedDataCannotBeAskedFor(String name) {
        assertThat(catalogue.find(name)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
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
                "application.custom[a]b]",
                "application.custom[a][b]",
                "application.answer[]",
                "match.location",
                "resume.file"
            })
    void otherNamesAreUnknown(String name) {
        assertThat(catalogue.find(name)).isEmpty();
    }

    @Test
    void aPlanNamesWhatItCannotGive() {
        List<String> names = Arrays.asList("candidate.title", "candidate.first_name", "resume.url", null);

        assertThatThrownBy(() -> catalogue.plan(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("candidate.first_name", "resume.url")
                .hasMessageNotContaining("candidate.title");
    }
}
