package com.rocketmat.doctor;

import com.rocketmat.tenant.state.TenantStates;

/** Tells that a newer secret is not in use: what is examined is the former one, and would be taken for the newer. */
final class SecretCheck implements Check.Offline {

    static final String NAME = "secret";

    private final TenantStates states;

    SecretCheck(TenantStates states) {
        this.states = states;
    }

    @Override
    public boolean applies(Examination examination) {
        return states.unusedSecret(examination.settings.id()).isPresent();
    }

    @Override
    public Finding look(Examination examination) {
        return states.unusedSecret(examination.settings.id())
                .map(why -> Finding.warning(
                        NAME,
                        "the tenant keeps its last valid settings, which were examined; " + why.reason(),
                        why.remedy()))
                .orElseGet(() -> Finding.ok(NAME, "the newest secret is in use"));
    }
}
