package com.rocketmat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sync.RunByHand.Row;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The second look at writes does not wait for the end of the backlog. */
@QuarkusTest
class SecondLookQuarkusTest extends ByHand {

    @Test
    void duringALargeBacklogTheSecondLookIsInTheNextRateWindowAtTheLatest() {
        aBacklog(20);
        long newest = rig.customer.applyAs("Ida", "Bell", 5);
        long candidate = rig.candidate(newest);
        rig.before(patchOf(newest), () -> rig.customer.organisation().anonymise(candidate, Set.of("full_name")));

        rig.slice();
        assertThat(rig.patches()).isNotEmpty();
        rig.clock.pass(Duration.ofSeconds(31));
        rig.slice();

        assertThat(rig.patches()).as("the backlog is not over").hasSizeLessThan(60);
        assertThat(rig.customer.score(newest)).isNull();
        assertThat(rig.scores()).extracting(Row::applicationId).doesNotContain(newest);
    }

    /** The default write mode sends other fields too. Here the second look is late. */
    @ParameterizedTest
    @CsvSource({"true, true, 5, 2 months", "true, true, 1,", "true, false, 5,", "false, true, 5,"})
    void otherFieldsAreKeptIfUpdatedAtShowsThatTheAnonymisationCameAfterTheWrite(
            boolean movesUpdatedAt, boolean answered, int secondsLater, String notice) {
        rig = new RunByHand(Map.of());
        rig.greenhouse.switches().life.anonymiseMovesUpdatedAt = movesUpdatedAt;
        Organisation customer = rig.customer.organisation();
        customer.addField(4_410_999_779L, "notice", "short_text");
        long id = rig.customer.applyAs("Ida", "Bell", 5);
        customer.setCustomField(id, "notice", TextNode.valueOf("2 months"));
        rig.activate(rig.upload(1));
        rig.before(
                patchOf(id), () -> rig.on(Match.get("/v3/candidates")).always().answer(new Fault.Status(503, "{}")));
        if (!answered) {
            rig.on(patchOf(id)).answer(new Fault.ApplyThenStatus(502));
        }
        rig.slice();
        assertThat(rig.customer.score(id)).isNotNull();
        assertThat(orphaned())
                .as("this slice fails, so the second look is left to the next")
                .isTrue();
        rig.clock.pass(Duration.ofSeconds(secondsLater));
        customer.anonymise(rig.candidate(id), Set.of("full_name"));

        rig.greenhouse.faults().clear();
        rig.clock.pass(Duration.ofHours(1));
        rig.slice();

        assertThat(rig.customer.score(id)).isNull();
        assertThat(customer.score(id, "notice")).isEqualTo(notice);
    }

    /** The next slice may be on another replica. */
    @Test
    void aSliceThatUsesUpItsRateWindowHasLookedAtAllItsWrites() {
        aBacklog(40);

        for (int windows = 0; windows < 3; windows++) {
            int before = rig.patches().size();
            assertThat(rig.slice()).isInstanceOf(SliceOutcome.Wait.class);
            assertThat(rig.patches()).as("written in a window").hasSizeGreaterThan(before);
            assertThat(orphaned()).as("left to the next slice").isFalse();
            rig.clock.pass(Duration.ofSeconds(31));
        }
        assertThat(rig.patches()).as("the backlog is not over").hasSizeLessThan(120);
    }

    /** Another replica may run the tenant next, in the same rate window. */
    @Test
    void theLastSecondLookCountsInTheStoredRateWindow() {
        rig = new RunByHand(Map.of());
        rig.customer.with(5);
        rig.customer.organisation().rateLimit(40);
        rig.activate(rig.upload(1));

        assertThat(rig.slice()).isInstanceOf(SliceOutcome.Due.class);

        int calls = rig.greenhouse
                .calls()
                .where(call -> call.path().startsWith("/v3"))
                .size();
        assertThat(number("SELECT remaining FROM harvest_budget WHERE tenant_id = '%s'"))
                .isEqualTo(40 - calls);
    }

    /** Writes to look at are kept in memory. */
    @Test
    void nothingMoreIsWrittenWhileTheSecondLookFails() {
        aBacklog(10_000);
        rig.before(
                Match.patch("/v3/applications"),
                () -> rig.on(Match.get("/v3/candidates")).always().answer(new Fault.Status(503, "{}")));

        for (int slices = 0; slices < 4; slices++) {
            rig.slice();
            rig.clock.pass(Duration.ofMinutes(31));
        }
        assertThat(rig.patches()).hasSizeBetween(1, 50);

        rig.greenhouse.faults().clear();
        rig.untilDone();
        assertThat(rig.customer.ids()).noneMatch(id -> rig.customer.score(id) == null);
    }

    /** Three applications are scored, and 120 wait. */
    private void aBacklog(int rateLimit) {
        rig = new RunByHand(Map.of());
        rig.customer.with(3);
        rig.activate(rig.upload(1));
        rig.untilDone();
        rig.customer.with(120);
        rig.customer.organisation().rateLimit(rateLimit);
        rig.clock.pass(Duration.ofMinutes(1));
        rig.request();
        rig.greenhouse.calls().clear();
    }
}
