/**
 * The text of a resume, from a file that anybody may have sent, read by a process with little memory, no secrets and a time limit.
 *
 * <p>May use: process.
 */
package com.rocketmat.feature.resume;
