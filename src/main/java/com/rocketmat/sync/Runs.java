package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSessions;
import com.rocketmat.score.NewScore;
import com.rocketmat.score.ScoreWriter;
import com.rocketmat.score.Scores;
import com.rocketmat.tenant.AcrossTenants;
import com.rocketmat.tenant.PerTenant;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The run log and the position: every method is one transaction that leaves the tenant where any replica can go on. */
@PerTenant
@ApplicationScoped
public class Runs {

    private static final String SCHEDULE = "schedule";

    private final Scores scores;
    private final HarvestSessions sessions;
    private final SyncConfig config;
    private final Clock clock;

    Runs(Scores scores, HarvestSessions sessions, SyncConfig config, Clock clock) {
        this.scores = scores;
        this.sessions = sessions;
        this.config = config;
        this.clock = clock;
    }

    /** Somebody wants a run; a run that is under way does not count, since it may have read the rows in question already. */
    @Transactional
    public void request(TenantId tenant, String trigger) {
        SyncPosition.of(tenant).requestedBy = trigger;
    }

    /** Nothing can be run for the tenant now, so nobody's wish is kept. */
    @Transactional
    void decline(TenantId tenant) {
        SyncPosition.of(tenant).requestedBy = null;
    }

    /** Tenants for which a run was asked for that has not started. */
    @AcrossTenants
    @Transactional
    public List<TenantId> requested() {
        return SyncPosition.<SyncPosition>stream("requestedBy is not null")
                .map(position -> new TenantId(position.tenantId))
                .toList();
    }

    /** Whether a run was asked for that has not started. */
    @Transactional
    public boolean requested(TenantId tenant) {
        return SyncPosition.of(tenant).requestedBy != null;
    }

    /** The runs before one, the last one first. */
    @Transactional
    List<Run> page(TenantId tenant, long before, int size) {
        return Run.page(tenant, before, size);
    }

    @Transactional
    Optional<OpenRun> open(TenantId tenant) {
        return Run.open(tenant).map(OpenRun::of);
    }

    /**
     * Opens the tenant's next window.
     *
     * @param now Greenhouse's time
     */
    @Transactional
    OpenRun start(TenantId tenant, Instant now) {
        SyncPosition position = SyncPosition.of(tenant);
        Run run = new Run(Optional.ofNullable(position.requestedBy).orElse(SCHEDULE), clock.instant());
        position.requestedBy = null;
        run.at(position.watermark().next(now, config.overlap(), config.sweep()));
        run.persist();
        return OpenRun.of(run);
    }

    /** Some applications of the present page are scored; the position stays, so that the rest of the page is read again. */
    @Transactional
    void recordPart(TenantId tenant, OpenRun open, String modelVersion, List<NewScore> made, boolean dryRun) {
        record(row(tenant, open), tenant, modelVersion, made, dryRun);
        sessions.save(tenant);
    }

    /** The page is done: its last scores and the position commit together. */
    @Transactional
    void recordPage(
            TenantId tenant,
            OpenRun open,
            String modelVersion,
            List<NewScore> made,
            boolean dryRun,
            Optional<String> nextPage) {
        Run run = row(tenant, open);
        record(run, tenant, modelVersion, made, dryRun);
        Reading reading = run.reading().after(nextPage);
        run.at(reading);
        SyncPosition position = SyncPosition.of(tenant);
        position.moveTo(position.watermark().after(reading));
        sessions.save(tenant);
    }

    /** A cursor that Greenhouse no longer takes: the window is read again from its first page. */
    @Transactional
    void restart(TenantId tenant, OpenRun open) {
        Run run = row(tenant, open);
        run.at(run.reading().again());
    }

    @Transactional
    void wrote(TenantId tenant, OpenRun open, ScoreWriter.Batch batch) {
        Run run = row(tenant, open);
        run.written += batch.written();
        run.leftAlone += batch.leftAlone();
        run.failed += batch.failed();
        gotOn(tenant);
    }

    @Transactional
    void end(TenantId tenant, OpenRun open) {
        row(tenant, open).endedAt = clock.instant();
    }

    /** Notes why the present run does not get on; it stays open. */
    @Transactional
    void trouble(TenantId tenant, String error) {
        Run.open(tenant).ifPresent(run -> run.error = error);
    }

    /** Counts one more slice in a row that got nowhere, and gives the count. */
    @Transactional
    int failed(TenantId tenant) {
        return ++SyncPosition.of(tenant).failures;
    }

    @Transactional
    void succeeded(TenantId tenant) {
        gotOn(tenant);
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        return Run.delete("tenantId", tenant.value()) + SyncPosition.delete("tenantId", tenant.value());
    }

    /** Work that was done before a failure counts: who fails now and then is not to rest longer and longer. */
    private static void gotOn(TenantId tenant) {
        SyncPosition.of(tenant).failures = 0;
    }

    private void record(Run run, TenantId tenant, String modelVersion, List<NewScore> made, boolean dryRun) {
        scores.record(tenant, modelVersion, made, dryRun);
        gotOn(tenant);
        int refused = (int) made.stream().filter(score -> score.value() == null).count();
        run.discovered += made.size();
        run.scored += made.size() - refused;
        run.failed += refused;
    }

    private static Run row(TenantId tenant, OpenRun open) {
        return Run.open(tenant)
                .filter(run -> run.id == open.id())
                .orElseThrow(() -> new IllegalStateException("run %d of %s is not open".formatted(open.id(), tenant)));
    }
}
