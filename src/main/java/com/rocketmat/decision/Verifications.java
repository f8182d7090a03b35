package com.rocketmat.decision;

import com.rocketmat.decision.ChainPages.Page;
import com.rocketmat.problem.Turns;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads a tenant's log a page at a time, each in a transaction of its own, and checks its chain while it may be appended to. */
@ApplicationScoped
class Verifications {

    private final ChainPages pages;
    private final Turns turns = new Turns("verifications");

    Verifications(ChainPages pages) {
        this.pages = pages;
    }

    /** In turn: it takes a minute for a million rows, also when its caller has gone. */
    Verification of(TenantId tenant) {
        return turns.take(() -> checked(tenant));
    }

    private Verification checked(TenantId tenant) {
        // from before its root: nothing may be there
        Page page = pages.read(tenant, Long.MIN_VALUE);
        ChainCheck check = new ChainCheck(page.root());
        while (page.links().stream().allMatch(check::follow) && page.links().size() == ChainPages.SIZE) {
            page = pages.read(tenant, check.number());
            check.removedUpTo(page.root());
        }
        return check.end(page.head());
    }
}
