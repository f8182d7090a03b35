package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnScoreTest {

    @Test
    void anApplicationThatIsErasedMeanwhileHasNoScore() {
        assertThat(OwnScore.of(Map.of(), 7)).isEmpty();
    }
}
