package com.rocketmat.decision.seal;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A tenant's unwrapped key. Prints as {@code ***}, and its secret is not serialised.
 *
 * @param secret the key itself; use it only to derive an application's key
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DataKey(long id, @JsonIgnore byte[] secret) {

    @Override
    public String toString() {
        return "***";
    }
}
