package com.rocketmat.tenant.vault;

/**
 * The version of a secret. A secret that was deleted with its metadata and written again restarts at 1, so only number and time
 * together identify a version.
 *
 * @param created in Vault's format
 */
public record SecretVersion(int number, String created) {}
