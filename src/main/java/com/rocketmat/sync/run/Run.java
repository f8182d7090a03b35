package com.rocketmat.sync.run;

import com.rocketmat.score.write.ScoreWriter;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.NamedNativeQuery;
import org.hibernate.annotations.PartitionKey;

/**
 * One run of a tenant: its window, its position, and what it did. A run spans many slices; a tenant has at most one open sweep,
 * and one other open run. The window's times are Greenhouse's.
 */
@Entity
// writes are counted while the position changes, or new settings start a sweep again
@DynamicUpdate
// native, because it runs in each slice: Hibernate translates its own queries each time if rows are filtered by tenant
@NamedNativeQuery(
        name = Run.OPEN,
        query = "SELECT * FROM run WHERE tenant_id = ?1 AND ended_at IS NULL ORDER BY window_from NULLS LAST",
        resultClass = Run.class,
        querySpaces = "run")
public class Run extends PanacheEntityBase {

    static final String OPEN = "Run.open";

    private static final String WROTE = """
            UPDATE run SET written = written + ?3, left_alone = left_alone + ?4, failed = failed + ?5, error = NULL
            WHERE tenant_id = ?1 AND id = ?2 AND ended_at IS NULL""";

    /** Most slices end with this statement. */
    private static final String ADD_EMPTY = """
            WITH ended AS (INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to, read_whole)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, true))
            UPDATE sync_position
            SET watermark = CASE WHEN CAST(?5 AS timestamptz) <= ?6 THEN ?6 ELSE greatest(watermark, ?6) END, failures = 0
            WHERE tenant_id = ?1 RETURNING requested_by IS NOT NULL OR %s
                OR EXISTS (SELECT 1 FROM reconciliation c WHERE c.tenant_id = ?1 AND c.next_at <= ?3)""".formatted(SyncPosition.NAMED);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @org.hibernate.annotations.TenantId
    @PartitionKey
    String tenantId;

    Instant startedAt;

    Instant endedAt;

    @Column(name = "triggered_by")
    String trigger;

    /** Null for a sweep of everything open. */
    Instant windowFrom;

    Instant windowTo;

    /** Address of the next page; null for the first one. */
    String nextPage;

    boolean readWhole;

    @Enumerated(EnumType.STRING)
    Kind kind = Kind.WINDOW;

    /** The attributes requested for the first page, which later pages contain too, comma-separated; null before that. */
    String attributes;

    int discovered;
    int scored;

    /** Of those scored, the ones that replace a score of ours. */
    int renewed;

    int written;

    int leftAlone;

    int failed;
    String error;

    protected Run() {}

    public enum Kind {
        /** Pages of a window, or of everything open. */
        WINDOW,
        /** Applications that were named to us while no window was under way. */
        NAMED
    }

    Run(String trigger, Instant startedAt) {
        this.trigger = trigger;
        startAt(startedAt);
    }

    private void startAt(Instant moment) {
        // as precise as PostgreSQL stores it
        startedAt = moment.truncatedTo(ChronoUnit.MICROS);
    }

    /** As if it started now: it retries what was refused so far. */
    void beginAgain(Instant now) {
        at(reading().again());
        startAt(now);
    }

    /** Backdates the sweep, so that the next one is due at its end, even if Greenhouse's clock is behind ours. */
    void isNotTheLast(Duration every) {
        windowTo = startedAt.minus(every.multipliedBy(2));
    }

    Reading reading() {
        return new Reading(Optional.ofNullable(windowFrom), windowTo, Optional.ofNullable(nextPage), readWhole);
    }

    void at(Reading reading) {
        windowFrom = reading.from().orElse(null);
        windowTo = reading.to();
        nextPage = reading.nextPage().orElse(null);
        readWhole = reading.whole();
    }

    /** The open runs: the window opened beside a sweep comes before the sweep. */
    static List<Run> open(TenantId tenant) {
        return getEntityManager()
                .createNamedQuery(OPEN, Run.class)
                .setParameter(1, tenant.value())
                .getResultList();
    }

    static Optional<Run> open(long id) {
        return Run.<Run>findByIdOptional(id).filter(run -> run.endedAt == null);
    }

    static Optional<Run> openSweep(TenantId tenant) {
        return open(tenant).stream().filter(run -> run.windowFrom == null).findFirst();
    }

    /** Counts writes; false if the run has ended. */
    static boolean wrote(TenantId tenant, long id, ScoreWriter.Batch batch) {
        return new Sql(getSession()).update(WROTE, tenant, id, batch.written(), batch.leftAlone(), batch.failed()) == 1;
    }

    /**
     * Records a window with a single empty page as an ended run, and moves the position as {@link Watermark#after} would, in one
     * statement. A sweep is in the log from its start.
     *
     * @return whether a requested run has not started, or there is something to do between two windows
     */
    static boolean addEmpty(TenantId tenant, OpenRun window, Instant endedAt) {
        Reading reading = window.reading();
        return new Sql(getSession())
                .value(
                        ADD_EMPTY,
                        Boolean.class,
                        tenant,
                        window.startedAt(),
                        endedAt,
                        RunRequests.SCHEDULE,
                        reading.from().orElseThrow(),
                        reading.to());
    }

    /** The last ended run that read a window. */
    static Optional<Run> lastReading(TenantId tenant) {
        return find("tenantId = ?1 and endedAt is not null and kind = WINDOW order by id desc", tenant.value())
                .firstResultOptional();
    }

    static List<Run> page(TenantId tenant, long before, int size) {
        return find("tenantId = ?1 and id < ?2 order by id desc", tenant.value(), before)
                .page(0, size)
                .list();
    }
}
