/**
 * The service's environment, real where possible: PostgreSQL, Vault, and the packaged application in its own process.
 *
 * <p>In: the build directory. Out: addresses, credentials and processes that end with their test, or with this JVM. None of this
 * is in the product. May use: nothing of the service.
 */
package com.rocketmat.sandbox;
