package com.rocketmat.console;

import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.console.element.Moment;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.doctor.Finding;
import com.rocketmat.doctor.Finding.Status;
import java.util.Comparator;
import java.util.List;

/** The doctor's findings, those that need action first; {@code tone} as in {@link Badge}. */
public record Examined(String tone, String summary, String at, List<Row> findings) {

    private static final List<Status> URGENCY = List.of(Status.FAILED, Status.WARNING, Status.SKIPPED, Status.OK);

    public record Row(String check, Badge status, String seen, String remedy) {}

    static Examined of(DoctorReport report) {
        List<Row> rows = report.findings().stream()
                .sorted(Comparator.comparingInt(finding -> URGENCY.indexOf(finding.status())))
                .map(Examined::row)
                .toList();
        long unknown = report.findings().stream().filter(Finding::unknown).count();
        long failed = report.findings().stream().filter(Finding::failed).count() - unknown;
        String at = Moment.of(report.checkedAt(), report.checkedAt()).exact();
        return new Examined(Badge.tone(failed, unknown), summary(rows.size(), failed, unknown), at, rows);
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

    private static Row row(Finding finding) {
        return new Row(finding.check(), Badge.of(finding), finding.seen(), finding.remedy());
    }
}
