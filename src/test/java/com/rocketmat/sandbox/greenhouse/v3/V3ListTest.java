package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V3ListTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    @Test
    void rowsComeByIdNewestFirstWhateverTheyWereChanged() {
        List<Long> ids = sandbox.applications(3);
        sandbox.clock.forward(Duration.ofMinutes(1));
        sandbox.acme.setCustomField(ids.getLast(), "rocketmat", NullNode.instance);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications")))
                .isEqualTo(ids)
                .allMatch(id -> id > 1L << 32);
    }

    @Test
    void theLastPageHasAnEmptyLinkOrNoneEvenWhenItIsFull() {
        sandbox.applications(2);
        assertThat(sandbox.get("/v3/applications?per_page=2").header("Link")).contains("");
        sandbox.switches().lastPageLink = Switches.LastPageLink.ABSENT;
        assertThat(sandbox.get("/v3/applications?per_page=2").header("Link")).isEmpty();
    }

    @Test
    void theFiltersOfTheFirstPageHoldForTheOthersToo() {
        List<Long> ids = sandbox.applications(5);
        sandbox.acme.hire(ids.get(1));
        sandbox.acme.hire(ids.get(3));
        Response first = sandbox.get("/v3/applications?per_page=2&status=active&fields=id");
        assertThat(InProcessSandbox.ids(first)).containsExactly(ids.get(0), ids.get(2));
        Response second = sandbox.get(InProcessSandbox.next(first));
        assertThat(second.text()).isEqualTo("[{\"id\":" + ids.get(4) + "}]");
    }

    @Test
    void aCursorMayExpire() {
        sandbox.applications(5);
        sandbox.switches().reads.cursorLifetime = Duration.ofMinutes(10);
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        sandbox.clock.forward(Duration.ofMinutes(10));
        String third = InProcessSandbox.next(sandbox.get(next));
        sandbox.clock.forward(Duration.ofMillis(1));
        assertThat(sandbox.get(next).status()).isEqualTo(422);
        assertThat(sandbox.get(third).status()).as("each page's counts anew").isEqualTo(200);
    }

    @Test
    void aRowCreatedWhilePagingIsNotSeen() {
        List<Long> ids = sandbox.applications(3);
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        sandbox.applications(1);
        assertThat(InProcessSandbox.ids(sandbox.get(next))).containsExactly(ids.getLast());
    }

    @Test
    void aRowThatIsUpdatedWhilePagingLeavesAWindowItWasIn() {
        List<Long> ids = sandbox.applications(3);
        String next = InProcessSandbox.next(sandbox.get(
                "/v3/applications?per_page=2&updated_at=gte%7C2026-11-24T12:00:00Z%7Clte%7C2026-11-24T12:01:00Z"));
        sandbox.clock.forward(Duration.ofMinutes(5));
        sandbox.acme.setCustomField(ids.getLast(), "rocketmat", NullNode.instance);
        assertThat(InProcessSandbox.ids(sandbox.get(next))).isEmpty();
    }

    @Test
    void theRowThatACursorNamesMayBeGone() {
        List<Long> ids = sandbox.applications(4);
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        sandbox.acme.deleteApplication(ids.get(2));
        assertThat(InProcessSandbox.ids(sandbox.get(next))).containsExactly(ids.getLast());
    }

    @Test
    void aUserWhoIsNoSiteAdminReadsNothing() {
        sandbox.applications(1);
        sandbox.acme.change("users", sandbox.acme.userId(), user -> user.put("site_admin", false));
        assertThat(sandbox.get("/v3/applications").status()).isEqualTo(403);
        sandbox.switches().nonAdminReads = Switches.NonAdminReads.EMPTY;
        assertThat(sandbox.get("/v3/applications").text()).isEqualTo("[]");
    }
}
