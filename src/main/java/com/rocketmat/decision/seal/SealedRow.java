package com.rocketmat.decision.seal;

import com.rocketmat.tenant.scope.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The row that sealed values belong to: they open for no other one. */
record SealedRow(TenantId tenant, UUID alias, long number, String version) {

    /** What the application's key is derived for. */
    byte[] keyInfo() {
        return bytes("rocketmat application", tenant.value(), alias.toString());
    }

    byte[] context() {
        return bytes("rocketmat features", tenant.value(), alias.toString(), Long.toString(number), version);
    }

    /** None of the texts contains a line break. */
    private static byte[] bytes(String... texts) {
        return String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
    }
}
