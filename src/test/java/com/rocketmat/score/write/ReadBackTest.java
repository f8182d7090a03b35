package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.UPDATED;
import static com.rocketmat.score.Applications.updated;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    @Test
    void anEditIsToldFromOurOwnPatch() {
        assertThat(ReadBack.editedAfter(UPDATED.minus(Duration.ofSeconds(2)), updated(UPDATED, Map.of())))
                .isFalse();
        assertThat(ReadBack.editedAfter(UPDATED.minus(Duration.ofMinutes(2)), updated(UPDATED, Map.of())))
                .isTrue();
    }

    /** Or a tenant over v1 whose field never shows would be written to without end. */
    @Test
    void whereGreenhouseTellsNoTimeNoEditIsAssumed() {
        assertThat(ReadBack.editedAfter(UPDATED, updated(null, Map.of()))).isFalse();
    }
}
