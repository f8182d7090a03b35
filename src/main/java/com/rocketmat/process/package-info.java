/**
 * A child process that does one dangerous thing, as this program started once more: its start, requests and answers, limits, clean-up.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.process;
