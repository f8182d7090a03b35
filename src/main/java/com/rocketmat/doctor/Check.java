package com.rocketmat.doctor;

import java.util.Set;

/** One check of the doctor. */
interface Check {

    /** The name of its finding. */
    String name(Examination examination);

    /** Whether the check applies to this tenant. */
    default boolean applies(Examination examination) {
        return true;
    }

    /** Findings that this check depends on; those that were not produced are ignored. */
    default Set<String> needs(Examination examination) {
        return Set.of();
    }

    /** Whether it calls Greenhouse. */
    default boolean asksGreenhouse() {
        return true;
    }

    /**
     * Runs the check.
     *
     * @throws com.rocketmat.harvest.HarvestException explained to people by {@link com.rocketmat.harvest.advice.Advice}
     */
    Finding look(Examination examination);
}
