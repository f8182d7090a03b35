/**
 * Greenhouse's rows as records. May use: nothing.
 */
package com.rocketmat.harvest.row;
