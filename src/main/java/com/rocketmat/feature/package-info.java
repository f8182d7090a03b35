/**
 * The feature catalogue: application, candidate, job and history become typed values here and nowhere else, so that the training
 * export and the scoring path cannot drift.
 *
 * <p>May use: feature.resume, harvest.row.
 */
package com.rocketmat.feature;
