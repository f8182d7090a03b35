/**
 * The feature catalogue. Application, candidate, job and history become typed values only here, so that the training export and
 * scoring cannot diverge.
 *
 * <p>May use: feature.resume, harvest.row.
 */
package com.rocketmat.feature;
