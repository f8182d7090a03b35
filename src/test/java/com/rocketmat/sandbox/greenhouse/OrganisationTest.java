package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrganisationTest {
    private static final Instant ANCHOR = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void theClockStartsAtTheAnchorAndRuns() {
        AnchoredClock clock = AnchoredClock.at(ANCHOR);
        Instant first = clock.instant();
        assertThat(first).isBetween(ANCHOR, ANCHOR.plusSeconds(5));
        assertThat(clock.instant()).isAfter(first);
    }

    @Test
    void aCopyHasRowsOfItsOwn() {
        Organisation one = Organisation.empty("one", ANCHOR);
        long id = one.addApplication(one.addCandidate("A", "B"), one.addJob("J"));
        Organisation copy = one.copy();
        JsonNode before = copy.snapshot();
        one.setCustomField(id, "rocketmat", Json.number(5));
        assertThat(copy.snapshot()).isEqualTo(before);
        assertThat(copy.apiKey()).isEqualTo("one-v1-key");
        assertThat(one.score(id, "rocketmat")).isEqualTo(5);
    }

    @Test
    void whatIsHandedOutCannotChangeTheRows() {
        Organisation one = Organisation.empty("one", ANCHOR);
        long id = one.addApplication(one.addCandidate("A", "B"), one.addJob("J"));
        one.application(id).put("status", "hired");
        one.rows("applications").getFirst().put("status", "hired");
        assertThat(one.application(id).path("status").asText()).isEqualTo("in_process");
    }

    @Test
    void aPersonsChangeMovesUpdatedAt() {
        Organisation one = Organisation.empty("one", ANCHOR);
        long id = one.addApplication(one.addCandidate("A", "B"), one.addJob("J"));
        one.clock(new SettableClock(ANCHOR.plusSeconds(60)));
        one.setCustomField(id, "rocketmat", Json.number(5));
        assertThat(one.application(id).path("updated_at").asText()).isEqualTo("2026-11-24T12:01:00.000Z");
    }

    @Test
    void anUnknownFileIsNamed() {
        assertThatThrownBy(() -> Organisation.load("nowhere")).hasMessageContaining("/organisations/nowhere.json");
    }
}
