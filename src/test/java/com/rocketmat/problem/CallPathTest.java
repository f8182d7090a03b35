package com.rocketmat.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallPathTest {

    @Test
    void idsOfPersonsAreRemoved() {
        assertThat(CallPath.withoutPeople("/api/tenants/acme/candidates/6120034001/objection"))
                .isEqualTo("/api/tenants/acme/candidates/*/objection");
        assertThat(CallPath.withoutPeople("/api/tenants/acme/applications/7120034002"))
                .isEqualTo("/api/tenants/acme/applications/*");
        assertThat(CallPath.withoutPeople("/api/tenants/acme/candidates/{candidate}"))
                .isEqualTo("/api/tenants/acme/candidates/{candidate}");
        assertThat(CallPath.withoutPeople("/api/tenants/acme/models/12/activate"))
                .isEqualTo("/api/tenants/acme/models/12/activate");
    }

    @Test
    void aMistypedAddressKeepsNoId() {
        assertThat(CallPath.withoutIds("/api/tenants/acme/candidate/6120034001/objection"))
                .isEqualTo("/api/tenants/acme/candidate/*/objection");
        assertThat(CallPath.withoutIds("/api/tenants/acme/candidates/{candidate}"))
                .isEqualTo("/api/tenants/acme/candidates/{candidate}");
    }
}
