package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.doctor.Finding;
import com.rocketmat.doctor.Finding.Status;
import java.util.Comparator;
import java.util.List;

/** The doctor's findings, those that need action first; {@code tone} as in {@link Badge}. */
public record Examined(String tone, String summary, String at, List<Finding> findings) {

    private static final List<Status> URGENCY = List.of(Status.FAILED, Status.WARNING, Status.SKIPPED, Status.OK);

    static Examined of(DoctorReport report) {
        List<Finding> findings = report.findings().stream()
                .sorted(Comparator.comparingInt(finding -> URGENCY.indexOf(finding.status())))
                .toList();
        long unknown = report.findings().stream().filter(Finding::unknown).count();
        long failed = report.findings().stream().filter(Finding::failed).count() - unknown;
        String at = Formats.exact(report.checkedAt());
        return new Examined(Badge.tone(failed, unknown), summary(findings.size(), failed, unknown), at, findings);
    }

    private static String summary(int all, long failed, long unknown) {
        String checks = Formats.count(all, "check");
        if (failed > 0) {
            String more = unknown == 0 ? "" : ", %s could not be made".formatted(Formats.number(unknown));
            return "%s of %s failed%s.".formatted(Formats.number(failed), checks, more);
        }
        return unknown == 0
                ? "Nothing failed in %s.".formatted(checks)
                : "%s of %s could not be made; nothing failed in the others."
                        .formatted(Formats.number(unknown), checks);
    }
}
