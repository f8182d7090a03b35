package com.rocketmat.decision;

import com.rocketmat.decision.ChainPages.Page;
import com.rocketmat.problem.Turns;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Verifies a tenant's log, which may grow meanwhile, page by page, each in its own transaction. */
@ApplicationScoped
class Verifications {

    /** Reads no rows, only the start of the log. */
    private static final long BEFORE_ALL_ROWS = Long.MIN_VALUE;

    private final ChainPages pages;
    private final Turns turns = new Turns("verifications");

    Verifications(ChainPages pages) {
        this.pages = pages;
    }

    /** Takes its turn: a million rows take a minute, even if the caller has disconnected. */
    Verification of(TenantId tenant) {
        return turns.take(() -> verify(tenant));
    }

    private Verification verify(TenantId tenant) {
        Page page = pages.read(tenant, BEFORE_ALL_ROWS);
        ChainCheck check = new ChainCheck(page.root());
        if (!check.checkStart(page.lowest(), page.root())) {
            return check.result(page.head(), page.highest());
        }
        do {
            page = pages.read(tenant, check.number());
            check.skipTo(page.root());
        } while (page.links().stream().allMatch(check::follow) && !page.isLast() && check.number() >= page.upTo());
        return check.result(page.head(), page.highest());
    }
}
