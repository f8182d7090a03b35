package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.row.Candidate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateFeaturesTest {

    @Test
    void titleAndCompanyAreUnchanged() {
        assertThat(Rows.typical().value("candidate.title")).isEqualTo(Rows.text("Senior Data Engineer"));
        assertThat(Rows.typical().value("candidate.company")).isEqualTo(Rows.text("Sogeti"));
    }

    @Test
    void titleAndCompanyAreMissingIfBlank() {
        Rows rows = Rows.bare().title(" ").company("");

        assertThat(rows.value("candidate.title")).isEqualTo(MISSING);
        assertThat(rows.value("candidate.company")).isEqualTo(MISSING);
    }

    @Test
    void tagsAreSorted() {
        FeatureValue sorted = Rows.text("Spark, airflow, python");

        assertThat(Rows.bare().tags("python", "Spark", "airflow").value("candidate.tags"))
                .isEqualTo(sorted);
        assertThat(Rows.bare().tags("airflow", "python", "Spark").value("candidate.tags"))
                .isEqualTo(sorted);
        assertThat(Rows.bare().tags().value("candidate.tags")).isEqualTo(MISSING);
    }

    @Test
    void locationIsTheFirstAddress() {
        assertThat(Rows.bare().address("Lyon").address("Paris").value("candidate.location"))
                .isEqualTo(Rows.text("Lyon"));
        assertThat(Rows.bare().address(null).address("Paris").value("candidate.location"))
                .isEqualTo(MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "company", "tags", "location", "custom[seniority]"})
    void aPrivateCandidateHasNoValues(String attribute) {
        Candidate stub = new Candidate(
                6_900_112_002L, null, null, null, null, null, null, null, "This candidate is private", null);
        Subject subject = new Subject(null, stub, null, List.of(), List.of(), Map.of(), List.of(), null, Rows.AS_OF);

        assertThat(Rows.value("candidate." + attribute, subject)).isEqualTo(MISSING);
    }
}
