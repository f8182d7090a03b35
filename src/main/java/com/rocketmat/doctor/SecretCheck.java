package com.rocketmat.doctor;

import com.rocketmat.tenant.state.TenantStates.Remark;

/** Warns that a newer secret is not in use, since the report is about the settings of the previous one. */
final class SecretCheck implements Check.Offline {

    static final String NAME = "secret";

    @Override
    public boolean applies(Examination examination) {
        return examination.unusedSecret.isPresent();
    }

    @Override
    public Finding run(Examination examination) {
        Remark cause = examination.unusedSecret.orElseThrow();
        String seen = "the tenant keeps its last valid settings, which were examined; " + cause.reason();
        return Finding.warning(NAME, seen, cause.remedy());
    }
}
