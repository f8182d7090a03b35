/**
 * The text of a resume, from a file that anybody may have sent.
 *
 * <p>Files are read by processes of their own, which have little memory, no secrets and a time limit: a file that makes a library loop
 * or unpack without end costs that process, and its text is missing.
 */
package com.rocketmat.feature.resume;
