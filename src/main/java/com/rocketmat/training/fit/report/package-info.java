/**
 * The quality of a trained model, measured on rows that it has not seen.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.training.fit.report;
