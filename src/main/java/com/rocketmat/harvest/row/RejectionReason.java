package com.rocketmat.harvest.row;

/** A reason from {@code GET /v3/rejection_reasons}: only its type, which Greenhouse defines, without the customer's wording. */
public record RejectionReason(long id, Type type) {

    /** The type of a reason; {@code name} is for example "We rejected them". */
    public record Type(String key, String name) {}
}
