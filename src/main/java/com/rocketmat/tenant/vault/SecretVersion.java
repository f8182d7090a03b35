package com.rocketmat.tenant.vault;

/**
 * Which version of a secret it is. A secret that was deleted with its metadata and written again counts from 1 again, so that only
 * number and time together tell whether it is the one that was read.
 *
 * @param created as Vault writes it
 */
public record SecretVersion(int number, String created) {}
