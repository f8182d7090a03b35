/**
 * One slice of one tenant's run, step by step: plan, read, score, write; what a new model scores again, and versions in the shadow.
 *
 * <p>May use: feature, harvest, harvest.advice, harvest.row, harvest.session, model, model.manifest, model.runtime, problem, score,
 * score.write, sync.reading, sync.run, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.sync;
