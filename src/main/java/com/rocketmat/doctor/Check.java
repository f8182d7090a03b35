package com.rocketmat.doctor;

import com.rocketmat.harvest.Operation;
import java.util.Set;

interface Check {

    default boolean applies(Examination examination) {
        return true;
    }

    /** Names of checks that must pass first; those that did not apply are ignored. */
    default Set<String> needs(Examination examination) {
        return Set.of();
    }

    default boolean asksGreenhouse() {
        return true;
    }

    /** May throw a {@link com.rocketmat.harvest.HarvestException}, which becomes a finding. */
    Finding run(Examination examination);

    /** Does not call Greenhouse. */
    interface Offline extends Check {

        @Override
        default boolean asksGreenhouse() {
            return false;
        }
    }

    /** Checks the custom fields of applications. */
    interface OfFields extends Check {

        @Override
        default Set<String> needs(Examination examination) {
            return Set.of(CredentialCheck.NAME, examination.check(Operation.LIST_CUSTOM_FIELDS), ActingUserCheck.NAME);
        }
    }
}
