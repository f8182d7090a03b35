/**
 * This process among the others of the deployment: its name, and which replicas run.
 *
 * <p>May use: access, tenant.scope.
 */
package com.rocketmat.replica;
