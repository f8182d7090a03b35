/**
 * The room of the feature catalogue: application, candidate, job and history become typed values here and nowhere else, so that
 * the training export and the scoring path cannot drift.
 *
 * <p>In: Harvest's row records. Out: {@code FeatureValue}s, what to fetch for them, and their documentation. May use:
 * harvest (row records only).
 */
package com.rocketmat.feature;
