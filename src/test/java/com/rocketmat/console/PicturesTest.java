package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.element.BarChart;
import com.rocketmat.console.element.Moment;
import com.rocketmat.sync.run.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Charts as numbers, because screenshots are not reviewed each time. */
class PicturesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void theHighestBarReachesTheUpperLineAndAnEmptyOneTheGround() {
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
    void barsStandInTheMiddleOfTheirColumns() {
        BarChart few = BarChart.of("some", Collections.nCopies(3, new BarChart.Column("a", "", 1)));
        assertThat(few.bars()).extracting(BarChart.Bar::x).containsExactly("96", "336", "576");
        assertThat(few.bars().getFirst().width()).isEqualTo("48");
        BarChart day = BarChart.of("some", Collections.nCopies(24, new BarChart.Column("a", "", 1)));
        assertThat(day.bars().getFirst().x()).isEqualTo("2.7");
        assertThat(day.bars().getFirst().width()).isEqualTo("24.6");
    }

    @Test
    void theLinesOfAnAxisStandAtWholeNumbers() {
        BarChart chart = BarChart.of("some", List.of(new BarChart.Column("a", "", 7)));
        assertThat(chart.top()).isEqualTo("8");
        assertThat(chart.half()).isEqualTo("4");
        assertThat(chart.bars().getFirst().height()).isEqualTo("105");
    }

    @Test
    void whatIsThereIsSeenHoweverFlat() {
        BarChart chart =
                BarChart.of("some", List.of(new BarChart.Column("a", "", 1), new BarChart.Column("b", "", 1_000_000)));
        assertThat(chart.bars().getFirst().height()).isEqualTo("2");
    }

    @Test
    void aChartOfNothingIsEmpty() {
        assertThat(BarChart.of("none", List.of()).isEmpty()).isTrue();
        assertThat(BarChart.of("none", List.of(new BarChart.Column("a", "", 0))).isEmpty())
                .isTrue();
    }

    @Test
    void aRunWithAnErrorIsShownAsOne() {
        assertThat(RunRow.tone(run(NOW, NOW, "Greenhouse answers 503"))).isEqualTo("bad");
        assertThat(RunRow.tone(run(NOW, NOW, null))).isEqualTo("good");
    }

    @Test
    void timesAreToldFromNow() {
        assertThat(Moment.of(NOW.minusSeconds(90), NOW).relative()).isEqualTo("90 s ago");
        assertThat(Moment.of(NOW.plus(Duration.ofMinutes(15)), NOW).relative()).isEqualTo("in 15 min");
        assertThat(Moment.of(NOW.minus(Duration.ofHours(30)), NOW).relative()).isEqualTo("30 h ago");
        assertThat(Moment.of(NOW.minus(Duration.ofDays(3)), NOW).relative()).isEqualTo("3 days ago");
        assertThat(Moment.of(NOW, NOW).relative()).isEqualTo("now");
        assertThat(Moment.of(NOW, NOW).exact()).isEqualTo("25 Nov 2026, 12:00:00 UTC");
        assertThat(Moment.of(null, NOW)).isNull();
    }

    private static RunView run(Instant from, Instant to, String error) {
        return new RunView("1", from, to, "schedule", 1, 1, 1, 0, 0, error);
    }
}
