package com.rocketmat.harvest.row;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A reason of {@code GET /v3/rejection_reasons}: of it the type alone, which is Greenhouse's, and not the customer's own wording. */
@RegisterForReflection
public record RejectionReason(long id, Type type) {

    /** What kind of reason it is; {@code name} is such as "We rejected them". */
    @RegisterForReflection
    public record Type(String key, String name) {}
}
