/**
 * A child process that does one dangerous thing, as this program started once more, and what it takes.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.process;
