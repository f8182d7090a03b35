/**
 * Decided applications for a trainer, compact in memory and never on disk, and their split by time.
 *
 * <p>May use: feature.
 */
package com.rocketmat.training.fit.rows;
