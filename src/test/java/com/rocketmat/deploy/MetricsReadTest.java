package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MetricsReadTest {

    @Test
    void findsTheMetricsOfAutoscalersRulesAndTheDashboard() throws IOException {
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
