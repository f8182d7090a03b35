package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Formats;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The numbers behind the charts, because screenshots are not reviewed each time. */
class PicturesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void barsAreScaledToTheHighest() {
        BarChart chart = BarChart.of(
                "some",
                List.of(
                        new BarChart.Column("a", "", 0),
                        new BarChart.Column("b", "", 50),
                        new BarChart.Column("c", "", 100)));
        assertThat(chart.bars().stream().map(BarChart.Bar::height)).containsExactly("0", "60", "120");
        assertThat(chart.bars().getLast().y()).isEqualTo("14");
        assertThat(chart.top()).isEqualTo("100");
        assertThat(chart.half()).isEqualTo("50");
        assertThat(chart.isEmpty()).isFalse();
    }

    @Test
    void theAxisHasWholeNumbers() {
        BarChart chart = BarChart.of("some", List.of(new BarChart.Column("a", "", 7)));
        assertThat(chart.top()).isEqualTo("8");
        assertThat(chart.half()).isEqualTo("4");
        assertThat(chart.bars().getFirst().height()).isEqualTo("105");
    }

    @Test
    void aChartWithoutValuesIsEmpty() {
        assertThat(BarChart.of("none", List.of()).isEmpty()).isTrue();
        assertThat(BarChart.of("none", List.of(new BarChart.Column("a", "", 0))).isEmpty())
                .isTrue();
    }

    @Test
    void runsStandWhereTheyBeganAndTheOpenOneReachesTheEnd() {
        RunView old = run(NOW.minusSeconds(3600), NOW.minusSeconds(1800), "Greenhouse answers 503");
        RunView present = run(NOW.minusSeconds(900), null, null);

        Timeline timeline = Timeline.of(List.of(present, old), NOW);

        assertThat(timeline.marks())
                .containsExactly(new Timeline.Mark("0", "360", old), new Timeline.Mark("540", "180", present));
        assertThat(timeline.ticks()).containsExactly("60 min ago", "30 min ago", "now");
    }

    @Test
    void aSweepThatBeganAgainStandsAfterTheRunsBeforeIt() {
        RunView window = run(NOW.minusSeconds(3600), NOW.minusSeconds(1800), null);
        RunView sweep = run(NOW.minusSeconds(900), null, null);

        Timeline timeline = Timeline.of(List.of(window, sweep), NOW);

        assertThat(timeline.marks()).extracting(Timeline.Mark::x).containsExactly("0", "540");
        assertThat(timeline.ticks()).startsWith("60 min ago");
    }

    @Test
    void evenTheShortestRunIsVisible() {
        Timeline timeline = Timeline.of(List.of(run(NOW, NOW, null), run(NOW.minusSeconds(86400), NOW, null)), NOW);

        assertThat(timeline.marks().getLast()).isEqualTo(new Timeline.Mark("716", "4", run(NOW, NOW, null)));
        assertThat(Timeline.of(List.of(), NOW).marks()).isEmpty();
    }

    @Test
    void aFailedRunIsMarked() {
        assertThat(Badge.of(run(NOW, NOW, "Greenhouse answers 503")).tone()).isEqualTo("bad");
        assertThat(Badge.of(run(NOW, NOW, null)).tone()).isEqualTo("good");
    }

    @Test
    void timesAreRelativeToNow() {
        assertThat(Formats.relative(NOW.minusSeconds(90), NOW)).isEqualTo("90 s ago");
        assertThat(Formats.relative(NOW.plus(Duration.ofMinutes(15)), NOW)).isEqualTo("in 15 min");
        assertThat(Formats.relative(NOW.minus(Duration.ofHours(30)), NOW)).isEqualTo("30 h ago");
        assertThat(Formats.relative(NOW.minus(Duration.ofDays(3)), NOW)).isEqualTo("3 days ago");
        assertThat(Formats.relative(NOW, NOW)).isEqualTo("now");
        assertThat(Formats.exact(NOW)).isEqualTo("25 Nov 2026, 12:00:00 UTC");
    }

    private static RunView run(Instant from, Instant to, String error) {
        return new RunView("1", from, to, "schedule", 1, 1, 1, 0, 0, error);
    }
}
