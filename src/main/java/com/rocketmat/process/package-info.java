/**
 * A child process of this program for one dangerous task: its start, requests and answers, limits, clean-up.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.process;
