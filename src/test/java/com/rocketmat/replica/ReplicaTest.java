package com.rocketmat.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplicaTest {

    private static final String TRAINER = "rocketmat-greenhouse-trainer-5d8f7c9b6d-x7k2p";

    @Test
    void aLongNameKeepsWhatTellsThePodApart() {
        assertThat(new Replica(TRAINER).name())
                .hasSizeLessThanOrEqualTo(50)
                .matches(".*greenhouse-trainer-5d8f7c9b6d-x7k2p-[0-9a-f]{8}");
    }

    @Test
    void aShortNameIsKept() {
        assertThat(new Replica("one").name()).matches("one-[0-9a-f]{8}");
        assertThat(new Replica(TRAINER).name())
                .as("it differs after each start")
                .isNotEqualTo(new Replica(TRAINER).name());
    }
}
