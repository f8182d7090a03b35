/**
 * A simulator of the Greenhouse Harvest API on the loopback interface or without a socket, based on what is known of the real one
 * and used by tests only.
 *
 * <p>{@link com.rocketmat.sandbox.greenhouse.Organisation} holds a customer's rows and does what its people do; {@link
 * com.rocketmat.sandbox.greenhouse.Faults} makes requests fail, and events occur between them. Everything undocumented about the
 * real API is a setting of {@link com.rocketmat.sandbox.greenhouse.Switches}.
 */
package com.rocketmat.sandbox.greenhouse;
