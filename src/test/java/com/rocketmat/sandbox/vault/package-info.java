/**
 * OpenBao, or a stand-in where its program cannot be had, with roles as an operator makes them.
 *
 * <p>May use: sandbox.process.
 */
package com.rocketmat.sandbox.vault;
