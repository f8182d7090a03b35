package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.tenant.settings.TenantSettings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which applications are to carry a score, and in which field, as far as a tenant's settings tell. Its text is kept with the tenant's
 * position, so that a slice notices when the settings admit what was passed over before.
 *
 * @param field {@code name_key} of the score's custom field
 * @param jobs empty: every job
 * @param since applications created before this day (UTC) are never scored
 * @param reader the acting user and the address: another one may see other applications
 */
public record Scope(String field, Set<Long> jobs, Optional<LocalDate> since, String reader) {

    private static final String ANY = "*";

    public static Scope of(TenantSettings settings) {
        String user = settings.userId().map(String::valueOf).orElse(ANY);
        String address = settings.harvestUrl().map(String::valueOf).orElse(ANY);
        return new Scope(settings.scoreField(), settings.jobs(), settings.applicationsSince(), user + "@" + address);
    }

    /** Reads what {@link #toString} wrote. */
    public static Scope parse(String text) {
        String[] parts = text.split(" ", -1);
        Set<Long> jobs = parts[1].equals(ANY)
                ? Set.of()
                : Arrays.stream(parts[1].split(",")).map(Long::valueOf).collect(Collectors.toSet());
        Optional<LocalDate> since = parts[2].equals(ANY) ? Optional.empty() : Optional.of(LocalDate.parse(parts[2]));
        return new Scope(parts[0], jobs, since, parts[3]);
    }

    /** The filters of a request are checked again on the rows: a 200 does not prove them. */
    public boolean admits(Application row) {
        return Application.IN_PROCESS.equals(row.status())
                && !row.prospect()
                && row.jobId() != null
                && (jobs.isEmpty() || jobs.contains(row.jobId()))
                && since.map(day -> createdSince(day, row)).orElse(true);
    }

    private static boolean createdSince(LocalDate day, Application row) {
        return row.createdAt() != null
                && !row.createdAt().isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Whether this one leaves out nothing that the other admits. */
    public boolean covers(Scope other) {
        return field.equals(other.field)
                && reader.equals(other.reader)
                && (jobs.isEmpty() || (!other.jobs.isEmpty() && jobs.containsAll(other.jobs)))
                && since.map(day -> other.since
                                .filter(theirs -> !theirs.isBefore(day))
                                .isPresent())
                        .orElse(true);
    }

    /** The same for equal scopes. */
    @Override
    public String toString() {
        String ids = new TreeSet<>(jobs).stream().map(String::valueOf).collect(Collectors.joining(","));
        return String.join(
                " ",
                field,
                ids.isEmpty() ? ANY : ids,
                since.map(String::valueOf).orElse(ANY),
                reader);
    }
}
