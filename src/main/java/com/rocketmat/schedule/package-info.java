/**
 * The room of who is due, on which replica, and when next: db-scheduler behind one interface, and the drain at shutdown.
 *
 * <p>In: tenant changes and the outcomes of slices. Out: calls of the slice. Nothing depends on it. May use: problem, tenant, sync.
 */
package com.rocketmat.schedule;
