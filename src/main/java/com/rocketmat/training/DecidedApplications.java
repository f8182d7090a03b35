package com.rocketmat.training;

import com.rocketmat.harvest.CreatedBetween;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.sync.reading.SubjectReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists decided applications. Keeps one page in memory, and applies the filters of the requests to the rows again. */
final class DecidedApplications {

    private static final int MAX_RESTARTS = 3;

    private final HarvestSession session;
    private final HiringOutcomes hiring;
    private final CreatedBetween when;
    private final Set<Long> jobs;
    private final Set<String> fields;
    /** Still to be listed; Greenhouse filters by one status a call. */
    private final Deque<String> statuses = new ArrayDeque<>(List.of(Outcome.HIRED, Outcome.REJECTED));

    private List<Application> page = List.of();
    private Optional<String> next = Optional.empty();
    /** Pages are newest first, so rows with this id or a higher one have been seen. */
    private long lowestId = Long.MAX_VALUE;
    /** Consecutive restarts without a new row. */
    private int restarts;

    DecidedApplications(
            HarvestSession session, HiringOutcomes hiring, CreatedBetween when, Set<Long> jobs, Set<String> fields) {
        this.session = session;
        this.hiring = hiring;
        this.when = when;
        this.jobs = jobs;
        this.fields = fields;
    }

    /** At most {@link SubjectReader#BATCH}, the same until {@link #removeBatch}; empty if a page must be read first, or all are read. */
    List<Application> batch() {
        return page.subList(0, Math.min(SubjectReader.BATCH, page.size()));
    }

    void removeBatch() {
        page = page.subList(batch().size(), page.size());
    }

    boolean allRead() {
        return page.isEmpty() && statuses.isEmpty();
    }

    /** Reads the next page, of which the filters may leave nothing. */
    void readPage() {
        String status = statuses.getFirst();
        Page<Application> read = next.isPresent() ? nextPage(status) : firstPage(status);
        List<Application> rows = read.rows();
        page = rows.stream()
                .filter(row -> row.id() < lowestId && matches(row, status))
                .toList();
        long oldest = rows.stream().mapToLong(Application::id).reduce(lowestId, Math::min);
        if (oldest < lowestId) {
            restarts = 0;
        }
        lowestId = oldest;
        next = read.next();
        if (next.isEmpty()) {
            statuses.removeFirst();
            lowestId = Long.MAX_VALUE;
        }
    }

    /** If the cursor has expired, restarts at the first page, a limited number of times, and skips the rows that were seen. */
    private Page<Application> nextPage(String status) {
        try {
            return session.applications(next.get());
        } catch (HarvestException e) {
            if (e.failure() instanceof Invalid && ++restarts < MAX_RESTARTS) {
                // also if the first page fails: asking for the cursor again would count as another restart
                next = Optional.empty();
                return firstPage(status);
            }
            throw e;
        }
    }

    private Page<Application> firstPage(String status) {
        return hiring.decided(status, when, jobs, fields);
    }

    private boolean matches(Application row, String status) {
        return status.equals(row.status())
                && !row.prospect()
                && row.jobId() != null
                && when.contains(row.createdAt())
                && (jobs.isEmpty() || jobs.contains(row.jobId()));
    }
}
