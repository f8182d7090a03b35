/**
 * Harvest v3: lists with filters and cursors, and the PATCH of an application.
 *
 * <p>May use: sandbox.greenhouse.organisation, sandbox.greenhouse.switches, sandbox.greenhouse.table, sandbox.greenhouse.token,
 * sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.v3;
