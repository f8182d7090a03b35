/**
 * Explains failures of Greenhouse, and what to do about them there.
 *
 * <p>May use: harvest, problem, tenant.settings.
 */
package com.rocketmat.harvest.advice;
