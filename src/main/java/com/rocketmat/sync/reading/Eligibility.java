package com.rocketmat.sync.reading;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.Scope;
import com.rocketmat.tenant.settings.TenantSettings;

/** Which applications are scored. */
public final class Eligibility {

    private final Scope scope;
    private final ScoreField field;

    public Eligibility(TenantSettings settings, ScoreField field) {
        this.scope = Scope.of(settings);
        this.field = field;
    }

    /** By the application's own row. */
    public boolean admits(Application application) {
        return scope.admits(application) && field.empty(application.customFields());
    }

    /** By its job; null if this credential cannot see it, as with confidential ones. */
    public static boolean admits(Job job) {
        return job != null && job.open();
    }

    /**
     * By its candidate; null if this credential cannot see it. An anonymised candidate has exercised the right to erasure,
     * although Greenhouse makes the application look new and unscored.
     */
    public static boolean admits(Candidate candidate) {
        return candidate != null && !candidate.stub() && !candidate.anonymised();
    }
}
