package com.rocketmat.sync.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {

    @ParameterizedTest
    @CsvSource({"1,5,10", "2,10,20", "3,20,40", "4,40,80", "8,640,1280", "9,640,1280", "1000,640,1280"})
    void thePauseDoublesWithEveryFailureUpToAboutTwentyMinutes(int failures, long least, long most) {
        assertThat(IntStream.range(0, 200).mapToObj(seed -> BackOff.after(failures, new Random(seed))))
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most)));
    }

    @Test
    void pausesAreSpread() {
        assertThat(IntStream.range(0, 200)
                        .mapToObj(seed -> BackOff.after(5, new Random(seed)))
                        .distinct())
                .hasSizeGreaterThan(190);
    }

    @Property
    void thePauseIsAlwaysWithinItsLimits(@ForAll int failures, @ForAll long seed) {
        assertThat(BackOff.after(failures, new Random(seed)))
                .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(1280));
    }
}
