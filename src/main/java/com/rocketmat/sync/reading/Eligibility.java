package com.rocketmat.sync.reading;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.write.Scope;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.Optional;

/** Which applications are scored, and why others are not. */
public final class Eligibility {

    private final Scope scope;
    private final ScoreField field;

    public Eligibility(TenantSettings settings, ScoreField field) {
        this.scope = Scope.of(settings);
        this.field = field;
    }

    public boolean admits(Application application) {
        return leftAlone(application).isEmpty();
    }

    public static boolean admits(Job job) {
        return leftAlone(job).isEmpty();
    }

    public static boolean admits(Candidate candidate) {
        return leftAlone(candidate).isEmpty();
    }

    public Optional<LeftAlone> leftAlone(Application application) {
        return scope.leftAlone(application)
                .or(() ->
                        field.empty(application.customFields()) ? Optional.empty() : Optional.of(LeftAlone.HAS_VALUE));
    }

    /** By its job; null if this credential cannot see the job, for example because it is confidential. */
    public static Optional<LeftAlone> leftAlone(Job job) {
        if (job == null) {
            return Optional.of(LeftAlone.JOB_NOT_SHOWN);
        }
        return job.open() ? Optional.empty() : Optional.of(LeftAlone.JOB_NOT_OPEN);
    }

    /**
     * By its candidate; null if this credential cannot see the candidate. An anonymised candidate has exercised the right to erasure,
     * although Greenhouse makes the application look new and unscored.
     */
    public static Optional<LeftAlone> leftAlone(Candidate candidate) {
        if (candidate == null || candidate.stub()) {
            return Optional.of(LeftAlone.CANDIDATE_NOT_SHOWN);
        }
        return candidate.anonymised() ? Optional.of(LeftAlone.ANONYMISED) : Optional.empty();
    }
}
