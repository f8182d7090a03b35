package com.rocketmat.harvest;

import com.rocketmat.harvest.HarvestFailure.ShowsNothing;
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
 * One tenant's Greenhouse: its rows, and the only write there is. Rows look as in v3, even if they come from v1.
 *
 * <p>At most {@value #MOST_IDS} ids per call; rows that are deleted, merged or invisible are missing from the result. {@code
 * fields} are v3's names of the needed attributes. Every method may throw {@link HarvestException}.
 */
public interface HarvestSession {

    /** Maximum ids per call (both versions). */
    int MOST_IDS = 50;

    /** Greenhouse's time; the local time until an answer has reported it. */
    Instant now();

    boolean knowsTime();

    /**
     * Checks the credential: mints a new token in v3, because a valid one says nothing about the client and its current scopes;
     * in v1 reads any list that the key may read.
     */
    void authenticate();

    /** What Greenhouse reports about the credential itself, if anything: in v3, if introspection is available. */
    Optional<Introspection> introspect();

    /** One cheap call of an operation that only reads, to see whether it is permitted; returns whether Greenhouse returned a row. */
    boolean shows(Operation operation);

    /** Whether rows that are there may be missing from lists because the user may not see them; a v1 key sees all. */
    default boolean hidesRows() {
        return true;
    }

    /**
     * Rows that were asked for because they are known. Where none of them is there, they are gone only if others can be seen: to a user
     * who is no longer a Site Admin Greenhouse may show nothing, instead of a refusal.
     *
     * @throws HarvestException if it shows nothing at all
     */
    default <T> List<T> requireAnyShown(Operation list, List<T> rows) {
        if (rows.isEmpty() && !shows(list)) {
            throw new HarvestException(new ShowsNothing(list));
        }
        return rows;
    }

    /** Calls left in the rate window. */
    int left();

    /** Whether what is left of the rate window is reserved for waiting writes. */
    boolean scarce();

    /** Whether a PATCH is known to keep the custom fields that it does not list. */
    boolean merges();

    /** The first page of open applications in a window. */
    Page<Application> applications(ApplicationWindow window, Set<String> fields);

    /** A further page. An expired cursor, or an address of another Harvest, gives {@link HarvestFailure.Invalid}. */
    Page<Application> applications(String next);

    List<Application> applications(Collection<Long> ids, Set<String> fields);

    /** How many applications to read by id before writing them. If each read costs a call, no more than the rate window allows to write too. */
    int applicationsAtOnce();

    default int callsFor(int applications) {
        return 1;
    }

    List<Candidate> candidates(Collection<Long> ids, Set<String> fields);

    /** Those that are shown, of at most {@link #jobsAtOnce()} ids. */
    List<Job> jobs(Collection<Long> ids, Set<String> fields);

    default int jobsAtOnce() {
        return MOST_IDS;
    }

    /** At most {@value #MOST_IDS} candidates, from this session: a nested history is not requested again. */
    List<Employment> employments(Collection<Candidate> candidates, Set<String> fields);

    /** As {@link #employments}. */
    List<Education> educations(Collection<Candidate> candidates, Set<String> fields);

    /** Of any number of jobs, from this session. */
    List<Office> offices(Collection<Job> jobs, Set<String> fields);

    /** Of at most {@value #MOST_IDS} applications, from this session. */
    List<Attachment> resumes(Collection<Application> applications, Set<String> fields);

    /** The file, without a call to Greenhouse; empty if it is gone, too large, or cannot be fetched safely. */
    Optional<byte[]> file(Attachment attachment);

    /** Names of the options that educations refer to. */
    List<CustomFieldOption> options(Collection<Long> ids);

    /** Active ones of an {@code application}, {@code candidate} or {@code job}: archived ones and those of another may have the same key. */
    List<CustomField> customFields(String carrier);

    /** The outcomes of applications; empty in v1, which ends before they are of use. */
    default Optional<HiringOutcomes> hiringOutcomes() {
        return Optional.empty();
    }

    default void update(long applicationId, List<CustomFieldWrite> fields) {
        update(applicationId, fields, () -> true);
    }

    /**
     * Asks {@code stillWanted} on the sending thread right before the request, as a new token may have taken time; else throws {@link NotSent}.
     * {@link HarvestFailure.NotFound} says that lists do not show the application either.
     */
    void update(long applicationId, List<CustomFieldWrite> fields, BooleanSupplier stillWanted);
}
