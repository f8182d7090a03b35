/**
 * The small parts of pages: badges, charts, moments, formats.
 *
 * <p>May use: doctor, harvest, model, score, sync.run, tenant.state.
 */
package com.rocketmat.console.element;
