/**
 * Problem details (RFC 9457) that resources throw and callers read; their types, pages of lists, digests.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.problem;
