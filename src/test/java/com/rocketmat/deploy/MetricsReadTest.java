package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MetricsReadTest {

    @Test
    void findsTheMetricsOfAnExpression() {
        assertThat(MetricsRead.names("sum by (namespace) (rate(a_total{b=\"c\",d!~\"e|f\"}[15m])) / sum(g) > 0.05"))
                .containsExactlyInAnyOrder("a_total", "g");
        assertThat(MetricsRead.names("label_values(a_seconds, namespace)")).containsExactly("a_seconds");
        assertThat(MetricsRead.names("absent(a)")).containsExactly("a");
        assertThat(MetricsRead.names("max(a{b=\"c\"} and on (namespace, pod) (d{b=\"c\"} < 60))"))
                .containsExactlyInAnyOrder("a", "d");
    }

    @Test
    void findsThoseOfAutoscalersRulesAndTheDashboard() throws IOException {
        assertThat(MetricsRead.ofWhatIsDeployed())
                .contains(
                        "rocketmat_due_lag_seconds",
                        "rocketmat_busy_workers",
                        "rocketmat_tenants_behind",
                        "rocketmat_harvest_throttled_total",
                        "rocketmat_slices_seconds_sum")
                .hasSizeGreaterThan(15)
                .noneMatch(name -> name.equals("namespace") || name.equals("prometheus"))
                .as("words of PromQL that MetricsRead does not know")
                .allMatch(name -> name.contains("_"));
    }
}
