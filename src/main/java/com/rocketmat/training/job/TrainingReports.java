package com.rocketmat.training.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.model.ModelCard;
import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.training.fit.report.Report;
import com.rocketmat.training.fit.report.Report.Importance;
import com.rocketmat.training.fit.report.Report.LeftOut;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;

/** The report of a training as JSON, and the card that it is the larger part of. */
final class TrainingReports {

    private static final JsonMapper JSON = new JsonMapper();
    /** Their number is unknown: Greenhouse is not asked for them. */
    private static final LeftOut OPEN = new LeftOut("open applications", "they have no outcome yet");

    private TrainingReports() {}

    /** With what the process of the fit does not know: what else was left out, notes about values, and warnings. */
    static Report with(
            Report report,
            List<String> without,
            List<LeftOut> more,
            List<String> moreNotes,
            ProtectedAttributes attributes) {
        List<LeftOut> leftOut = new ArrayList<>();
        leftOut.add(OPEN);
        leftOut.addAll(more);
        without.forEach(feature -> leftOut.add(new LeftOut(feature, "the request leaves it out")));
        leftOut.addAll(report.leftOut());
        List<String> notes = new ArrayList<>(report.notes());
        notes.addAll(moreNotes);
        return new Report(
                report.headline(),
                report.method(),
                report.settings() + release(),
                report.rows(),
                report.positives(),
                report.candidates(),
                report.jobs(),
                report.from(),
                report.to(),
                report.train(),
                report.tune(),
                report.test(),
                report.model(),
                report.comparisons(),
                report.detectable(),
                report.features().stream()
                        .map(one ->
                                new Importance(one.feature(), one.loss(), attributes.warning(List.of(one.feature()))))
                        .toList(),
                leftOut,
                notes,
                report.parity());
    }

    /** It tells the versions of all libraries. */
    private static String release() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .map(", by Rocketmat "::concat)
                .orElse("");
    }

    /** What was left out, to precede other sentences; empty if nothing was. */
    static String sentence(List<LeftOut> leftOut) {
        return leftOut.isEmpty()
                ? ""
                : leftOut.stream()
                        .map(one -> "%s (%s)".formatted(one.what(), one.why()))
                        .collect(Collectors.joining(", ", "Left out: ", ". "));
    }

    static String json(Report report) {
        return text(JSON.valueToTree(report));
    }

    /** @param requestedBy the operator who asked for the training, or the schedule, which answers for nothing */
    static ModelCard card(Report report, String label, String requestedBy) {
        ObjectNode card = JSON.createObjectNode();
        card.put("purpose", "Scores applications by how much they resemble those that were " + outcome(label));
        card.put("period", report.from() + " to " + report.to());
        card.put("rows", report.rows());
        card.put("label", label);
        card.put("metrics", report.headline());
        card.set("limits", JSON.valueToTree(report.notes()));
        if (!ScheduledTrainings.SCHEDULE.equals(requestedBy)) {
            card.put("contact", requestedBy);
        }
        card.set("report", JSON.valueToTree(report));
        return new ModelCard(ModelCard.Format.JSON, text(card));
    }

    private static String outcome(String label) {
        return label.startsWith("stage:") ? "in the stage " + label.substring("stage:".length()) : label;
    }

    private static String text(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
