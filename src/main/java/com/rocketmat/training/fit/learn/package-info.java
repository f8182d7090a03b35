/**
 * What learns: encoders of columns, trees, the logistic model, and the scaling of their margins.
 *
 * <p>May use: training.fit.rows.
 */
package com.rocketmat.training.fit.learn;
