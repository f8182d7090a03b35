package com.rocketmat.doctor;

import com.rocketmat.tenant.state.TenantStates.Remark;

/** Tells that a newer secret is not in use: what is examined is the former one, and would be taken for the newer. */
final class SecretCheck implements Check.Offline {

    static final String NAME = "secret";

    @Override
    public boolean applies(Examination examination) {
        return examination.unusedSecret.isPresent();
    }

    @Override
    public Finding look(Examination examination) {
        Remark why = examination.unusedSecret.orElseThrow();
        return Finding.warning(
                NAME, "the tenant keeps its last valid settings, which were examined; " + why.reason(), why.remedy());
    }
}
