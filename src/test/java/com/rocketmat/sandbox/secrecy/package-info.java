/**
 * Searches what a process left for secrets and candidates' data, in all encodings in which they may be hidden.
 *
 * <p>May use: sandbox.greenhouse.organisation.
 */
package com.rocketmat.sandbox.secrecy;
