package com.rocketmat.decision;

import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A purge takes the log along. */
@ApplicationScoped
class DecisionPurge {

    void on(@Observes TenantPurge purge) {
        purge.delete("decision", "decision_head", "candidate_key");
    }
}
