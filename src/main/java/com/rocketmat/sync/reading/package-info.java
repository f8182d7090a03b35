/**
 * Reading the rows that features are made of, and looking up what they share.
 *
 * <p>May use: feature, harvest, harvest.row, score, score.write, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.sync.reading;
