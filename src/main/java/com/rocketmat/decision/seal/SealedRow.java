package com.rocketmat.decision.seal;

import com.rocketmat.tenant.scope.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The row that sealed values belong to; they cannot be opened for another row. */
record SealedRow(TenantId tenant, UUID alias, long number, String version) {

    /** The HKDF info of the application's key. */
    byte[] keyInfo() {
        return bytes("rocketmat application", tenant.value(), alias.toString());
    }

    byte[] context() {
        return bytes("rocketmat features", tenant.value(), alias.toString(), Long.toString(number), version);
    }

    /** The texts must not contain line breaks. */
    private static byte[] bytes(String... texts) {
        return String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
    }
}
