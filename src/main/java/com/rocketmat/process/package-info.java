/**
 * Starts this program again as a child process for one dangerous task: start, requests and answers, limits, clean-up.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.process;
