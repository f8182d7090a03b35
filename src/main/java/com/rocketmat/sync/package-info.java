/**
 * One slice of one tenant's run, step by step: plan, read, score, write; scores renewed by a new model, and shadow versions.
 *
 * <p>May use: decision, feature, harvest, harvest.advice, harvest.row, harvest.session, model, model.manifest, model.runtime, privacy, problem, score,
 * score.write, sync.reading, sync.run, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.sync;
