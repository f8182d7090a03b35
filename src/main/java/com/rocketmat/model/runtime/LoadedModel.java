package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.ScoringFailed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model in memory. */
public interface LoadedModel extends AutoCloseable {

    /** Bytes that it is charged with. */
    long cost();

    /**
     * The model's own number for each row, before the manifest's scale.
     *
     * @throws ScoringFailed when a value does not fit, the output is not what the manifest says, or the run takes longer than the limit
     */
    double[] score(List<Map<String, FeatureValue>> rows, Duration limit);

    /**
     * For each row the features that moved its score most, the strongest first; empty when that takes longer than the limit. Does not fail
     * where {@link #score} did not.
     *
     * @param scores what {@link #score} gave for the rows
     */
    Optional<List<List<FeatureWeight>>> reasons(List<Map<String, FeatureValue>> rows, double[] scores, Duration limit);

    @Override
    void close();
}
