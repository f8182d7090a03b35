/**
 * The port to Greenhouse: operations of a session, pages, sealed failures, the rate window; whichever dialect is behind it.
 *
 * <p>May use: harvest.row.
 */
package com.rocketmat.harvest;
