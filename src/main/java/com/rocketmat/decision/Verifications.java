package com.rocketmat.decision;

import com.rocketmat.decision.ChainPages.Link;
import com.rocketmat.decision.ChainPages.Page;
import com.rocketmat.problem.Turns;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads a tenant's log a page at a time, each in a transaction of its own, and checks its chain while it may be appended to. */
@ApplicationScoped
class Verifications {

    /** Before all rows, of which none is read then: where the log begins has to be known first. */
    private static final long NO_ROW = Long.MIN_VALUE;

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
        Page page = pages.read(tenant, NO_ROW);
        ChainCheck check = new ChainCheck(page.root());
        if (!check.begins(page.lowest(), page.root())) {
            return check.end(page.head(), page.highest());
        }
        do {
            page = pages.read(tenant, check.number());
            check.removedUpTo(page.root());
            follow(check, page);
        } while (!page.last() && check.number() >= page.upTo());
        return check.end(page.head(), page.highest());
    }

    private static void follow(ChainCheck check, Page page) {
        for (Link link : page.links()) {
            if (!check.follow(link)) {
                return;
            }
        }
    }
}
