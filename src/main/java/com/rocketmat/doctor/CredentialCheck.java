package com.rocketmat.doctor;

import com.rocketmat.harvest.Introspection;

final class CredentialCheck implements Check {

    static final String NAME = "credential";

    @Override
    public Finding run(Examination examination) {
        examination.session.authenticate();
        if (examination.devCenter.key()) {
            return Finding.ok(NAME, "Greenhouse accepts the Harvest v1 key");
        }
        examination.introspection = examination.session.introspect();
        String organisation = examination
                .introspection
                .flatMap(Introspection::organisation)
                .map(id -> "; it belongs to organisation " + id)
                .orElse("");
        return Finding.ok(NAME, "Greenhouse issued a token" + organisation);
    }
}
