/**
 * The room of the scores: the score row, which is also the outbox, and its write-back to Greenhouse.
 *
 * <p>In: values to record. Out: PATCHes of one field, and the list for operators. May use: problem, tenant, harvest.
 */
package com.rocketmat.score;
