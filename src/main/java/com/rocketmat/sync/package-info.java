/**
 * The room of one slice of one tenant's run: discover, features, score, record, write; the watermark and the run log; what a
 * new model scores again, and what versions in the shadow make of the same rows; and of the doctor, who looks at the same things without
 * a run.
 *
 * <p>In: a tenant that is due. Out: what became of the slice, and when to go on. May use: problem, tenant, harvest, feature, model, score.
 */
package com.rocketmat.sync;
