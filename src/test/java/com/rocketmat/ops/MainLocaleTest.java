package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It changes the locale of the process")
class MainLocaleTest {

    @Test
    void statementsContainAsciiDigits() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("fa", "IR"));
            assertThat("LIMIT %d".formatted(1_000)).isNotEqualTo("LIMIT 1000");

            Main.useEnglishNumbers();

            assertThat("LIMIT %d".formatted(1_000)).isEqualTo("LIMIT 1000");
        } finally {
            Locale.setDefault(before);
        }
    }
}
