package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomFieldNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"application.custom[salary]", "candidate.custom[no scores]", "job.custom[a_1]"})
    void parsesTheNameOfACustomField(String feature) {
        assertThat(CustomFieldName.of(feature).orElseThrow().feature()).isEqualTo(feature);
        assertThat(new FeatureCatalogue().find(feature)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application.answer[salary]",
                "office.custom[salary]",
                "application.custom[]",
                "application.custom"
            })
    void isEmptyForOtherNames(String feature) {
        assertThat(CustomFieldName.of(feature)).isEmpty();
    }
}
