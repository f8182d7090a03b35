/**
 * What the service needs around it, real where it can be had: PostgreSQL, Vault, and the packaged application as a process of its own.
 *
 * <p>In: the build directory. Out: addresses, credentials and processes that end with their test, or with this JVM. Nothing here is
 * in the product. May use: nothing of the service.
 */
package com.rocketmat.sandbox;
