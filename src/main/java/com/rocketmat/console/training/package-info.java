/**
 * Trainings and the cards of versions, as the pages of a tenant's models show them.
 *
 * <p>May use: console.element, console.session, model, tenant, training.job.
 */
package com.rocketmat.console.training;
