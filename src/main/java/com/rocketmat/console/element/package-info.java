/**
 * The small parts of pages: badges, charts, formats.
 *
 * <p>May use: doctor, harvest, model, privacy.words, score, sync.run, tenant, tenant.state.
 */
package com.rocketmat.console.element;
