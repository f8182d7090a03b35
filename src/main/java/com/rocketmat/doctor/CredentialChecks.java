package com.rocketmat.doctor;

import com.rocketmat.harvest.Introspection;
import com.rocketmat.harvest.Operation;
import com.rocketmat.tenant.state.TenantStates.Remark;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

final class CredentialChecks {

    static final String SECRET = "secret";
    static final String CREDENTIAL = "credential";
    static final String LEAST_PRIVILEGE = "least privilege";

    private static final int LIMIT = 12;
    private static final Set<String> USED =
            Arrays.stream(Operation.values()).map(Operation::scope).collect(Collectors.toUnmodifiableSet());

    private CredentialChecks() {}

    /** Warns that a newer secret is not in use, since the report is about the settings of the previous one. */
    static Finding secret(Examination examination) {
        Remark cause = examination.unusedSecret.orElseThrow();
        String seen = "the tenant keeps its last valid settings, which were examined; " + cause.reason();
        return Finding.warning(SECRET, seen, cause.remedy());
    }

    static Finding credential(Examination examination) {
        examination.session.authenticate();
        if (examination.devCenter.key()) {
            return Finding.ok(CREDENTIAL, "Greenhouse accepts the Harvest v1 key");
        }
        examination.introspection = examination.session.introspect();
        String organisation = examination
                .introspection
                .flatMap(Introspection::organisation)
                .map(id -> "; it belongs to organisation " + id)
                .orElse("");
        return Finding.ok(CREDENTIAL, "Greenhouse issued a token" + organisation);
    }

    /** Whether the credential has rights that this service never uses. */
    static Finding leastPrivilege(Examination examination) {
        if (examination.scopes().isEmpty()) {
            return Finding.skipped(LEAST_PRIVILEGE, "Greenhouse does not report the token's scopes", null);
        }
        List<String> unused = examination.scopes().get().stream()
                .filter(scope -> !USED.contains(scope))
                .sorted()
                .toList();
        if (unused.isEmpty()) {
            return Finding.ok(LEAST_PRIVILEGE, "the token has no unused scopes");
        }
        String more = unused.size() > LIMIT ? " and %d more".formatted(unused.size() - LIMIT) : "";
        return Finding.warning(
                LEAST_PRIVILEGE,
                "the token has unused scopes: " + unused.stream().limit(LIMIT).collect(Collectors.joining(", ")) + more,
                examination.devCenter.disallow());
    }
}
