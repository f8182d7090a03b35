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

/**
 * Of the rows that were read, those that a model may learn from, with their labels. What is left out is counted. It depends on the rows
 * alone, and not on the time of day.
 */
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

    /** The day of the last decision, which names the model. */
    Instant lastDecision() {
        return rows.stream()
                .map(GatheredRow::decidedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    RowSelection without(Set<Long> withheld) {
        keep(row -> !withheld.contains(row.candidate()), "the candidate objects to being scored, or was erased");
        return this;
    }

    /**
     * Among the youngest applications only quick decisions are known, and quick ones are mostly rejections.
     *
     * @param read when the last rows were: a later decision is a slip, and would make all others old
     */
    RowSelection oldEnough(Instant read) {
        keep(
                row -> row.decidedAt() != null
                        && !row.timeToDecision().isNegative()
                        && !row.decidedAt().isAfter(read),
                "the time of the decision is unknown, in the future, or before the application");
        if (!rows.isEmpty()) {
            Duration median = median();
            Instant from = lastDecision().minus(median);
            keep(
                    row -> !row.createdAt().isAfter(from),
                    "created less than the median time to a decision (%d days) before the last decision"
                            .formatted(median.toDays()));
        }
        return this;
    }

    private Duration median() {
        return rows.stream()
                .map(GatheredRow::timeToDecision)
                .sorted()
                .skip(rows.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    /** The refusal of a label whose stage none of the applications was ever in, as of a misspelt one. */
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
        Predicate<GatheredRow> positive = label.stage().map(this::reached).orElse(GatheredRow::hired);
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
     * An application that skipped the stage and came to a later one has reached it too. Where the stage stands in a job's order is
     * known from the applications that were in it; a job without one is left out.
     */
    private Predicate<GatheredRow> reached(String stage) {
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

    private void keep(Predicate<GatheredRow> wanted, String why) {
        List<GatheredRow> kept = rows.stream().filter(wanted).toList();
        int gone = rows.size() - kept.size();
        if (gone > 0) {
            leftOut.add(new LeftOut(gone == 1 ? "1 application" : gone + " applications", why));
        }
        rows = kept;
    }
}
