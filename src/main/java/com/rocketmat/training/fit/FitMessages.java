package com.rocketmat.training.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.training.fit.report.Report;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The messages between the service and the fitting process: JSON, then binary parts. Only on a JVM, as {@link FitWorker}. */
final class FitMessages {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] EMPTY = {};

    private FitMessages() {}

    /** @param version null if no version is active, like its manifest */
    record Request(
            String name,
            List<String> without,
            String version,
            String manifest,
            List<TrainingColumn> columns,
            int rows) {}

    /**
     * @param failed null if it did not fail
     * @param manifest null if there is no model, like the report
     */
    record Answer(List<String> refusals, String failed, String manifest, Report report) {}

    static List<byte[]> request(TrainingRows rows, FitSettings settings) throws JsonProcessingException {
        Optional<ActiveVersion> active = settings.active();
        List<byte[]> parts = new ArrayList<>();
        parts.add(JSON.writeValueAsBytes(new Request(
                settings.name(),
                settings.without(),
                active.map(ActiveVersion::version).orElse(null),
                active.map(ActiveVersion::manifest).orElse(null),
                rows.columns(),
                rows.size())));
        parts.add(active.map(ActiveVersion::file).orElse(EMPTY));
        parts.addAll(rows.parts());
        return parts;
    }

    static List<byte[]> answer(List<byte[]> parts, Consumer<String> steps) throws IOException {
        Request request = JSON.readValue(parts.get(0), Request.class);
        Optional<ActiveVersion> active = Optional.ofNullable(request.version())
                .map(version -> new ActiveVersion(version, request.manifest(), parts.get(1)));
        FitOutcome outcome = Fit.of(
                TrainingRows.received(request.columns(), request.rows(), parts.subList(2, parts.size())),
                new FitSettings(request.name(), request.without(), active),
                step -> steps.accept(step.toString()));
        return switch (outcome) {
            case FitOutcome.Refused(List<String> refusals) -> answer(new Answer(refusals, null, null, null), EMPTY);
            case FitOutcome.Fitted(byte[] file, String manifest, Report report) ->
                answer(new Answer(null, null, manifest, report), file);
            case FitOutcome.Failed(String reason) -> failed(reason);
        };
    }

    static List<byte[]> failed(String reason) throws JsonProcessingException {
        return answer(new Answer(null, reason, null, null), EMPTY);
    }

    private static List<byte[]> answer(Answer answer, byte[] file) throws JsonProcessingException {
        return List.of(JSON.writeValueAsBytes(answer), file);
    }

    static FitOutcome outcome(List<byte[]> parts) throws IOException {
        Answer answer = JSON.readValue(parts.get(0), Answer.class);
        if (answer.refusals() != null) {
            return new FitOutcome.Refused(answer.refusals());
        }
        return answer.failed() == null
                ? new FitOutcome.Fitted(parts.get(1), answer.manifest(), answer.report())
                : new FitOutcome.Failed(answer.failed());
    }
}
