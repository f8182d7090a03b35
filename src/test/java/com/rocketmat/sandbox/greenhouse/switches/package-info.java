/**
 * What is not documented of the real API, as settings.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.sandbox.greenhouse.switches;
