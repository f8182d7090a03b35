package com.rocketmat.sandbox.greenhouse;

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

    private volatile NumberShape numbers = NumberShape.NUMBER;
    private volatile UserShape users = UserShape.OBJECT;
    private volatile PrivateCandidates privateCandidates = PrivateCandidates.STUB;
    private volatile HiddenFields hiddenFields = HiddenFields.ABSENT;
    private volatile boolean confidentialJobs = false;
    private volatile boolean applicationsOfHidden = true;
    private volatile Duration cursorLifetime = ChronoUnit.FOREVER.getDuration();
    private volatile Set<String> ignoredFilters = Set.of();

    /** How values of number fields are shown. */
    public NumberShape numbers() {
        return numbers;
    }

    public ReadSwitches numbers(NumberShape value) {
        numbers = value;
        return this;
    }

    public UserShape users() {
        return users;
    }

    public ReadSwitches users(UserShape value) {
        users = value;
        return this;
    }

    public PrivateCandidates privateCandidates() {
        return privateCandidates;
    }

    public ReadSwitches privateCandidates(PrivateCandidates value) {
        privateCandidates = value;
        return this;
    }

    public HiddenFields hiddenFields() {
        return hiddenFields;
    }

    public ReadSwitches hiddenFields(HiddenFields value) {
        hiddenFields = value;
        return this;
    }

    /** Whether confidential jobs are shown; in real tenants not even to Site Admins. */
    public boolean confidentialJobs() {
        return confidentialJobs;
    }

    public ReadSwitches confidentialJobs(boolean value) {
        confidentialJobs = value;
        return this;
    }

    /** Whether applications are shown whose candidate is private, or whose job is confidential, and hidden from the user for that. */
    public boolean applicationsOfHidden() {
        return applicationsOfHidden;
    }

    public ReadSwitches applicationsOfHidden(boolean value) {
        applicationsOfHidden = value;
        return this;
    }

    public Duration cursorLifetime() {
        return cursorLifetime;
    }

    public ReadSwitches cursorLifetime(Duration value) {
        cursorLifetime = value;
        return this;
    }

    /** Parameters that are accepted without effect: seen in real tenants, a 200 does not prove that a filter was applied. */
    public Set<String> ignoredFilters() {
        return ignoredFilters;
    }

    public ReadSwitches ignoredFilters(Set<String> value) {
        ignoredFilters = value;
        return this;
    }
}
