package com.rocketmat.model;

import com.rocketmat.feature.FeatureValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A model in memory. */
interface LoadedModel extends AutoCloseable {

    /** Bytes that it is charged with. */
    long cost();

    /**
     * The model's own number for each row, before the manifest's scale.
     *
     * @throws ScoringFailed when a value does not fit, or the output is not what the manifest says
     */
    double[] score(List<Map<String, FeatureValue>> rows);

    /** Likewise, but a run that takes longer than that is given up. */
    default double[] score(List<Map<String, FeatureValue>> rows, Duration limit) {
        return score(rows);
    }

    /**
     * For each row the features that moved its score most, the strongest first. Does not fail where {@link #score} did not.
     *
     * @param scores what {@link #score} gave for the rows
     */
    List<List<FeatureWeight>> reasons(List<Map<String, FeatureValue>> rows, double[] scores);

    @Override
    void close();
}
