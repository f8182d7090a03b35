package com.rocketmat.decision.seal;

/** Only Vault can unwrap it. {@code keyVersion} is that of the transit key that wraps it. */
record StoredKey(String tenant, long id, String wrapped, int keyVersion) {}
