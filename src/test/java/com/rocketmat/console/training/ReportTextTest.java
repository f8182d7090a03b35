package com.rocketmat.console.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    @Test
    void aFeatureHasItsWarning() throws JsonProcessingException {
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

    @Test
    void aComparisonShowsTheDifference() throws JsonProcessingException {
        var report = new ObjectMapper().readTree("""
                {"model": {"auc": {"value": 0.8, "low": 0.742, "high": 0.851}},
                 "comparisons": [{"what": "a logistic model of the same columns",
                   "quality": {"auc": {"value": 0.806, "low": 0.748, "high": 0.857}},
                   "difference": {"value": -0.006, "low": -0.024, "high": 0.013}}]}""");

        assertThat(ReportText.parts(report).getFirst().lines())
                .contains("A logistic model of the same columns: AUC 0.806 (0.748 to 0.857);"
                        + " difference −0.006 (−0.024 to 0.013)");
    }

    @Test
    void calibrationHasALinePerDecile() throws JsonProcessingException {
        var report = new ObjectMapper().readTree("""
                {"parity": 1.31e-7, "model": {"auc": {"value": 0.8, "low": 0.742, "high": 0.851},
                   "calibration": [{"rows": 31, "predicted": 0.0312, "observed": 0.0323},
                     {"rows": 1, "predicted": 0.806, "observed": 1}]}}""");

        assertThat(ReportText.parts(report).getFirst().lines())
                .contains("The file's probabilities differ from the trainer's by at most 1.4e-07");
        assertThat(ReportText.parts(report).get(1))
                .isEqualTo(new Card.Part(
                        "Calibration",
                        List.of(
                                "3 % predicted, 3 % observed, in 31 applications",
                                "81 % predicted, 100 % observed, in 1 application")));
    }

    @Test
    void aDifferenceThatIsNotFiniteIsNotShown() {
        assertThat(ReportText.parts(ReportText.read("{\"parity\": 1e999, \"model\": {}}"))
                        .getFirst()
                        .lines())
                .noneMatch(line -> line.startsWith("The file's probabilities"));
    }
}
