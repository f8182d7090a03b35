/**
 * A Greenhouse Harvest API on the loopback interface or without a socket, made from what is known of the real one and used by tests
 * only.
 *
 * <p>{@link com.rocketmat.sandbox.greenhouse.Organisation} holds a customer's rows and does what its people do; {@link
 * com.rocketmat.sandbox.greenhouse.Faults} makes requests go wrong, and things happen between them. Everything that is not known of
 * the real API is a setting of {@link com.rocketmat.sandbox.greenhouse.Switches}.
 */
package com.rocketmat.sandbox.greenhouse;
