package com.rocketmat.sync;

import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import com.rocketmat.sync.reading.SubjectReader;
import com.rocketmat.tenant.scope.TenantId;
import java.util.List;
import java.util.Set;

/**
 * Reads what the active version and its shadows need together; if the shadows' part cannot be read, only that of the active one.
 */
final class JointReader {

    private final TenantId tenant;
    private final HarvestSession session;
    private final Lookup lookup;
    private final Shadows shadows;
    private ShadowPlan watch;

    JointReader(TenantId tenant, HarvestSession session, Lookup lookup, Shadows shadows, ShadowPlan watch) {
        this.tenant = tenant;
        this.session = session;
        this.lookup = lookup;
        this.shadows = shadows;
        this.watch = watch;
    }

    /** The versions served by the last read. */
    ShadowPlan watch() {
        return watch;
    }

    /** The attributes to request of applications. */
    Set<String> applicationFields() {
        return reader().applicationFields();
    }

    /** The same for the active version only. */
    Set<String> activeApplicationFields() {
        return new SubjectReader(session, lookup, watch.active()).applicationFields();
    }

    List<Application> onOpenJobs(List<Application> applications) {
        return reader().onOpenJobs(applications);
    }

    /** @param applications at most {@link SubjectReader#BATCH} */
    List<Subject> read(List<Application> applications) {
        if (applications.isEmpty()) {
            return List.of();
        }
        try {
            return reader().read(applications);
        } catch (HarvestException e) {
            // an exhausted rate window is not the shadows' fault
            if (e.failure() instanceof HarvestFailure.Later || !watch.takesMoreCalls()) {
                throw e;
            }
            watch = shadows.unread(tenant, watch, kind(e.failure()));
            return reader().read(applications);
        }
    }

    private static String kind(HarvestFailure failure) {
        return failure instanceof HarvestFailure.Forbidden forbidden
                ? "Greenhouse forbids calls that need the scope " + forbidden.scope()
                : failure.getClass().getSimpleName();
    }

    private SubjectReader reader() {
        return new SubjectReader(session, lookup, watch.plan());
    }
}
