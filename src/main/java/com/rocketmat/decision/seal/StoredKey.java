package com.rocketmat.decision.seal;

/** A wrapped data key, which only Vault can unwrap. {@code keyVersion} is the version of the transit key. */
record StoredKey(String tenant, long id, String wrapped, int keyVersion) {}
