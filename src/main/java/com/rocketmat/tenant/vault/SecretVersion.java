package com.rocketmat.tenant.vault;

/**
 * The version of a secret. A secret that was deleted with its metadata and written again restarts at 1, so only number and time, in Vault's
 * format, together identify a version.
 */
public record SecretVersion(int number, String created) {}
