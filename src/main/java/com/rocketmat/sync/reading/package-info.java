/**
 * Reads the rows behind the features, and the data that they share, the opt-out field among them.
 *
 * <p>May use: feature, harvest, harvest.row, score, score.write, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.sync.reading;
