/**
 * Faults that tests inject into requests, and the record of the calls that were made, which faults are matched with.
 *
 * <p>May use: sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.fault;
