/**
 * Harvest v1: lists, one application, and its PATCH. Its rows are made in {@code organisation}, since webhooks show them too.
 *
 * <p>May use: sandbox.greenhouse.organisation, sandbox.greenhouse.switches, sandbox.greenhouse.table, sandbox.greenhouse.token,
 * sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.v1;
