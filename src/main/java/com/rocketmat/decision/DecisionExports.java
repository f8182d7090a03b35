package com.rocketmat.decision;

import com.rocketmat.decision.History.Filter;
import com.rocketmat.table.TableFormat;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.StreamedExport;
import com.rocketmat.tenant.scope.TenantId;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.util.Optional;
import java.util.UUID;

/** Streams the log page by page, as fast as the caller reads. Each export is recorded in the audit log. */
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

    /** Exports the whole log after a row as JSON lines; each piece consists of complete lines. */
    public Multi<byte[]> jsonLines(TenantId tenant, String actor, ExportFrame frame, long after) {
        return bytes(new DecisionExport(
                tenant, actor, TableFormat.NDJSON, frame, new Filter(null, null, null), after, history.extent(tenant)));
    }

    Multi<byte[]> bytes(DecisionExport export) {
        publish(export, Phase.BEGUN);
        return StreamedExport.of(
                export.tenant, DecisionExport.KIND, () -> export.next(history), phase -> publish(export, phase));
    }

    private void publish(DecisionExport export, Phase phase) {
        events.fire(export.event(phase, candidate(export.tenant, export.filter)));
    }

    /** Records a page that is about to be returned, unless it is empty and not about one person. */
    void recordPage(TenantId tenant, String actor, Filter filter, long after, int rows) {
        if (rows > 0 || filter.isAboutPerson()) {
            events.fire(new DataExport(
                    tenant,
                    UUID.randomUUID(),
                    actor,
                    DecisionExport.KIND,
                    Phase.COMPLETED,
                    DecisionExport.details("json", after, filter, rows),
                    candidate(tenant, filter)));
        }
    }

    private Optional<Long> candidate(TenantId tenant, Filter filter) {
        return Optional.ofNullable(filter.candidate())
                .or(() -> Optional.ofNullable(filter.application())
                        .flatMap(application -> keys.findCandidate(tenant, application)));
    }
}
