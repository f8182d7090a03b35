/**
 * What can be seen of a process and its database, and the search for secrets and candidates' data in it, in all encodings.
 *
 * <p>May use: sandbox.greenhouse.organisation.
 */
package com.rocketmat.sandbox.secrecy;
