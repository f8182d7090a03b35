/**
 * Greenhouse's rows as records.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.harvest.row;
