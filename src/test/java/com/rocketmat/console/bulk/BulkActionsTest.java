package com.rocketmat.console.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.console.bulk.BulkActions.Outcome;
import com.rocketmat.console.bulk.BulkPage.Row;
import com.rocketmat.console.element.Badge;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.doctor.Finding;
import com.rocketmat.doctor.Finding.Status;
import com.rocketmat.tenant.scope.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BulkActionsTest {

    private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void tenantsNotStartedInTimeAreSkipped() {
        // more than the time passes between two readings
        InstantSource fastClock = () -> START.plusSeconds(41L * readings.incrementAndGet());
        // without doctor, so it fails if it starts
        BulkActions actions = new BulkActions(null, null, null, null, fastClock.withZone(ZoneOffset.UTC));
        Outcome outcome = actions.act(BulkAction.DOCTOR, List.of(new TenantId("a"), new TenantId("b")), null);
        assertThat(outcome).isEqualTo(new Outcome(List.of(), 2, "it took more than 40 s"));
    }

    @Test
    void aFailedCheckPrecedesOneThatCouldNotBeMade() {
        Finding unknown = failed("scope a", "cannot be checked now: status 502", true);
        Finding wrong = failed("scope b", "the token does not have it", false);

        assertThat(row(unknown, wrong))
                .isEqualTo(new Row("a", new Badge("Failed", "bad"), "scope b: the token does not have it", "do it"));
        assertThat(row(unknown))
                .isEqualTo(new Row(
                        "a",
                        new Badge("Could not be checked", "warn"),
                        "scope a: cannot be checked now: status 502",
                        "do it"));
    }

    private static Finding failed(String check, String seen, boolean unknown) {
        return new Finding(check, Status.FAILED, seen, "do it", unknown);
    }

    private static Row row(Finding... findings) {
        return BulkActions.row(new TenantId("a"), new DoctorReport("a", START, false, List.of(findings)));
    }
}
