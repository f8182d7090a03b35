package com.rocketmat.decision;

import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads a tenant's log a page at a time, each in a transaction of its own, and checks its chain while it may be appended to. */
@ApplicationScoped
class Verifications {

    private final ChainPages pages;

    Verifications(ChainPages pages) {
        this.pages = pages;
    }

    Verification of(TenantId tenant) {
        ChainPages.Page page = pages.read(tenant, Long.MIN_VALUE);
        ChainCheck check = new ChainCheck(page.root());
        while (true) {
            check.removedUpTo(page.root());
            for (ChainPages.Link link : page.links()) {
                if (!check.follow(link.row(), link.digest())) {
                    return check.end(page.head());
                }
            }
            if (page.last()) {
                return check.end(page.head());
            }
            page = pages.read(tenant, check.number());
        }
    }
}
