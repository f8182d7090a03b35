package com.rocketmat.console.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.bulk.BulkActions.Outcome;
import com.rocketmat.tenant.scope.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkActionsTest {

    @Test
    void whatIsNotBegunWithinAMinuteIsLeft() {
        // no doctor, so that it fails if it begins
        BulkActions actions = new BulkActions(null, null, null, null, new Hurrying());
        Outcome outcome = actions.act(BulkAction.EXAMINE, List.of(new TenantId("a"), new TenantId("b")));
        assertThat(outcome).isEqualTo(new Outcome(List.of(), 2, "it took more than 60 s"));
    }

    /** A minute and more passes between two looks at it. */
    private static final class Hurrying extends Clock {

        private Instant now = Instant.parse("2026-11-24T10:00:00Z");

        @Override
        public synchronized Instant instant() {
            now = now.plusSeconds(61);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
