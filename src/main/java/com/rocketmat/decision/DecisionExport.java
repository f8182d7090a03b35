package com.rocketmat.decision;

import com.rocketmat.decision.History.Extent;
import com.rocketmat.decision.History.Filter;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.scope.TenantId;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

final class DecisionExport {

    /** Rows a part has at most: spans of numbers, so that PostgreSQL needs no estimate. */
    private static final int WINDOW = 1_000;

    static final String KIND = "decisions";

    private final UUID id = UUID.randomUUID();
    final TenantId tenant;
    private final String actor;
    final TableFormat format;
    private final ExportFrame frame;
    final Filter filter;
    private final long since;
    private final long upTo;
    private long position;
    private long rows;
    private boolean begun;

    DecisionExport(
            TenantId tenant,
            String actor,
            TableFormat format,
            ExportFrame frame,
            Filter filter,
            long since,
            Extent extent) {
        this.tenant = tenant;
        this.actor = actor;
        this.format = format;
        this.frame = frame;
        this.filter = filter;
        this.since = since;
        this.upTo = extent.upTo();
        this.position = Math.max(since, extent.after());
    }

    /** Rows up to this number are sent. */
    long position() {
        return position;
    }

    /** Whether rows were sent: then none may be missing after them. */
    boolean hasRows() {
        return rows > 0;
    }

    long next() {
        return done() ? upTo : Math.min(position + WINDOW, upTo);
    }

    boolean done() {
        return position >= upTo;
    }

    /** The next rows of the file, the first ones with its header, the last ones with its end. */
    byte[] bytes(List<DecisionView> next, long sentUpTo) {
        var writer = format.write(DecisionTable.COLUMNS);
        var bytes = new ByteArrayOutputStream();
        if (!begun) {
            bytes.writeBytes(frame.first());
            bytes.writeBytes(writer.header());
        }
        bytes.writeBytes(writer.rows(next.stream().map(DecisionTable::row).toList()));
        frame.sent(bytes.toByteArray());
        if (sentUpTo >= upTo) {
            bytes.writeBytes(frame.last());
        }
        begun = true;
        position = Math.max(position, sentUpTo);
        rows += next.size();
        return bytes.toByteArray();
    }

    /** @param candidate the person it is about, if it is about one */
    DataExport event(Phase phase, Optional<Long> candidate) {
        return new DataExport(tenant, id, actor, KIND, phase, details(format.label(), since, filter, rows), candidate);
    }

    /** As the audit log has them: that a person was asked for, not who. */
    static Map<String, String> details(String format, long since, Filter filter, long rows) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("format", format);
        details.put("since", String.valueOf(since));
        details.put("kind", filter.kind() == null ? "" : filter.kind().name());
        details.put("person", String.valueOf(filter.ofPerson()));
        details.put("rows", String.valueOf(rows));
        return details;
    }
}
