package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DegreeLevelTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            High School                               | 1
            High School Diploma                       | 1
            Secondary education                       | 1
            GED                                       | 1
            Associate's Degree                        | 2
            Associate of Arts                         | 2
            Vocational training                       | 2
            Diploma                                   | 2
            Certificate                               | 2
            Post-secondary diploma                    | 2
            Bachelor's Degree                         | 3
            Bachelor of Engineering                   | 3
            BACHELOR                                  | 3
            Licence                                   | 3
            B.A.                                      | 3
            B.S. Computer Science                     | 3
            BSc                                       | 3
            Master's Degree                           | 4
            Master’s degree                           | 4
            Master of Business Administration (M.B.A.)| 4
            MBA                                       | 4
            M.S.                                      | 4
            Engineer's Degree                         | 4
            Postgraduate Diploma                      | 4
            Post-graduate certificate                 | 4
            Doctor of Philosophy (Ph.D.)              | 5
            PhD                                       | 5
            Ph. D.                                    | 5
            Juris Doctor (J.D.)                       | 5
            M.D.                                      | 5
            Doctorate                                 | 5
            Dóctor                                    | 5
            Bachelor's and Master's                   | 4
            """)
    void theNameDeterminesTheLevel(String name, int level) {
        assertThat(DegreeLevel.of(name)).map(DegreeLevel::level).contains(level);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Other", "", "None", "Some college", "Mastery of tools", "Bas", "Engineering", "Ømba", "修士"})
    void otherNamesHaveNoLevel(String name) {
        assertThat(DegreeLevel.of(name)).isEmpty();
    }
}
