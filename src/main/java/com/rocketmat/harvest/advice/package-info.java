/**
 * What people are told of a failure of Greenhouse, and what they can do there about it.
 *
 * <p>May use: harvest, tenant.settings.
 */
package com.rocketmat.harvest.advice;
