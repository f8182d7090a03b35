/**
 * What a trained model is worth, measured on rows that it has not seen.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.training.fit.report;
