package com.rocketmat.decision.seal;

import com.rocketmat.tenant.scope.TenantId;
import java.nio.charset.StandardCharsets;

/**
 * The row that sealed values belong to: they open for no other one.
 *
 * @param alias stands for the application and its candidate in the log
 * @param version that scored it
 */
record SealedRow(TenantId tenant, String alias, String version) {

    /** What the candidate's key is derived for. */
    byte[] keyInfo() {
        return bytes("rocketmat candidate", tenant.value(), alias);
    }

    byte[] context() {
        return bytes("rocketmat features", tenant.value(), alias, version);
    }

    /** None of the texts contains a line break. */
    private static byte[] bytes(String... texts) {
        return String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
    }
}
