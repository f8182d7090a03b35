/**
 * Requests and answers of Greenhouse, their errors, times and rate windows, and the listener that they come through.
 *
 * <p>May use: sandbox.greenhouse.switches.
 */
package com.rocketmat.sandbox.greenhouse.wire;
