package com.rocketmat.harvest;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldOption;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * One tenant's Greenhouse: its rows, and the one write there is. Rows look as in v3, whichever version they come from.
 *
 * <p>Ids are given at most {@value #MOST_IDS} at once, and rows that are deleted, merged or invisible are simply not among the
 * answers. {@code fields} are v3's names of the attributes that are needed. Every method may throw {@link HarvestException}.
 */
public interface HarvestSession {

    /** What one call takes (both versions). */
    int MOST_IDS = 50;

    /** Greenhouse's time; ours, as long as no answer has told it. */
    Instant now();

    /** Whether an answer has told Greenhouse's time. */
    boolean knowsTime();

    /**
     * Shows the credential anew: a new token in v3, since one that is still good says nothing of the client and of the scopes that it
     * has by now; in v1 a list, any that the key is let into.
     */
    void authenticate();

    /** What Greenhouse says of the credential itself, where it says anything: in v3, if there is an introspection. */
    Optional<Introspection> introspect();

    /**
     * One cheap call, to see whether the credential is let in.
     *
     * @param operation one that writes nothing
     * @return whether Greenhouse showed a row
     */
    boolean shows(Operation operation);

    /** Calls that are left of the rate window. */
    int left();

    /** Whether what is left of the rate window is to be kept for writes, if any wait. */
    boolean scarce();

    /** Whether a PATCH is known to leave the custom fields alone that it does not list. */
    boolean merges();

    /** The first page of a window: open applications. */
    Page<Application> applications(ApplicationWindow window, Set<String> fields);

    /**
     * A further page.
     *
     * @param next address as the page before gave it; an expired cursor is {@link HarvestFailure.Invalid}, and so is an address of
     *     another Harvest
     */
    Page<Application> applications(String next);

    List<Application> applications(Collection<Long> ids, Set<String> fields);

    /**
     * How many applications are best read by their ids before as many are written: where each costs a call of its own, no more than
     * what is left of the rate window lets be written too.
     */
    int applicationsAtOnce();

    List<Candidate> candidates(Collection<Long> ids, Set<String> fields);

    List<Job> jobs(Collection<Long> ids, Set<String> fields);

    /**
     * All of these candidates, at most {@value #MOST_IDS}.
     *
     * @param candidates as this session gave them: where their history came with them, it is not asked for again
     */
    List<Employment> employments(Collection<Candidate> candidates, Set<String> fields);

    /** Likewise. */
    List<Education> educations(Collection<Candidate> candidates, Set<String> fields);

    /**
     * Those that these jobs point to.
     *
     * @param jobs as this session gave them, any number
     */
    List<Office> offices(Collection<Job> jobs, Set<String> fields);

    /**
     * The resumes of these applications, at most {@value #MOST_IDS}.
     *
     * @param applications as this session gave them
     */
    List<Attachment> resumes(Collection<Application> applications, Set<String> fields);

    /** Its file, without a call to Greenhouse; empty when it is gone, too large, or not to be had in a safe way. */
    Optional<byte[]> file(Attachment attachment);

    /** Names of the options that educations point to. */
    List<CustomFieldOption> options(Collection<Long> ids);

    /** The active definitions of applications' custom fields. The same key may exist for candidates, and archived. */
    List<CustomField> applicationFields();

    /** What became of applications; empty in v1, whose end was announced before anybody could train with it. */
    default Optional<Decisions> decisions() {
        return Optional.empty();
    }

    /** Writes custom fields of one application. */
    default void update(long applicationId, List<CustomFieldWrite> fields) {
        update(applicationId, fields, () -> true);
    }

    /**
     * Likewise.
     *
     * @param stillWanted asked by the thread that sends the request, right before it does: a new token may have had to be fetched
     * @throws NotSent when it is not wanted
     */
    void update(long applicationId, List<CustomFieldWrite> fields, BooleanSupplier stillWanted);
}
