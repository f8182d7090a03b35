/**
 * This process among the others of the deployment: its name, which replicas run, and whether its own ticks come.
 *
 * <p>May use: access, tenant.scope.
 */
package com.rocketmat.replica;
