/**
 * Reads the folder of secrets: lists, versions, bounded reads, and the renewal of our own token. Uses keys that never leave Vault.
 *
 * <p>May use: tenant.scope.
 */
package com.rocketmat.tenant.vault;
