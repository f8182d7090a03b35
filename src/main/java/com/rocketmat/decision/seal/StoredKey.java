package com.rocketmat.decision.seal;

/**
 * A tenant's data key as stored: only Vault can unwrap it.
 *
 * @param keyVersion of the transit key that wraps it
 */
record StoredKey(String tenant, long id, String wrapped, int keyVersion) {}
