/**
 * The packaged application and other programs as processes that end with their test, or with this JVM.
 *
 * <p>May use: process.
 */
package com.rocketmat.sandbox.process;
