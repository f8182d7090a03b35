/**
 * Trains a model from decided applications: refusals, the fit, the report, and the process that runs them.
 *
 * <p>May use: process, training.fit.report, training.fit.rows.
 */
package com.rocketmat.training.fit;
