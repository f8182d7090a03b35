package com.rocketmat.tenant;

/**
 * A state with its explanation.
 *
 * @param reason what is wrong or worth knowing, null when all is well
 * @param remedy what to do about it, null when there is nothing to do
 */
public record Standing(TenantState state, String reason, String remedy) {

    static Standing of(TenantState state) {
        return new Standing(state, null, null);
    }
}
