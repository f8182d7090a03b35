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

/** The report of a training as JSON, and the model card that contains it. */
final class TrainingReports {

    private static final JsonMapper JSON = new JsonMapper();
    /** Without a number: Greenhouse is not asked for them. */
    private static final LeftOut OPEN = new LeftOut("open applications", "they have no outcome yet");

    private TrainingReports() {}

    /** Adds what the fitting process does not know: rows and features left out before, notes about values, and warnings. */
    static ObjectNode complete(
            Report report,
            List<String> without,
            List<LeftOut> leftOutBefore,
            List<String> notesOnValues,
            ProtectedAttributes attributes) {
        List<LeftOut> leftOut = new ArrayList<>();
        leftOut.add(OPEN);
        leftOut.addAll(leftOutBefore);
        without.forEach(feature -> leftOut.add(new LeftOut(feature, "the request leaves it out")));
        leftOut.addAll(report.leftOut());
        List<String> notes = new ArrayList<>(report.notes());
        notes.addAll(notesOnValues);
        ObjectNode json = JSON.valueToTree(report);
        json.put("settings", report.settings() + release());
        json.set(
                "features",
                JSON.valueToTree(report.features().stream()
                        .map(row ->
                                new Importance(row.feature(), row.loss(), attributes.warning(List.of(row.feature()))))
                        .toList()));
        json.set("leftOut", JSON.valueToTree(leftOut));
        json.set("notes", JSON.valueToTree(notes));
        return json;
    }

    /** The release, which determines the versions of all libraries. */
    private static String release() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.application.version", String.class)
                .map(", by Rocketmat "::concat)
                .orElse("");
    }

    /** A sentence that ends with a space; empty if nothing was left out. */
    static String leftOutSentence(List<LeftOut> leftOut) {
        return leftOut.isEmpty()
                ? ""
                : leftOut.stream()
                        .map(item -> "%s (%s)".formatted(item.what(), item.why()))
                        .collect(Collectors.joining(", ", "Left out: ", ". "));
    }

    /** @param requestedBy an operator, who becomes the contact, or the schedule */
    static ModelCard card(ObjectNode report, String label, String requestedBy) {
        ObjectNode card = JSON.createObjectNode();
        card.put("purpose", "Scores applications by how much they resemble those that were " + outcome(label));
        card.put(
                "period",
                report.get("from").textValue() + " to " + report.get("to").textValue());
        card.set("rows", report.get("rows"));
        card.put("label", label);
        card.set("metrics", report.get("headline"));
        card.set("limits", report.get("notes"));
        if (!ScheduledTrainings.SCHEDULE.equals(requestedBy)) {
            card.put("contact", requestedBy);
        }
        card.set("report", report);
        return new ModelCard(ModelCard.Format.JSON, json(card));
    }

    private static String outcome(String label) {
        return label.startsWith("stage:") ? "in the stage " + label.substring("stage:".length()) : label;
    }

    static String json(JsonNode tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
