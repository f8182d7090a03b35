/**
 * The room of erasure, suppression, retention and Greenhouse's webhooks.
 *
 * <p>In: requests to forget. Out: rows removed, with their audit line. May use: tenant, score, audit.
 */
package com.rocketmat.privacy;
