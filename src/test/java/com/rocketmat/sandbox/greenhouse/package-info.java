/**
 * A Greenhouse Harvest API on the loopback interface, made from what is known of the real one and used by tests only.
 *
 * <p>Everything that is not known of the real API is a setting of {@link com.rocketmat.sandbox.greenhouse.Switches}.
 */
package com.rocketmat.sandbox.greenhouse;
