/** Problem details (RFC 9457): the failure that a resource throws and callers read. May use: nothing. */
package com.rocketmat.problem;
