package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.ScoringFailed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public interface LoadedModel extends AutoCloseable {

    /** Bytes charged for it. */
    long cost();

    /**
     * The model's raw number for each row, before the manifest's scale.
     *
     * @throws ScoringFailed if a value does not fit, the output contradicts the manifest, or the run exceeds the limit
     */
    double[] score(List<Map<String, FeatureValue>> rows, Duration limit);

    /**
     * The same, each row in a run of its own: with several rows a run, the last bits of a row's number depend on its place among
     * them, since the runtime computes several at once.
     */
    double[] scoreEach(List<Map<String, FeatureValue>> rows, Duration limit);

    /**
     * For each row the features that moved its score most, strongest first; empty if that takes longer than the limit, or the
     * runtime fails. Does not fail for rows that {@link #score} accepted.
     *
     * @param scores the result of {@link #score} for the rows
     */
    Optional<List<List<FeatureWeight>>> reasons(List<Map<String, FeatureValue>> rows, double[] scores, Duration limit);

    @Override
    void close();
}
