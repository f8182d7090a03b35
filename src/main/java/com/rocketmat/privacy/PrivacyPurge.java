package com.rocketmat.privacy;

import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A purge takes objections, digests and their key along. */
@ApplicationScoped
class PrivacyPurge {

    void on(@Observes TenantPurge purge) {
        purge.delete("objection", "erased_candidate", "digest_key");
    }
}
