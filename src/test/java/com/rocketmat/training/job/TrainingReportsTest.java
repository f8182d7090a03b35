package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.model.ModelCard;
import com.rocketmat.model.upload.FlaggedFeatures;
import com.rocketmat.training.fit.report.Report;
import com.rocketmat.training.fit.report.Report.Importance;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainingReportsTest {

    @Test
    void everyProtectedNameAndKnownProxyHasAWarning() {
        List<Importance> features = Stream.concat(Stream.of("job.open_days"), FlaggedFeatures.all().stream())
                .map(feature -> new Importance(feature, 0.1, null))
                .toList();

        ObjectNode report =
                TrainingReports.complete(of(features), List.of(), List.of(), List.of(), FlaggedFeatures.ATTRIBUTES);

        assertThat(report.get("settings").textValue()).startsWith("penalty 10");
        assertThat(report.get("features")).hasSameSizeAs(features);
        assertThat(report.at("/features/0/warning").isNull()).isTrue();
        assertThat(report.get("features").valueStream().skip(1))
                .allSatisfy(one -> assertThat(one.get("warning").textValue())
                        .endsWith("attribute: " + one.get("feature").textValue()));
        assertThat(TrainingReports.json(report))
                .contains("\"feature\":\"resume.text\"", "known proxy of a protected attribute: resume.text");
    }

    @Test
    void onlyAnOperatorIsTheContact() {
        assertThat(card("hired", "ana").content()).contains("\"contact\":\"ana\"");
        assertThat(card("hired", ScheduledTrainings.SCHEDULE).content())
                .contains("\"purpose\"")
                .doesNotContain("contact");
    }

    @Test
    void thePurposeNamesTheLabel() {
        assertThat(card("stage:Offer", "ana").content()).contains("resemble those that were in the stage Offer\"");
        assertThat(card("hired", "ana").content()).contains("resemble those that were hired\"");
    }

    private static ModelCard card(String label, String requestedBy) {
        return TrainingReports.card(
                TrainingReports.complete(of(List.of()), List.of(), List.of(), List.of(), FlaggedFeatures.ATTRIBUTES),
                label,
                requestedBy);
    }

    private static Report of(List<Importance> features) {
        var part = new Report.Part(2, 1, "2026-01-01", "2026-01-31");
        var quality = new Report.Quality(new Report.Interval(0.7, 0.6, 0.8), null, null, List.of());
        return new Report(
                "A headline",
                "logistic",
                "penalty 10",
                6,
                3,
                6,
                1,
                "2026-01-01",
                "2026-01-31",
                part,
                part,
                part,
                quality,
                List.of(),
                features,
                List.of(),
                List.of(),
                0);
    }
}
