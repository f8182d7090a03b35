/**
 * The port to Greenhouse, independent of the API version: session operations, pages, sealed failures, the rate window.
 *
 * <p>May use: harvest.row.
 */
package com.rocketmat.harvest;
