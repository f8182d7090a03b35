package com.rocketmat.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.scope.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditLogTest {

    /** Otherwise the entry would have no tenant, and the caller would see data without a record of it. */
    @Test
    void anEntryForWhichTheDatabaseIsTooBusyIsNotOfNoTenant() {
        Pseudonyms busy = (_, _) -> {
            throw ProblemType.BUSY.passing("all connections are in use", 1);
        };
        AuditLog log = new AuditLog(null, null, null, busy);
        var line = new AuditLog.Line(Instant.EPOCH, "ana", "candidates", AuditPhase.BEGUN, "a-reference", Map.of());

        assertThatThrownBy(() -> log.add(new TenantId("acme"), Optional.of(7L), line))
                .hasMessageContaining("all connections are in use");
    }
}
