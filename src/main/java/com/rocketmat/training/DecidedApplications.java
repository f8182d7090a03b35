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

/** One page is in memory at a time. The filters of a request are checked again on the rows. */
final class DecidedApplications {

    private static final int MOST_RESTARTS = 3;

    private final HarvestSession session;
    private final HiringOutcomes hiring;
    private final CreatedBetween when;
    private final Set<Long> jobs;
    private final Set<String> fields;
    /** A call takes one status. */
    private final Deque<String> statuses = new ArrayDeque<>(List.of(Outcome.HIRED, Outcome.REJECTED));

    private List<Application> page = List.of();
    private Optional<String> next = Optional.empty();
    /** Pages are newest first, so anything that is not older than this has been seen. */
    private long seen = Long.MAX_VALUE;
    /** Since a row was read that had not been seen. */
    private int restarts;

    DecidedApplications(
            HarvestSession session, HiringOutcomes hiring, CreatedBetween when, Set<Long> jobs, Set<String> fields) {
        this.session = session;
        this.hiring = hiring;
        this.when = when;
        this.jobs = jobs;
        this.fields = fields;
    }

    /** As many as one call takes; empty if another page has to be read first, or all is read. Returned again until taken. */
    List<Application> atHand() {
        return page.subList(0, Math.min(SubjectReader.BATCH, page.size()));
    }

    void take() {
        page = page.subList(atHand().size(), page.size());
    }

    boolean allRead() {
        return page.isEmpty() && statuses.isEmpty();
    }

    /** Reads one more page, of which nothing may be left after filtering. */
    void readOn() {
        String status = statuses.getFirst();
        Page<Application> read = next.isPresent() ? following(status) : first(status);
        List<Application> rows = read.rows();
        page = rows.stream()
                .filter(row -> row.id() < seen && concerns(row, status))
                .toList();
        long oldest = rows.stream().mapToLong(Application::id).reduce(seen, Math::min);
        if (oldest < seen) {
            restarts = 0;
        }
        seen = oldest;
        next = read.next();
        if (next.isEmpty()) {
            statuses.removeFirst();
            seen = Long.MAX_VALUE;
        }
    }

    /** After an expired cursor, restarts at the first page and skips what was seen; not for ever, as each may be refused. */
    private Page<Application> following(String status) {
        try {
            return session.applications(next.get());
        } catch (HarvestException e) {
            if (e.failure() instanceof Invalid && ++restarts < MOST_RESTARTS) {
                return first(status);
            }
            throw e;
        }
    }

    private Page<Application> first(String status) {
        return hiring.decided(status, when, jobs, fields);
    }

    private boolean concerns(Application row, String status) {
        return status.equals(row.status())
                && !row.prospect()
                && row.jobId() != null
                && when.contains(row.createdAt())
                && (jobs.isEmpty() || jobs.contains(row.jobId()));
    }
}
