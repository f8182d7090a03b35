package com.rocketmat.sync.reading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.rocketmat.harvest.HarvestSession;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What many applications of a tenant share and changes slowly: jobs, offices, option names, definitions of custom fields. No candidate
 * data. Kept for minutes, in memory, for the tenants that ran last.
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

    /** The tenant's, made anew when its session is another one. A tenant is in one slice at a time, so it needs no lock. */
    public Lookup of(TenantId tenant, HarvestSession session) {
        Lookup lookup = kept.getIfPresent(tenant);
        if (lookup == null || !lookup.session.equals(session)) {
            lookup = new Lookup(session);
            kept.put(tenant, lookup);
        }
        return lookup;
    }

    void forget(@Observes TenantChange change) {
        if (change instanceof TenantChange.Stopped) {
            kept.invalidate(change.tenant());
        }
    }

    /** One of its own for somebody who is no slice, and shares nothing with one. */
    public static Lookup apart(HarvestSession session) {
        return new Lookup(session);
    }

    public static final class Lookup {

        private final HarvestSession session;
        private final Map<Long, Job> jobs = new HashMap<>();
        private Set<String> attributes = Set.of();
        private final Map<Long, String> options = new HashMap<>();
        private final Map<Long, Office> offices = new HashMap<>();
        private List<CustomField> applicationFields;

        private Lookup(HarvestSession session) {
            this.session = session;
        }

        public Map<Long, Job> jobs() {
            return jobs;
        }

        /** Those that are known with these attributes: another model may need others. */
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
         * The fields that are written.
         *
         * @throws Unwritable when the tenant's fields cannot hold what we write
         */
        public TargetFields targetFields(TenantSettings settings) {
            if (applicationFields == null) {
                applicationFields = session.applicationFields();
            }
            try {
                return TargetFields.among(applicationFields, settings);
            } catch (Unwritable e) {
                // whoever puts it right in Greenhouse is not to wait until these are forgotten
                applicationFields = null;
                throw e;
            }
        }
    }
}
