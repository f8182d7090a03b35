package com.rocketmat.harvest.call;

import static com.rocketmat.harvest.Answers.dated;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.Answers;
import com.rocketmat.tenant.FixedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerClockTest {

    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final FixedClock local = new FixedClock();
    private final ServerClock clock = new ServerClock(local);

    @Test
    void theLocalClockIsUsedUntilTheFirstAnswer() {
        assertThat(clock.now()).isEqualTo(local.instant());
        clock.observe(Answers.headers(Map.of("X-Request-Id", "1")));
        assertThat(clock.known()).isFalse();
        clock.observe(dated(local.instant()));
        assertThat(clock.known()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, -5, -1, 0, 1, 5, 300})
    void oneAnswerCorrectsAWrongLocalClock(long secondsAhead) {
        Instant server = local.instant().plusSeconds(secondsAhead).plusMillis(720);

        clock.observe(dated(server));

        assertThat(Duration.between(clock.now(), server).abs()).isLessThanOrEqualTo(HALF_A_SECOND);
    }

    @Test
    void greenhousesTimeIsConvertedToTheLocalClock() {
        clock.observe(dated(local.instant().plusSeconds(300)));
        Instant edge = clock.now().plusSeconds(12);

        assertThat(clock.local(edge)).isEqualTo(local.instant().plusSeconds(12));
    }

    @Test
    void timePassesBetweenAnswers() {
        clock.observe(dated(local.instant().minusSeconds(300)));
        Instant before = clock.now();

        local.pass(Duration.ofSeconds(10));

        assertThat(clock.now()).isEqualTo(before.plusSeconds(10));
    }

    @Test
    void anAnswerWithoutADateChangesNothing() {
        clock.observe(dated(local.instant().plusSeconds(300)));
        Instant before = clock.now();

        clock.observe(Answers.headers(Map.of("X-Request-Id", "1")));

        assertThat(clock.now()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {-4, 4})
    void aLocalClockThatChangesIsCorrectedAgain(long minutes) {
        clock.observe(dated(local.instant()));
        Instant server = local.instant();
        local.pass(Duration.ofMinutes(minutes));

        clock.observe(dated(server));

        assertThat(Duration.between(clock.now(), server).abs()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Property
    void theErrorIsAtMostHalfASecondAndNeverGrows(
            @ForAll @IntRange(min = -400_000, max = 400_000) int skewMillis,
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 5_000) Integer> pauses) {
        FixedClock here = new FixedClock();
        ServerClock estimate = new ServerClock(here);
        Duration error = HALF_A_SECOND;
        for (int pause : pauses) {
            here.pass(Duration.ofMillis(pause));
            Instant server = here.instant().plusMillis(skewMillis);

            estimate.observe(dated(server));

            Duration now = Duration.between(estimate.now(), server).abs();
            assertThat(now).isLessThanOrEqualTo(error);
            error = now;
        }
    }
}
