package com.rocketmat.training.fit.report;

import java.util.List;

/**
 * The report of a training, which becomes part of the model card.
 *
 * @param headline compares the model with its baseline, in a sentence
 * @param method {@code trees} or {@code logistic}
 * @param settings the chosen settings and the release that trained the model, for people
 * @param candidates number of distinct candidates
 * @param from first day of a decision, as in 2026-01-31
 * @param to last day of a decision
 * @param model quality of the model on the test part
 * @param comparisons the baseline, and the active version if there is one, on the same rows
 * @param features by importance, highest first
 * @param leftOut features and rows that were not used, and why
 * @param notes limits that a reader should know
 * @param parity largest difference between a probability of the trainer and of ONNX Runtime, on the test part
 */
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
        List<Importance> features,
        List<LeftOut> leftOut,
        List<String> notes,
        double parity) {

    /** A part of the rows, split by the time of the decision. */
    public record Part(int rows, int positives, String from, String to) {}

    /**
     * Measured on the test part.
     *
     * @param auc with its 95 % interval
     * @param aucWithinJobs null if no job of the test part has both outcomes
     * @param logLoss null for a score that is not a probability
     * @param calibration by decile of the predicted probability; empty for a score that is not a probability
     */
    public record Quality(Interval auc, Double aucWithinJobs, Double logLoss, List<Decile> calibration) {}

    public record Interval(double value, double low, double high) {}

    /**
     * A tenth of the rows.
     *
     * @param predicted mean probability
     * @param observed share of positives
     */
    public record Decile(int rows, double predicted, double observed) {}

    /**
     * Another way to score the same rows.
     *
     * @param name {@code baseline}, {@code constant}, or the id of the active version
     * @param what its description for people
     * @param difference AUC of the model minus this one's
     */
    public record Comparison(String name, String what, Quality quality, Interval difference) {}

    /**
     * The importance of a feature.
     *
     * @param loss of AUC when the feature's values are shuffled among the test rows
     * @param warning about a protected attribute or a known proxy of one, or null
     */
    public record Importance(String feature, double loss, String warning) {}

    /** {@code what} is a feature, or a description of rows. */
    public record LeftOut(String what, String why) {}
}
