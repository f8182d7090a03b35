package com.rocketmat.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.feature.Kind;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTypeTest {

    @ParameterizedTest
    @CsvSource({
        "NUMBER, FLOAT DOUBLE",
        "WHOLE, FLOAT DOUBLE INT64",
        "FLAG, FLOAT DOUBLE INT64 BOOL",
        "IDENTIFIER, FLOAT DOUBLE INT64 STRING",
        "TEXT, STRING",
        "ANY, FLOAT DOUBLE INT64 BOOL STRING"
    })
    void aTypeTakesAFeatureIfItHoldsAllItsValues(Kind kind, String types) {
        assertThat(types(type -> type.takes(kind))).isEqualTo(types);
    }

    @ParameterizedTest
    @CsvSource({
        "0, FLOAT DOUBLE INT64 BOOL",
        "1, FLOAT DOUBLE INT64 BOOL",
        "2, FLOAT DOUBLE INT64",
        "0.5, FLOAT DOUBLE",
        "-9007199254740991, FLOAT DOUBLE INT64",
        "9007199254740992, FLOAT DOUBLE",
        "1e39, DOUBLE"
    })
    void aTypeHoldsANumberThatFits(double number, String types) {
        assertThat(types(type -> type.holds(new FeatureValue.Numeric(number)))).isEqualTo(types);
    }

    @ParameterizedTest
    @CsvSource({
        "0, FLOAT DOUBLE INT64 BOOL",
        "1, FLOAT DOUBLE INT64 BOOL",
        "2, FLOAT DOUBLE INT64",
        "9007199254740993, FLOAT DOUBLE INT64"
    })
    void numericTypesHoldIdsAndBoolHoldsZeroAndOne(long id, String types) {
        assertThat(types(type -> type.holds(new FeatureValue.Identifier(id)))).isEqualTo(types);
    }

    @Test
    void onlyStringHoldsATextOfDigits() {
        assertThat(types(type -> type.holds(new FeatureValue.Text("1")))).isEqualTo("STRING");
    }

    private static String types(Predicate<ElementType> chosen) {
        return Arrays.stream(ElementType.values())
                .filter(chosen)
                .map(ElementType::name)
                .collect(Collectors.joining(" "));
    }
}
