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
    void title_and_company_are_taken_as_they_are() {
        assertThat(Rows.typical().value("candidate.title")).isEqualTo(Rows.text("Senior Data Engineer"));
        assertThat(Rows.typical().value("candidate.company")).isEqualTo(Rows.text("Sogeti"));
    }

    @Test
    void title_and_company_are_missing_when_blank() {
        Rows rows = Rows.bare().title(" ").company("");

        assertThat(rows.value("candidate.title")).isEqualTo(MISSING);
        assertThat(rows.value("candidate.company")).isEqualTo(MISSING);
    }

    @Test
    void tags_come_sorted_whatever_order_greenhouse_gives() {
        FeatureValue sorted = Rows.text("Spark, airflow, python");

        assertThat(Rows.bare().tags("python", "Spark", "airflow").value("candidate.tags"))
                .isEqualTo(sorted);
        assertThat(Rows.bare().tags("airflow", "python", "Spark").value("candidate.tags"))
                .isEqualTo(sorted);
    }

    @Test
    void a_candidate_without_tags_has_none() {
        assertThat(Rows.bare().value("candidate.tags")).isEqualTo(MISSING);
        assertThat(Rows.bare().tags().value("candidate.tags")).isEqualTo(MISSING);
    }

    @Test
    void location_is_the_first_address() {
        assertThat(Rows.bare().address("Lyon").address("Paris").value("candidate.location"))
                .isEqualTo(Rows.text("Lyon"));
    }

    @Test
    void location_is_missing_without_a_first_address() {
        assertThat(Rows.bare().value("candidate.location")).isEqualTo(MISSING);
        assertThat(Rows.bare().address(null).address("Paris").value("candidate.location"))
                .isEqualTo(MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"title", "company", "tags", "location", "custom[seniority]"})
    void a_stub_of_a_private_candidate_has_nothing(String attribute) {
        Candidate stub = new Candidate(6_900_112_002L, null, null, null, null, null, null, "This candidate is private");
        Subject subject = new Subject(null, stub, null, List.of(), List.of(), Map.of(), Rows.AS_OF);

        assertThat(Rows.value("candidate." + attribute, subject)).isEqualTo(MISSING);
    }
}
