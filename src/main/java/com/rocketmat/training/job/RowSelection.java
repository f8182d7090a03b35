package com.rocketmat.training.job;

import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.tenant.settings.TrainingLabel;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.TrainingEnd.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The labelled rows that a model may learn from, and why others are left out. The same rows always give the same selection.
 *
 * @param lastDecision its day becomes part of the model's name
 */
record RowSelection(List<TrainingRow> rows, Instant lastDecision, List<LeftOut> leftOut) {

    /**
     * @param excluded candidates
     * @param readAt when the last rows were read; a later decision is an error in the data, and would make all others old
     * @throws Ended if no application was ever in the label's stage, for example because it is misspelt
     */
    static RowSelection of(List<GatheredRow> read, TrainingLabel label, Set<Long> excluded, Instant readAt) {
        RemainingRows rows = new RemainingRows(read);
        rows.keep(row -> !excluded.contains(row.candidate()), "the candidate objects to being scored, or was erased");
        rows.keep(
                row -> row.decidedAt() != null
                        && !row.timeToDecision().isNegative()
                        && !row.decidedAt().isAfter(readAt),
                "the time of the decision is unknown, in the future, or before the application");
        // of recent applications only the quick decisions are known, and those are mostly rejections
        Duration median = medianTimeToDecision(rows.left);
        Instant cutOff = lastDecision(rows.left).minus(median);
        rows.keep(
                row -> !row.createdAt().isAfter(cutOff),
                "created less than the median time to a decision (%d days) before the last decision"
                        .formatted(median.toDays()));
        Predicate<GatheredRow> positive =
                label.stage().map(stage -> keepJobsWith(stage, rows)).orElse(GatheredRow::hired);
        List<TrainingRow> labelled = rows.left.stream()
                .map(row -> new TrainingRow(
                        row.application(),
                        row.candidate(),
                        row.job(),
                        row.decidedAt(),
                        positive.test(row),
                        row.values()))
                .toList();
        return new RowSelection(labelled, lastDecision(rows.left), rows.leftOut);
    }

    /** The rows that remain after each condition, and how many were left out for which reason. */
    private static final class RemainingRows {

        private final List<LeftOut> leftOut = new ArrayList<>();
        private List<GatheredRow> left;

        RemainingRows(List<GatheredRow> read) {
            left = read;
        }

        void keep(Predicate<GatheredRow> condition, String reasonToExclude) {
            List<GatheredRow> kept = left.stream().filter(condition).toList();
            int excluded = left.size() - kept.size();
            if (excluded > 0) {
                leftOut.add(new LeftOut(excluded == 1 ? "1 application" : excluded + " applications", reasonToExclude));
            }
            left = kept;
        }
    }

    private static Duration medianTimeToDecision(List<GatheredRow> rows) {
        return rows.stream()
                .map(GatheredRow::timeToDecision)
                .sorted()
                .skip(rows.size() / 2)
                .findFirst()
                .orElse(Duration.ZERO);
    }

    private static Instant lastDecision(List<GatheredRow> rows) {
        return rows.stream()
                .map(GatheredRow::decidedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /**
     * Keeps only jobs with an application that was in the stage, since only those tell a job's order of stages. Returns whether an
     * application reached the stage: it was in it or in a later one, or was hired.
     */
    private static Predicate<GatheredRow> keepJobsWith(String stage, RemainingRows rows) {
        refuseUnknown(stage, rows.left);
        Map<Long, Integer> orders = new HashMap<>();
        for (GatheredRow row : rows.left) {
            row.stages().stream()
                    .filter(passed ->
                            passed.name() != null && stage.equals(passed.name().strip()))
                    .forEach(passed -> orders.merge(row.job(), passed.order(), Math::min));
        }
        rows.keep(row -> orders.containsKey(row.job()), "no application of its job was ever in the stage " + stage);
        return row -> row.hired()
                || row.stages().stream().mapToInt(JobStage::order).anyMatch(order -> order >= orders.get(row.job()));
    }

    private static void refuseUnknown(String stage, List<GatheredRow> rows) {
        Set<String> known = rows.stream()
                .flatMap(row -> row.stages().stream())
                .map(JobStage::name)
                .filter(Objects::nonNull)
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!known.isEmpty() && !known.contains(stage)) {
            throw new Ended(Result.refused(
                    "training_label: none of the decided applications was ever in a stage %s. Capital letters count; the stages are: %s."
                            .formatted(stage, String.join(", ", known))));
        }
    }
}
