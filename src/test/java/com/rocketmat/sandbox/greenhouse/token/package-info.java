/**
 * The authorisation server: credentials and the tokens made from them.
 *
 * <p>May use: sandbox.greenhouse.organisation, sandbox.greenhouse.switches, sandbox.greenhouse.table, sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.token;
