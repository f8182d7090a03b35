/**
 * Starts this program again as a child process for one dangerous task, and measures its memory.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.process;
