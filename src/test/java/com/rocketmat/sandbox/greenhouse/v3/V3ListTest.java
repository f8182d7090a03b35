package com.rocketmat.sandbox.greenhouse.v3;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.ids;
import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.next;
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
    void aFullLastPageHasAnEmptyLinkOrNone() {
        sandbox.applications(2);
        assertThat(sandbox.get("/v3/applications?per_page=2").header("Link")).contains("");
        sandbox.switches().lastPageLink = Switches.LastPageLink.ABSENT;
        assertThat(sandbox.get("/v3/applications?per_page=2").header("Link")).isEmpty();
    }

    @Test
    void filtersApplyToAllPages() {
        List<Long> ids = sandbox.applications(5);
        sandbox.acme.hire(ids.get(1));
        sandbox.acme.hire(ids.get(3));
        Response first = sandbox.get("/v3/applications?per_page=2&status=active&fields=id");
        assertThat(ids(first)).containsExactly(ids.get(0), ids.get(2));
        Response second = sandbox.get(next(first));
        assertThat(second.text()).isEqualTo("[{\"id\":" + ids.get(4) + "}]");
    }

    @Test
    void aRowCreatedWhilePagingIsNotListed() {
        List<Long> ids = sandbox.applications(3);
        String next = sandbox.next("/v3/applications?per_page=2");
        sandbox.applications(1);
        assertThat(sandbox.ids(next)).containsExactly(ids.getLast());
    }

    @Test
    void aRowUpdatedWhilePagingDropsOutOfItsWindow() {
        List<Long> ids = sandbox.applications(3);
        String next = sandbox.next(
                "/v3/applications?per_page=2&updated_at=gte%7C2026-11-24T12:00:00Z%7Clte%7C2026-11-24T12:01:00Z");
        sandbox.clock.forward(Duration.ofMinutes(5));
        sandbox.acme.setCustomField(ids.getLast(), "rocketmat", NullNode.instance);
        assertThat(sandbox.ids(next)).isEmpty();
    }

    @Test
    void theRowOfACursorMayBeDeleted() {
        List<Long> ids = sandbox.applications(4);
        String next = sandbox.next("/v3/applications?per_page=2");
        sandbox.acme.deleteApplication(ids.get(2));
        assertThat(sandbox.ids(next)).containsExactly(ids.getLast());
    }

    @Test
    void timeBoundsAreInclusiveOrExclusive() {
        long older = sandbox.application();
        sandbox.clock.forward(Duration.ofHours(1));
        long newer = sandbox.application();
        String at = "2026-11-24T12:00:07.250Z";
        assertThat(updated("gte|" + at)).containsExactly(newer, older);
        assertThat(updated("gt|" + at)).containsExactly(newer);
        assertThat(updated("lte|" + at)).containsExactly(older);
        assertThat(updated("lt|" + at)).isEmpty();
        assertThat(updated("gt|" + at + "|lte|2026-11-24T13:00:07.250Z")).containsExactly(newer);
        assertThat(updated("gte|2026-11-24T14:00:00+01:00")).containsExactly(newer);
    }

    private List<Long> updated(String value) {
        return sandbox.ids("/v3/applications", "updated_at", value);
    }
}
