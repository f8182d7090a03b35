package com.rocketmat.harvest.call;

/**
 * The calls of one rate window, several of which may be in flight and overtake each other. A call in flight counts as spent,
 * whether or not Greenhouse has counted it yet.
 */
final class CallCount {

    private int limit;
    private int remaining;
    private int inFlight;
    /** The lowest number of remaining calls that Greenhouse reported, and how many calls had been made by then. */
    private int reported;

    private long takenAtReport;
    /** Answered calls that Greenhouse may have counted in the next window. */
    private int early;

    CallCount(int limit) {
        this.limit = limit;
        this.remaining = limit;
        this.reported = limit;
    }

    int limit() {
        return limit;
    }

    /** Never more than Greenhouse will serve, unless another client uses the credential. */
    int remaining() {
        return Math.max(0, remaining);
    }

    int early() {
        return early;
    }

    void take() {
        remaining--;
        inFlight++;
    }

    void answered() {
        inFlight--;
    }

    /** A finished call for which Greenhouse reported no count; it may have been counted after the last report. */
    void unreported() {
        reported--;
    }

    /** An answered call that was counted in this window or in the next one; either has at most this many calls left. */
    void answeredEarly(int left) {
        early++;
        remaining = Math.min(remaining, left - inFlight);
    }

    /** Greenhouse changed the limit, for the current window too. */
    void changeLimit(int calls) {
        remaining += calls - limit;
        limit = calls;
    }

    /** Greenhouse counted a call in this window, or if that is not {@code certain} in the one before; {@code taken} is the latest call made. */
    void report(int left, long number, boolean certain, long taken) {
        // a call made after every earlier report is right even if it reports more: a window may start unexpectedly
        if (left < reported || (certain && number > takenAtReport)) {
            reported = left;
            takenAtReport = taken;
        }
        if (certain) {
            // answers that report more were counted earlier: only calls in flight may have been counted later
            int spendable = reported - inFlight;
            remaining = left < remaining ? spendable : Math.max(remaining, spendable);
        }
    }

    void restart(int calls, int left, long taken) {
        limit = calls;
        reported = left;
        takenAtReport = taken;
        remaining = left - inFlight;
        early = 0;
    }

    /** The window has ended. Calls in flight may be counted in the new one. */
    void refill() {
        remaining = limit - inFlight - early;
        reported = limit;
        early = 0;
    }

    /** Adopts another replica's count of the same window. */
    void adopt(int left, long taken) {
        remaining = Math.min(remaining, left);
        reported = Math.min(reported, left);
        takenAtReport = taken;
    }
}
