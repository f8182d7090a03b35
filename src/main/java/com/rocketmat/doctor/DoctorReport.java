package com.rocketmat.doctor;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The doctor's report.
 *
 * @param healthy whether no check failed
 * @param findings in the order of the checks
 */
@Schema(examples = """
        {"tenant": "acme", "checkedAt": "2026-11-24T12:00:07Z", "healthy": false, "findings": [
         {"check": "scope harvest:jobs:list", "status": "FAILED", "seen": "the token does not have it",
          "remedy": "tick harvest:jobs:list at the credential in Greenhouse"}]}""")
public record DoctorReport(String tenant, Instant checkedAt, boolean healthy, List<Finding> findings) {

    static DoctorReport of(String tenant, Instant checkedAt, List<Finding> findings) {
        return new DoctorReport(tenant, checkedAt, findings.stream().noneMatch(Finding::failed), List.copyOf(findings));
    }
}
