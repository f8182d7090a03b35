/**
 * Trainings and model cards on the pages of a tenant's models.
 *
 * <p>May use: console.element, console.session, model, tenant, training.job.
 */
package com.rocketmat.console.training;
