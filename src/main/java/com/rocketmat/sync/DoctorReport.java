package com.rocketmat.sync;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * What the doctor found.
 *
 * @param healthy nothing failed
 * @param findings in the order in which they were looked for
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record DoctorReport(String tenant, Instant checkedAt, boolean healthy, List<Finding> findings) {

    static DoctorReport of(String tenant, Instant checkedAt, List<Finding> findings) {
        return new DoctorReport(tenant, checkedAt, findings.stream().noneMatch(Finding::failed), List.copyOf(findings));
    }
}
