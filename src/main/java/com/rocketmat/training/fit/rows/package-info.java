/**
 * Decided applications as a trainer takes them: compact in memory, and never on disk.
 *
 * <p>May use: feature.
 */
package com.rocketmat.training.fit.rows;
