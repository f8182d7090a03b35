package com.rocketmat.console.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.audit.AuditPhase;
import com.rocketmat.audit.AuditView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditPageTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void aTenantHasItsOwnColumn() {
        assertThat(details("acme")).containsExactly("status: 204");
    }

    @Test
    void aPurgedTenantIsNamedInTheDetails() {
        assertThat(details("*")).containsExactlyInAnyOrder("status: 204", "tenant: acme");
    }

    private static List<String> details(String tenant) {
        return AuditPage.Row.of(new AuditView(
                        "17",
                        tenant,
                        NOW,
                        "ana",
                        "DELETE /api/tenants/{tenant}",
                        AuditPhase.DONE,
                        "a-reference",
                        Map.of("status", "204", "tenant", "acme", "address", ""),
                        1))
                .details();
    }
}
