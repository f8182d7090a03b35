package com.rocketmat.doctor;

import com.rocketmat.harvest.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the credential has rights that this service never uses. */
final class LeastPrivilegeCheck implements Check.Offline {

    static final String NAME = "least privilege";

    private static final int LIMIT = 12;
    private static final Set<String> USED =
            Arrays.stream(Operation.values()).map(Operation::scope).collect(Collectors.toUnmodifiableSet());

    /** A v1 key has no scopes. */
    @Override
    public boolean applies(Examination examination) {
        return !examination.devCenter.key();
    }

    @Override
    public Set<String> needs(Examination examination) {
        return Set.of(CredentialCheck.NAME);
    }

    @Override
    public Finding run(Examination examination) {
        if (examination.scopes().isEmpty()) {
            return Finding.skipped(NAME, "Greenhouse does not report the token's scopes", null);
        }
        List<String> unused = examination.scopes().get().stream()
                .filter(scope -> !USED.contains(scope))
                .sorted()
                .toList();
        if (unused.isEmpty()) {
            return Finding.ok(NAME, "the token has no unused scopes");
        }
        String more = unused.size() > LIMIT ? " and %d more".formatted(unused.size() - LIMIT) : "";
        return Finding.warning(
                NAME,
                "the token has unused scopes: " + unused.stream().limit(LIMIT).collect(Collectors.joining(", ")) + more,
                examination.devCenter.disallow());
    }
}
