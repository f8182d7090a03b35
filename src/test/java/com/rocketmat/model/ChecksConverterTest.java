package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.upload.Check;
import org.junit.jupiter.api.Test;

class ChecksConverterTest {

    /** During a rollout, two releases read the same versions. */
    @Test
    void checksOfALaterReleaseMayHaveMoreFields() {
        assertThat(
                        new ChecksConverter()
                                .convertToEntityAttribute(
                                        "[{\"name\":\"load\",\"passed\":true,\"detail\":\"it loads\",\"remedy\":null,\"since\":1}]"))
                .containsExactly(Check.passed("load", "it loads"));
    }
}
