package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsConverterTest {

    private final ReasonsConverter converter = new ReasonsConverter();

    @Test
    void keepsOrderSignsAndDecimals() {
        List<Reason> reasons = List.of(
                new Reason("application.answer[\"Why?\"]", new BigDecimal("12.0")),
                new Reason("job.open_days", new BigDecimal("-0.00001")));

        assertThat(converter.convertToEntityAttribute(converter.convertToDatabaseColumn(reasons)))
                .isEqualTo(reasons);
    }

    @Test
    void readsAnEmptyColumnAsNoReasons() {
        assertThat(converter.convertToEntityAttribute(null)).isEmpty();
        assertThat(converter.convertToDatabaseColumn(List.of())).isNull();
        assertThat(converter.convertToDatabaseColumn(null)).isNull();
    }

    @Test
    void doesNotQuoteAnInvalidColumn() {
        assertThatThrownBy(() -> converter.convertToEntityAttribute("secret"))
                .hasMessage("column reasons of a score is not valid JSON");
    }
}
