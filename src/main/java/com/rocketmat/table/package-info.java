/**
 * Tables that are sent piece by piece, as CSV or JSON lines.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.table;
