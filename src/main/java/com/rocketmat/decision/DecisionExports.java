package com.rocketmat.decision;

import com.rocketmat.decision.History.Extent;
import com.rocketmat.decision.History.Filter;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.StreamedExport;
import com.rocketmat.tenant.StreamedExport.Piece;
import com.rocketmat.tenant.scope.TenantId;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends the log page by page, as fast as the caller reads, so that its size takes no memory; each export is recorded in the audit log. */
@ApplicationScoped
public class DecisionExports {

    private final History history;
    private final CandidateKeys keys;
    private final Event<DataExport> events;

    DecisionExports(History history, CandidateKeys keys, Event<DataExport> events) {
        this.history = history;
        this.keys = keys;
        this.events = events;
    }

    /** The whole log after a row, as JSON lines; each piece consists of complete lines. */
    public Multi<byte[]> jsonLines(TenantId tenant, String actor, ExportFrame frame, long after) {
        return bytes(new DecisionExport(
                tenant, actor, TableFormat.NDJSON, frame, new Filter(null, null, null), after, history.extent(tenant)));
    }

    Multi<byte[]> bytes(DecisionExport export) {
        tell(export, Phase.BEGUN);
        return StreamedExport.of(export.tenant, DecisionExport.KIND, () -> next(export), phase -> tell(export, phase));
    }

    private Piece next(DecisionExport export) {
        long upTo = export.next();
        List<DecisionView> rows = history.window(export.tenant, export.filter, export.position(), upTo);
        // or the file would end as if it were whole, signed too
        Extent now = history.extent(export.tenant);
        if (now.upTo() < upTo) {
            throw new IllegalStateException("the tenant was purged meanwhile");
        }
        if (export.hasRows() && now.after() > export.position()) {
            throw new IllegalStateException("the next rows were deleted by retention meanwhile");
        }
        return new Piece(export.bytes(rows, upTo), export.done());
    }

    private void tell(DecisionExport export, Phase phase) {
        events.fire(export.event(phase, whose(export.tenant, export.filter)));
    }

    /** Records a page that is about to be shown; one that is empty shows no person, unless it was about one. */
    void shown(TenantId tenant, String actor, Filter filter, long after, int rows) {
        if (rows > 0 || filter.ofPerson()) {
            events.fire(new DataExport(
                    tenant,
                    UUID.randomUUID(),
                    actor,
                    DecisionExport.KIND,
                    Phase.COMPLETED,
                    DecisionExport.details("json", after, filter, rows),
                    whose(tenant, filter)));
        }
    }

    private Optional<Long> whose(TenantId tenant, Filter filter) {
        return Optional.ofNullable(filter.candidate())
                .or(() -> Optional.ofNullable(filter.application())
                        .flatMap(application -> keys.candidate(tenant, application)));
    }
}
