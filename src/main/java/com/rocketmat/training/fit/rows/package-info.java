/**
 * Decided applications as a trainer takes them, compact in memory and never on disk, and their split in time.
 *
 * <p>May use: feature.
 */
package com.rocketmat.training.fit.rows;
