package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationMatchTest {

    private static final String FEATURE = "match.location_same";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Lyon, France                 | Lyon, France               | 1
            Lyon                         | Lyon, France               | 1
            12 rue X, 69001 LYON, FR     | Lyon                       | 1
            São Paulo - SP               | Sao Paulo, Brazil          | 1
            New York City, NY            | New York, United States    | 1
            York, England                | New York, United States    | 0
            Lyons                        | Lyon                       | 0
            Paris, France                | Lyon, France               | 0
            France                       | Lyon, France               | 0
            東京都渋谷区神南1-2-3          | 東京, 日本                  | 1
            〒150-0041 東京都渋谷区        | 京都                       | 0
            서울특별시 강남구              | 서울                       | 1
            แขวงปทุมวัน กรุงเทพมหานคร     | กรุงเทพ                     | 1
            パリ                         | バリ                       | 0
            성남시 수정구 수진동           | 수지                       | 0
            ながさき                      | なか                       | 0
            יְרוּשָׁלַיִם                       | ירושלים                    | 1
            तमिल                         | तमल                        | 0
            """)
    void comparesTheApplicantsLocationWithTheOffices(String applicant, String office, double expected) {
        assertThat(Rows.bare().location(applicant).office(1, "HQ", office).value(FEATURE))
                .isEqualTo(Rows.numeric(expected));
    }

    @Test
    void oneOfficeOfSeveralIsEnough() {
        assertThat(Rows.bare()
                        .location("Porto")
                        .office(1, "HQ", "Lyon")
                        .office(2, "Sul", "Porto, Portugal")
                        .value(FEATURE))
                .isEqualTo(Rows.numeric(1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " , "})
    void theNameOfAnOfficeReplacesAMissingLocation(String location) {
        assertThat(Rows.bare()
                        .location("Lyon")
                        .office(1, "Lyon, Part-Dieu", location)
                        .value(FEATURE))
                .isEqualTo(Rows.numeric(1));
    }

    @Test
    void theFirstAddressReplacesAMissingLocation() {
        Rows rows = Rows.bare().address("1 rue Y, Lyon").address("Porto").office(1, "HQ", "Lyon");

        assertThat(rows.value(FEATURE)).isEqualTo(Rows.numeric(1));
        assertThat(rows.location("Porto").value(FEATURE)).isEqualTo(Rows.numeric(0));
    }

    @Test
    void isMissingWithoutOneOfTheLocations() {
        assertThat(Rows.bare().office(1, "HQ", "Lyon").value(FEATURE)).isEqualTo(MISSING);
        assertThat(Rows.bare().location("Lyon").value(FEATURE)).isEqualTo(MISSING);
        assertThat(Rows.bare().location("Lyon").office(1, null, null).value(FEATURE))
                .isEqualTo(MISSING);
        assertThat(Rows.value(FEATURE, new Subject(null, null, null, null, null, null, List.of(), null, Rows.AS_OF)))
                .isEqualTo(MISSING);
    }
}
