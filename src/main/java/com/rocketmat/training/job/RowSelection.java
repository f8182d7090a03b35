package com.rocketmat.training.job;

import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.tenant.settings.TrainingLabel;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.rows.TrainingRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Selects and labels the rows that a model may learn from, and counts the others. The result depends on the rows alone. */
final class RowSelection {

    private final TrainingLabel label;
    private final List<LeftOut> leftOut = new ArrayList<>();
    private List<GatheredRow> rows;

    RowSelection(List<GatheredRow> rows, TrainingLabel label) {
        this.rows = rows;
        this.label = label;
    }

    List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Its day becomes part of the model's name. */
    Instant lastDecision() {
        return rows.stream()
                .map(GatheredRow::decidedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    RowSelection withoutCandidates(Set<Long> excluded) {
        keep(row -> !excluded.contains(row.candidate()), "the candidate objects to being scored, or was erased");
        return this;
    }

    /**
     * Excludes recent applications: only their quick decisions are known, and those are mostly rejections.
     *
     * @param readAt when the last rows were read; a later decision is an error in the data, and would make all others old
     */
    RowSelection withoutRecent(Instant readAt) {
        keep(
                row -> row.decidedAt() != null
                        && !row.timeToDecision().isNegative()
                        && !row.decidedAt().isAfter(readAt),
                "the time of the decision is unknown, in the future, or before the application");
        if (!rows.isEmpty()) {
            Duration median = medianTimeToDecision();
            Instant cutOff = lastDecision().minus(median);
            keep(
                    row -> !row.createdAt().isAfter(cutOff),
                    "created less than the median time to a decision (%d days) before the last decision"
                            .formatted(median.toDays()));
        }
        return this;
    }

    private Duration medianTimeToDecision() {
        return rows.stream()
                .map(GatheredRow::timeToDecision)
                .sorted()
                .skip(rows.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** The refusal if no application was ever in the label's stage, for example because it is misspelt. */
    Optional<String> unknownStage() {
        Set<String> known = rows.stream()
                .flatMap(row -> row.stages().stream())
                .map(JobStage::name)
                .filter(Objects::nonNull)
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
        return label.stage()
                .filter(stage -> !known.isEmpty() && !known.contains(stage))
                .map(stage ->
                        "training_label: none of the decided applications was ever in a stage %s. Capital letters count; the stages are: %s."
                                .formatted(stage, String.join(", ", known)));
    }

    List<TrainingRow> labelled() {
        Predicate<GatheredRow> positive = label.stage().map(this::reachedStage).orElse(GatheredRow::hired);
        return rows.stream()
                .map(row -> new TrainingRow(
                        row.application(),
                        row.candidate(),
                        row.job(),
                        row.decidedAt(),
                        positive.test(row),
                        row.values()))
                .toList();
    }

    /**
     * An application in a later stage has reached this one too. A job's order of stages is known only from applications that were in the
     * stage; a job without such an application is left out.
     */
    private Predicate<GatheredRow> reachedStage(String stage) {
        Map<Long, Integer> orders = new HashMap<>();
        for (GatheredRow row : rows) {
            row.stages().stream()
                    .filter(passed ->
                            passed.name() != null && stage.equals(passed.name().strip()))
                    .forEach(passed -> orders.merge(row.job(), passed.order(), Math::min));
        }
        keep(
                row -> orders.containsKey(row.job()),
                "no application of its job was ever in the stage %s".formatted(stage));
        return row -> row.hired()
                || row.stages().stream().mapToInt(JobStage::order).anyMatch(order -> order >= orders.get(row.job()));
    }

    private void keep(Predicate<GatheredRow> condition, String reasonToExclude) {
        List<GatheredRow> kept = rows.stream().filter(condition).toList();
        int excluded = rows.size() - kept.size();
        if (excluded > 0) {
            leftOut.add(new LeftOut(excluded == 1 ? "1 application" : excluded + " applications", reasonToExclude));
        }
        rows = kept;
    }
}
