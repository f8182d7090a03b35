/**
 * Reads the folder of secrets: lists, versions, bounded reads, and the renewal of our own token.
 *
 * <p>May use: tenant.scope.
 */
package com.rocketmat.tenant.vault;
