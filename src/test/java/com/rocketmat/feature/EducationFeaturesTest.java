package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EducationFeaturesTest {

    private static final long LYON = 701;
    private static final long PARIS = 702;
    private static final long MASTER = 711;
    private static final long BACHELOR = 712;
    private static final long OTHER = 713;
    private static final long PHYSICS = 721;

    private final Rows rows = Rows.bare()
            .option(LYON, "INSA Lyon")
            .option(PARIS, "Sorbonne")
            .option(MASTER, "Master's Degree")
            .option(BACHELOR, "Bachelor's Degree")
            .option(OTHER, "Other")
            .option(PHYSICS, "Physics");

    @Test
    void theHighestRecognisedDegreeCounts() {
        rows.educated(1, LYON, OTHER, null, null, true).educated(2, LYON, null, null, null, null);
        assertThat(rows.value("candidate.degree_level")).isEqualTo(MISSING);

        rows.educated(3, LYON, MASTER, null, "2015-06-30", false)
                .educated(4, PARIS, BACHELOR, null, "2019-06-30", null);
        assertThat(rows.value("candidate.degree_level")).isEqualTo(Rows.numeric(4));
    }

    @Test
    void anUnknownOptionIsMissing() {
        rows.educated(1, 999L, 999L, 999L, null, true);

        assertThat(rows.value("candidate.degree_level")).isEqualTo(MISSING);
        assertThat(rows.value("candidate.school")).isEqualTo(MISSING);
    }

    @Test
    void theMarkedEducationIsTheLatest() {
        rows.educated(1, LYON, null, PHYSICS, "2010-06-30", true).educated(2, PARIS, null, null, "2019-06-30", false);

        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("INSA Lyon"));
        assertThat(rows.value("candidate.discipline")).isEqualTo(Rows.text("Physics"));
    }

    @Test
    void withoutAMarkTheEducationThatEndsLastIsTheLatest() {
        rows.educated(1, LYON, null, null, "2019-06-30T00:00:00.000Z", null)
                .educated(2, PARIS, null, null, "2015-06-30T00:00:00.000Z", null)
                .educated(3, PARIS, null, null, null, null);

        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("INSA Lyon"));
    }

    @Test
    void aYearEndsWithDecemberAndAMonthWithItsLastDay() {
        rows.educatedUntil(9, PARIS, 2014, 5).educatedUntil(8, LYON, 2014, null).educatedUntil(7, PARIS, null, 12);
        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("INSA Lyon"));

        rows.educated(5, PARIS, null, null, "2014-12-30", null);
        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("INSA Lyon"));
        rows.educatedUntil(1, PARIS, 2015, 1);
        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("Sorbonne"));
    }

    @Test
    void anInvalidYearOrMonthIsIgnored() {
        rows.educatedUntil(1, LYON, 2014, 13).educatedUntil(2, PARIS, 0, 5).educatedUntil(3, PARIS, 1_000_000_000, 5);

        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("INSA Lyon"));
    }

    @Test
    void withoutEndsTheEducationWithTheHighestIdIsTheLatest() {
        rows.educated(6_000_000_002L, LYON, null, null, null, null).educated(3, PARIS, null, null, null, null);

        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("INSA Lyon"));
    }

    @Test
    void theDisciplineIsThatOfTheLatestEducation() {
        rows.educated(1, LYON, null, PHYSICS, null, false).educated(2, PARIS, null, null, null, true);

        assertThat(rows.value("candidate.discipline")).isEqualTo(MISSING);
    }

    @Test
    void namesInTheRowsNeedNoOptions() {
        rows.named(1, "INSA Lyon", "Master's Degree", "Physics", "2015-06-30T00:00:00.000Z")
                .named(2, "Sorbonne", "Bachelor's Degree", null, "2012-06-30T00:00:00.000Z");

        assertThat(rows.value("candidate.degree_level")).isEqualTo(Rows.numeric(4));
        assertThat(rows.value("candidate.school")).isEqualTo(Rows.text("INSA Lyon"));
        assertThat(rows.value("candidate.discipline")).isEqualTo(Rows.text("Physics"));
    }

    @Test
    void aNullOrBlankNameIsMissing() {
        rows.named(1, null, null, " ", null);

        assertThat(rows.value("candidate.degree_level")).isEqualTo(MISSING);
        assertThat(rows.value("candidate.school")).isEqualTo(MISSING);
        assertThat(rows.value("candidate.discipline")).isEqualTo(MISSING);
    }

    @Test
    void educationsAreCountedWhateverTheirContent() {
        assertThat(rows.number("candidate.educations_count")).isZero();

        rows.educated(1, null, null, null, null, null).educated(2, LYON, MASTER, null, null, true);

        assertThat(rows.number("candidate.educations_count")).isEqualTo(2);
    }
}
