/**
 * Faults that tests inject into requests, and the calls that were made.
 *
 * <p>May use: sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.fault;
