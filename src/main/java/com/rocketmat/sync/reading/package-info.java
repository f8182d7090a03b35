/**
 * Reads the rows behind the features, and the data that they share.
 *
 * <p>May use: feature, harvest, harvest.row, score, score.write, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.sync.reading;
