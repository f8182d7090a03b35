package com.rocketmat.doctor;

import com.rocketmat.harvest.Operation;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A check of the doctor.
 *
 * @param needs names of checks that must pass first; those that did not apply are ignored
 * @param run may throw a {@link com.rocketmat.harvest.HarvestException}, which becomes a finding
 */
record Check(
        Function<Examination, String> name,
        boolean asksGreenhouse,
        Predicate<Examination> applies,
        Function<Examination, Set<String>> needs,
        Function<Examination, Finding> run) {

    static Check of(String name, Function<Examination, Finding> run, String... needs) {
        return new Check(_ -> name, true, _ -> true, _ -> Set.of(needs), run);
    }

    /** Of the custom fields of applications. */
    static Check ofFields(String name, Function<Examination, Finding> run) {
        return of(name, run)
                .needing(examination -> Set.of(
                        CredentialChecks.CREDENTIAL,
                        examination.check(Operation.LIST_CUSTOM_FIELDS),
                        ActingUserCheck.NAME));
    }

    /** Does not call Greenhouse. */
    Check offline() {
        return new Check(name, false, applies, needs, run);
    }

    Check where(Predicate<Examination> condition) {
        return new Check(name, asksGreenhouse, condition, needs, run);
    }

    Check needing(Function<Examination, Set<String>> others) {
        return new Check(name, asksGreenhouse, applies, others, run);
    }
}
