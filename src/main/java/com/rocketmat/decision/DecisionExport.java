package com.rocketmat.decision;

import com.rocketmat.decision.History.Extent;
import com.rocketmat.decision.History.Filter;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.StreamedExport.Piece;
import com.rocketmat.tenant.scope.TenantId;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One export: how far it is, and what it sends next. */
final class DecisionExport {

    /** A range of numbers, whose plan does not depend on PostgreSQL's estimates. */
    private static final int MAX_ROWS = 1_000;

    static final String KIND = "decisions";

    private final UUID id = UUID.randomUUID();
    final TenantId tenant;
    private final String actor;
    final TableFormat format;
    private final ExportFrame frame;
    final Filter filter;
    private final long since;
    private final long end;
    /** The number of the last row that was sent. */
    private long position;

    private long rows;
    private boolean started;

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
        this.end = extent.upTo();
        this.position = Math.clamp(since, extent.after(), end);
    }

    /** The next rows, with the header before the first ones and the end of the file after the last ones. */
    Piece next(History history) {
        long upTo = Math.min(position + MAX_ROWS, end);
        List<DecisionView> next = history.window(tenant, filter, position, upTo);
        requireStillStored(history.extent(tenant), upTo);
        var writer = format.write(DecisionTable.COLUMNS);
        var bytes = new ByteArrayOutputStream();
        if (!started) {
            bytes.writeBytes(frame.first());
            bytes.writeBytes(writer.header());
        }
        bytes.writeBytes(writer.rows(next.stream().map(DecisionTable::row).toList()));
        frame.sent(bytes.toByteArray());
        if (upTo == end) {
            bytes.writeBytes(frame.last());
        }
        started = true;
        position = upTo;
        rows += next.size();
        return new Piece(bytes.toByteArray(), upTo == end);
    }

    /** Otherwise the file would end as if it were complete, and be signed. */
    private void requireStillStored(Extent now, long upTo) {
        if (now.upTo() < upTo) {
            throw new IllegalStateException("the tenant was purged during the export");
        }
        if (rows > 0 && now.after() > position) {
            throw new IllegalStateException("retention deleted the next rows during the export");
        }
    }

    /** @param candidate the candidate that the export is about, if any */
    DataExport event(Phase phase, Optional<Long> candidate) {
        return new DataExport(tenant, id, actor, KIND, phase, details(format.label(), since, filter, rows), candidate);
    }

    /** For the audit log, which says that the export is about a person, but not who. */
    static Map<String, String> details(String format, long since, Filter filter, long rows) {
        return Map.of(
                "format", format,
                "since", String.valueOf(since),
                "kind", filter.kind() == null ? "" : filter.kind().name(),
                "person", String.valueOf(filter.isAboutPerson()),
                "rows", String.valueOf(rows));
    }
}
