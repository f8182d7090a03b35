/**
 * The text of a resume. Files come from untrusted senders, so a process with little memory, no secrets and a time limit reads
 * them.
 *
 * <p>May use: process.
 */
package com.rocketmat.feature.resume;
