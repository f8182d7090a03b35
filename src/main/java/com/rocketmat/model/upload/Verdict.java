package com.rocketmat.model.upload;

import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.reasons.ReferenceRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What became of a file that was tried, as it comes back from another process.
 *
 * @param checks that it passed; null when it was refused
 * @param reference row of the version, as JSON; null when it was refused
 * @param footprint null when it was refused
 * @param refusal null when it passed
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

    /** @throws ModelRefused when it was */
    UploadChecks.Passed passed() {
        if (refusal != null) {
            throw new ModelRefused(
                    refusal.problem(), refusal.check(), refusal.field(), refusal.reason(), refusal.remedy());
        }
        return new UploadChecks.Passed(checks, ReferenceRow.parse(reference), footprint);
    }
}
