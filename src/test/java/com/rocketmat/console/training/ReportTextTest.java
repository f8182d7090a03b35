package com.rocketmat.console.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    @Test
    void aFeatureIsShownWithItsWarning() throws JsonProcessingException {
        var report = new ObjectMapper().readTree("""
                {"features": [{"feature": "candidate.location", "loss": 0.1, "warning": "known proxy of a protected attribute: candidate.location"},
                  {"feature": "job.open_days", "loss": 0.05, "warning": null}, {"feature": "job.id", "loss": 0.01}]}""");

        assertThat(ReportText.parts(report))
                .singleElement()
                .satisfies(part -> assertThat(part.lines())
                        .containsExactly(
                                "candidate.location: without it the AUC is lower by 0.100"
                                        + " (warning: known proxy of a protected attribute: candidate.location)",
                                "job.open_days: without it the AUC is lower by 0.050",
                                "job.id: without it the AUC is lower by 0.010"));
    }
}
