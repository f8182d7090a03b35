package com.rocketmat.doctor;

import com.rocketmat.harvest.Operation;
import java.util.Set;

interface Check {

    default boolean applies(Examination examination) {
        return true;
    }

    /** Findings that this check depends on; those that were not produced are ignored. */
    default Set<String> needs(Examination examination) {
        return Set.of();
    }

    default boolean asksGreenhouse() {
        return true;
    }

    /** A {@link com.rocketmat.harvest.HarvestException} is explained to people by {@link com.rocketmat.harvest.advice.Advice}. */
    Finding look(Examination examination);

    /** It uses what earlier checks found. */
    interface Offline extends Check {

        @Override
        default boolean asksGreenhouse() {
            return false;
        }
    }

    /** It looks at the custom fields of applications. */
    interface OfFields extends Check {

        @Override
        default Set<String> needs(Examination examination) {
            return Set.of(CredentialCheck.NAME, examination.check(Operation.LIST_CUSTOM_FIELDS), ActingUserCheck.NAME);
        }
    }
}
