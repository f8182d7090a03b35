package com.rocketmat.doctor;

import java.util.Set;

/** One thing that the doctor looks at. */
interface Check {

    /** What its finding is called. */
    String name(Examination examination);

    /** Whether it concerns this tenant. */
    default boolean applies(Examination examination) {
        return true;
    }

    /** Findings without which this cannot be looked at; those that are not there do not matter. */
    default Set<String> needs(Examination examination) {
        return Set.of();
    }

    /** Whether it calls Greenhouse. */
    default boolean asksGreenhouse() {
        return true;
    }

    /**
     * Looks.
     *
     * @throws com.rocketmat.harvest.HarvestException what that means is told by {@link com.rocketmat.harvest.advice.Advice}
     */
    Finding look(Examination examination);
}
