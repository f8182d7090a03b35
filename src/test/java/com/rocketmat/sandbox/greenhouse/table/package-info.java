/**
 * The resources of Greenhouse, with their fields, parameters and scopes, and tables of their rows.
 *
 * <p>May use: sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.table;
