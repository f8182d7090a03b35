package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.upload.Check;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksConverterTest {

    @Test
    void keepsChecksAsJson() {
        ChecksConverter converter = new ChecksConverter();
        List<Check> checks =
                List.of(Check.passed("size", "12 bytes"), Check.warning("types", "digits \"lost\"", "int64"));

        assertThat(converter.convertToEntityAttribute(converter.convertToDatabaseColumn(checks)))
                .isEqualTo(checks);
    }
}
