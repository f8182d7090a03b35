package com.rocketmat.sync;

import com.rocketmat.harvest.Application;
import com.rocketmat.harvest.Candidate;
import com.rocketmat.harvest.Job;
import com.rocketmat.score.ScoreField;
import com.rocketmat.tenant.TenantSettings;

/** Which applications are to be scored. The filters of a request are checked again on the rows: a 200 does not prove them. */
final class Eligibility {

    private final TenantSettings settings;
    private final ScoreField field;

    Eligibility(TenantSettings settings, ScoreField field) {
        this.settings = settings;
        this.field = field;
    }

    /** As far as the application's own row tells. */
    boolean admits(Application application) {
        return concerns(settings, application) && field.empty(application.customFields());
    }

    /** Likewise, but for whether it carries a score already. */
    static boolean concerns(TenantSettings settings, Application application) {
        return Application.IN_PROCESS.equals(application.status())
                && !application.prospect()
                && application.jobId() != null
                && (settings.jobs().isEmpty() || settings.jobs().contains(application.jobId()));
    }

    /** As far as its job tells; null when this credential cannot see it, as with confidential ones. */
    static boolean admits(Job job) {
        return job != null && job.open();
    }

    /**
     * As far as its candidate tells; null when this credential cannot see it. An anonymised one has exercised erasure, although
     * Greenhouse makes the application look new and unscored.
     */
    static boolean admits(Candidate candidate) {
        return candidate != null && !candidate.stub() && !candidate.anonymised();
    }
}
