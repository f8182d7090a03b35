package com.rocketmat.training.fit.report;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The report of a training; the page of a model card.
 *
 * @param headline what the model is worth, in a sentence
 * @param method {@code trees} or {@code logistic}
 * @param settings that were chosen, and the release that trained it, in words
 * @param candidates number of distinct ones
 * @param from first day of a decision, as in 2026-01-31
 * @param to last day of a decision
 * @param model scores of the model on the test part
 * @param comparisons the baseline, and the active version if there is one, on the same rows
 * @param detectable the smallest difference in AUC that a test of this size would show in four of five cases
 * @param features by importance, highest first
 * @param leftOut features and rows that were not used, and why
 * @param notes limits that a reader should know
 * @param parity largest difference between a probability of the trainer and of ONNX Runtime, on the test part and on made-up rows
 */
@RegisterForReflection
public record Report(
        String headline,
        String method,
        String settings,
        int rows,
        int positives,
        int candidates,
        int jobs,
        String from,
        String to,
        Part train,
        Part tune,
        Part test,
        Quality model,
        List<Comparison> comparisons,
        double detectable,
        List<Importance> features,
        List<LeftOut> leftOut,
        List<String> notes,
        double parity) {

    /** A part of the rows, split by the time of the decision. */
    @RegisterForReflection
    public record Part(int rows, int positives, String from, String to) {}

    /**
     * Scores on the test part.
     *
     * @param auc low and high are the bounds of its 95 % interval, with other candidates
     * @param aucWithinJobs null if no job of the test part has both outcomes
     * @param logLoss null for a score that is not a probability
     * @param calibration by decile of the predicted probability; empty for a score that is not a probability
     */
    @RegisterForReflection
    public record Quality(Interval auc, Double aucWithinJobs, Double logLoss, List<Decile> calibration) {}

    @RegisterForReflection
    public record Interval(double value, double low, double high) {}

    /**
     * A tenth of the rows.
     *
     * @param predicted mean probability
     * @param observed share of positives
     */
    @RegisterForReflection
    public record Decile(int rows, double predicted, double observed) {}

    /**
     * Another way to score the same rows.
     *
     * @param name {@code baseline}, {@code constant}, or the id of the active version
     * @param what in words
     * @param difference AUC of the model minus this one's
     */
    @RegisterForReflection
    public record Comparison(String name, String what, Quality quality, Interval difference) {}

    /**
     * What a feature is worth to the model.
     *
     * @param loss of AUC when the feature's values are shuffled among the test rows
     * @param warning about a protected attribute or a known proxy of one, or null
     */
    @RegisterForReflection
    public record Importance(String feature, double loss, String warning) {}

    /**
     * What was not used.
     *
     * @param what a feature, or rows in words
     */
    @RegisterForReflection
    public record LeftOut(String what, String why) {}
}
