package com.rocketmat.console.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.bulk.BulkActions.Outcome;
import com.rocketmat.tenant.scope.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkActionsTest {

    private static final Instant BEGUN = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void whatIsNotBegunWithinAMinuteIsLeft() {
        // a minute and more passes between two looks
        InstantSource hurrying = () -> BEGUN.plusSeconds(61L * looks.incrementAndGet());
        // no doctor, so that it fails if it begins
        BulkActions actions = new BulkActions(null, null, null, null, hurrying.withZone(ZoneOffset.UTC));
        Outcome outcome = actions.act(BulkAction.DOCTOR, List.of(new TenantId("a"), new TenantId("b")), null);
        assertThat(outcome).isEqualTo(new Outcome(List.of(), 2, "it took more than 60 s"));
    }
}
