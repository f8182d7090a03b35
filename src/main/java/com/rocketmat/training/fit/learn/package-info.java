/**
 * Encoders of columns, trees, logistic regression, and Platt scaling.
 *
 * <p>May use: training.fit.rows.
 */
package com.rocketmat.training.fit.learn;
