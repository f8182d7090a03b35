package com.rocketmat.sandbox.greenhouse.switches;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Undocumented aspects of lists: what they accept and what they show. */
public final class ReadSwitches {
    public enum NumberShape {
        NUMBER,
        TEXT
    }

    /** How v3 shows the value of a user field: v1 and webhooks show the first. */
    public enum UserShape {
        OBJECT,
        ID
    }

    /** What users without and with permission to see private candidates get. */
    public enum PrivateCandidates {
        STUB,
        STUB_WITHOUT_ID,
        /** Of a stub too a list shows the fields that were asked for alone. */
        STUB_BY_FIELDS,
        ABSENT,
        SHOWN
    }

    /** What users without permission to see a private field get of it. */
    public enum HiddenFields {
        ABSENT,
        /** As of a field without a value. */
        NULL_ENTRY
    }

    /** How values of number fields are shown. */
    public volatile NumberShape numbers = NumberShape.NUMBER;

    public volatile UserShape users = UserShape.OBJECT;
    public volatile PrivateCandidates privateCandidates = PrivateCandidates.STUB;
    public volatile HiddenFields hiddenFields = HiddenFields.ABSENT;

    /** Whether confidential jobs are shown; in real tenants not even to Site Admins. */
    public volatile boolean confidentialJobs = false;

    /** Whether applications are shown whose candidate is private, or whose job is confidential, and hidden from the user for that. */
    public volatile boolean applicationsOfHidden = true;

    public volatile Duration cursorLifetime = ChronoUnit.FOREVER.getDuration();

    /** Parameters that are accepted without effect: seen in real tenants, a 200 does not prove that a filter was applied. */
    public volatile Set<String> ignoredFilters = Set.of();
}
