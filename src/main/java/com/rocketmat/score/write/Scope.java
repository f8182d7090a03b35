package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.problem.Sha256;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which applications get a score, and in which field, according to a tenant's settings. Its text is stored with the tenant's
 * position, so that a slice notices if the settings may now cover applications that were skipped before.
 *
 * @param field {@code name_key} of the score's custom field
 * @param jobs empty for every job
 * @param since applications created before this day (UTC) are never scored
 * @param reader the acting user and the address: another user may see other applications
 * @param optOut {@code name_key} of the field by which candidates object, which a sweep has to read of all of them
 * @param alone whether the fields are sent alone: no other field of an application can be a reason to refuse the score
 */
public record Scope(
        String field,
        Set<Long> jobs,
        Optional<LocalDate> since,
        String reader,
        boolean alone,
        Optional<String> optOut) {

    private static final String ANY = "*";
    private static final String ALONE = "alone";
    private static final int DIGITS = 12;
    /** Its place in the text; the field comes first. */
    private static final int READER = 3;

    public static Scope of(TenantSettings settings) {
        return new Scope(
                settings.scoreField(),
                settings.jobs(),
                settings.applicationsSince(),
                reader(settings),
                settings.writeMode() == WriteMode.MERGE,
                settings.optOutField());
    }

    /** Who reads, and where: another user may see other rows and fields. Without an acting user it is the credential's own. */
    public static String reader(TenantSettings settings) {
        String user = settings.userId().map(String::valueOf).orElseGet(() -> client(settings.credential()));
        return user + "@" + settings.harvestUrl().map(String::valueOf).orElse(ANY);
    }

    private static String client(Credential credential) {
        return credential instanceof Credential.OAuthClient(Secret id, Secret _)
                ? "client-" + Sha256.hex(id.reveal()).substring(0, DIGITS)
                : ANY;
    }

    public boolean hasFieldOf(String stored) {
        return field.equals(part(stored, 0));
    }

    public boolean hasReaderOf(String stored) {
        return reader.equals(part(stored, READER));
    }

    private static String part(String stored, int place) {
        return stored.split(" ", -1)[place];
    }

    /** The filters of a request are checked again on the rows: a 200 does not prove that they were applied. */
    public boolean admits(Application row) {
        return leftAlone(row).isEmpty();
    }

    /** Why this scope does not cover the application; empty if it does. */
    public Optional<LeftAlone> leftAlone(Application row) {
        if (!Application.IN_PROCESS.equals(row.status())) {
            return Optional.of(LeftAlone.NOT_IN_PROCESS);
        }
        if (row.prospect()) {
            return Optional.of(LeftAlone.PROSPECT);
        }
        if (row.jobId() == null) {
            return Optional.of(LeftAlone.WITHOUT_JOB);
        }
        if (!jobs.isEmpty() && !jobs.contains(row.jobId())) {
            return Optional.of(LeftAlone.OTHER_JOB);
        }
        return since.filter(day -> !createdSince(day, row)).map(_ -> LeftAlone.TOO_OLD);
    }

    private static boolean createdSince(LocalDate day, Application row) {
        return row.createdAt() != null
                && !row.createdAt().isBefore(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** Equal for equal scopes. Another form of it, in a later release, begins a sweep of every tenant. */
    @Override
    public String toString() {
        String ids = new TreeSet<>(jobs).stream().map(String::valueOf).collect(Collectors.joining(","));
        return String.join(
                " ",
                field,
                ids.isEmpty() ? ANY : ids,
                since.map(String::valueOf).orElse(ANY),
                reader,
                alone ? ALONE : ANY,
                optOut.orElse(ANY));
    }
}
