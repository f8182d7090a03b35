package com.rocketmat.sync.reading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.ShowsNothing;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import com.rocketmat.score.Unwritable;
import com.rocketmat.score.write.TargetFields;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Data that many applications of a tenant share and that changes slowly: jobs, offices, option names, definitions of custom
 * fields. No candidate data. Cached in memory for minutes, for the tenants that ran last.
 */
@ApplicationScoped
public class ReferenceData {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int TENANTS = 1_000;

    private final Cache<TenantId, Lookup> kept;

    public ReferenceData(Clock clock) {
        this.kept = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .maximumSize(TENANTS)
                .build();
    }

    /** The tenant's data, discarded if its session is a new one. Only one slice of a tenant runs at a time, so no lock is needed. */
    public Lookup of(TenantId tenant, HarvestSession session) {
        Lookup lookup = kept.getIfPresent(tenant);
        if (lookup == null || !lookup.session.equals(session)) {
            lookup = new Lookup(session);
            kept.put(tenant, lookup);
        }
        return lookup;
    }

    /** Its session has the credential. */
    void forget(@Observes TenantChange change) {
        forget(change.tenant());
    }

    /** After a change of such data in Greenhouse; a running slice keeps what it has. */
    public void forget(TenantId tenant) {
        kept.invalidate(tenant);
    }

    /** A separate copy for callers other than slices. */
    public static Lookup apart(HarvestSession session) {
        return new Lookup(session);
    }

    public static final class Lookup {

        public static final String OPT_OUT_REMEDY =
                "unarchive or create a custom field of type Yes/No for applications or candidates in Greenhouse, and set opt_out_field to its name_key";

        private static final String APPLICATION = "application";
        private static final String CANDIDATE = "candidate";

        private final HarvestSession session;
        /** Null for those that Greenhouse does not show. */
        private final Map<Long, Job> jobs = new HashMap<>();

        private Set<String> attributes = Set.of();
        private final Map<Long, String> options = new HashMap<>();
        private final Map<Long, Office> offices = new HashMap<>();
        private final Map<String, List<CustomField>> definitions = new HashMap<>();

        private Lookup(HarvestSession session) {
            this.session = session;
        }

        public Map<Long, Job> jobs() {
            return jobs;
        }

        /** The known jobs, if they have these attributes: another model may need others. */
        Map<Long, Job> jobs(Set<String> fields) {
            if (!attributes.containsAll(fields)) {
                jobs.clear();
                attributes = Set.copyOf(fields);
            }
            return jobs;
        }

        Map<Long, String> options() {
            return options;
        }

        Map<Long, Office> offices() {
            return offices;
        }

        /**
         * The fields to write. Throws {@link Unwritable} if they cannot hold what we write, and {@link HarvestException} also if
         * Greenhouse shows nothing at all.
         */
        public TargetFields targetFields(TenantSettings settings) {
            return defined(() -> TargetFields.among(definitions(APPLICATION), settings));
        }

        /** A missing field may have been created since the definitions were read, so they are read again. */
        private <T> T defined(Supplier<T> look) {
            try {
                return look.get();
            } catch (Unwritable _) {
                forgetDefinitions();
                return look.get();
            }
        }

        /**
         * The active custom fields.
         *
         * @param carrier application, candidate or job
         */
        public List<CustomField> definitions(String carrier) {
            return definitions.computeIfAbsent(
                    carrier,
                    _ -> carrier.equals(APPLICATION)
                            ? shown(session.customFields(carrier))
                            : session.customFields(carrier));
        }

        /** To a user who is no longer a Site Admin, Greenhouse may show nothing, which does not mean that a field is missing. */
        private List<CustomField> shown(List<CustomField> definitions) {
            if (definitions.isEmpty()
                    && !session.shows(Operation.LIST_APPLICATIONS)
                    && !session.shows(Operation.LIST_JOBS)) {
                throw new HarvestException(new ShowsNothing(Operation.LIST_APPLICATIONS));
            }
            return definitions;
        }

        /**
         * Whether the field is one of candidates, not of applications. Throws {@link Unwritable} if it is neither, no yes/no field, or of
         * prospects only: objections would be missed.
         */
        public boolean candidatesOptOut(String key) {
            return defined(() -> isOneOfCandidates(key));
        }

        /** Whether that field is private, so that it may look empty to this user. */
        public boolean privateOptOut(String key) {
            return CustomField.named(key, definitions(CANDIDATE))
                    .filter(CustomField::hiddenFromSome)
                    .isPresent();
        }

        private boolean isOneOfCandidates(String key) {
            if (isOptOut(key, definitions(APPLICATION))) {
                return false;
            }
            if (isOptOut(key, definitions(CANDIDATE))) {
                return true;
            }
            throw noOptOut("Greenhouse has no active custom field '%s' of applications or candidates".formatted(key));
        }

        private boolean isOptOut(String key, List<CustomField> definitions) {
            Optional<CustomField> named = CustomField.named(key, definitions);
            if (named.isPresent() && !named.get().yesNo()) {
                throw noOptOut("the custom field '%s' is no yes/no field".formatted(key));
            }
            // only candidates' applications are read
            if (named.filter(CustomField::ofProspectsOnly).isPresent()) {
                throw noOptOut("the custom field '%s' is for prospects only".formatted(key));
            }
            return named.isPresent();
        }

        private static Unwritable noOptOut(String reason) {
            return new Unwritable("opt_out_field: " + reason, OPT_OUT_REMEDY);
        }

        /** A correction in Greenhouse must take effect before the definitions expire. */
        private void forgetDefinitions() {
            definitions.clear();
        }
    }
}
