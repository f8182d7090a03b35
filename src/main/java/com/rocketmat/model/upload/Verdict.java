package com.rocketmat.model.upload;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.reasons.ReferenceRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The result of a trial, which its process returns.
 *
 * @param checks null if refused
 * @param reference the version's reference row as JSON; null if refused
 * @param footprint null if refused
 * @param refusal null if passed
 */
@RegisterForReflection
record Verdict(List<Check> checks, String reference, Footprint footprint, Refusal refusal) {

    @RegisterForReflection
    record Refusal(String problem, String check, String field, String reason, String remedy) {}

    static Verdict passed(UploadChecks.Passed passed) {
        return new Verdict(passed.checks(), passed.reference().toJson(), passed.footprint(), null);
    }

    static Verdict refused(ModelRefused refused) {
        return new Verdict(
                null,
                null,
                null,
                new Refusal(refused.problem(), refused.check(), refused.field(), refused.reason(), refused.remedy()));
    }

    /**
     * Returns the result of the checks.
     *
     * @throws ModelRefused if the model was refused
     * @throws IllegalArgumentException if this is not the answer of a trial
     */
    UploadChecks.Passed passed() {
        if (refusal != null) {
            throw new ModelRefused(
                    refusal.problem(), refusal.check(), refusal.field(), refusal.reason(), refusal.remedy());
        }
        if (checks == null || footprint == null) {
            throw new IllegalArgumentException("a verdict without checks or footprint");
        }
        return new UploadChecks.Passed(checks, ReferenceRow.parse(reference), footprint);
    }
}
