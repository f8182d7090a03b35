/**
 * A customer's rows and files, what its people do, and how rows are shown: by v1, by v3, and by webhooks.
 *
 * <p>May use: sandbox.greenhouse.switches, sandbox.greenhouse.table, sandbox.greenhouse.webhook, sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.organisation;
