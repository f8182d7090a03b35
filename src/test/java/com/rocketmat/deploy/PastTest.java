package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PastTest {

    private static final Duration INTERVAL = Duration.ofMinutes(20);

    private final Past past = new Past(Set.of("a", "b_total"), INTERVAL, "pod=\"p\"");

    @Test
    void beforeTheFirstScrapeItWasAnHourAsThatOneSays() {
        past.add("# TYPE a gauge\na 1.0E-4\nelsewhere 3.0");
        past.add("a +Inf");

        assertThat(past.series(INTERVAL)).containsExactly(entry("a{pod=\"p\"}", "0.00010 0.00010 0.00010 0.00010 Inf"));
    }

    @Test
    void whatWasSeenInTheEndGoesOnAndOn() {
        past.add("a 0.0\nb_total{c=\"d e\"} 10.0");
        past.add("a 5.0\nb_total{c=\"d e\"} 11.0");
        past.goesOn();
        past.add("a 1.0\nb_total{c=\"d e\"} 14.0");
        past.add("a 2.0\nb_total{c=\"d e\"} 16.0");

        assertThat(past.series(INTERVAL.multipliedBy(6)))
                .containsExactly(
                        entry("a{pod=\"p\"}", "0.0 0.0 0.0 0.0 5.0 1.0 2.0 1.0 2.0 1.0"),
                        entry("b_total{c=\"d e\",pod=\"p\"}", "10.0 10.0 10.0 10.0 11.0 14.0 16.0 19.0 21.0 24.0"));
    }

    @Test
    void aCounterIsThereFromItsFirstUseOnAndNothingIsOfAReplicaThatIsGone() {
        past.add("a 0.0");
        past.add("a 0.0\nb_total 2.0");
        past.add("");

        Map<String, String> series = past.series(INTERVAL.multipliedBy(3));

        assertThat(series)
                .containsExactly(
                        entry("a{pod=\"p\"}", "0.0 0.0 0.0 0.0 0.0 stale _"),
                        entry("b_total{pod=\"p\"}", "_ _ _ _ 2.0 stale _"));
    }
}
