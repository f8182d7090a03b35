package com.rocketmat.harvest.call;

/**
 * The calls of one rate window, several of which may be in flight and overtake each other. A call in flight is spent, whether
 * Greenhouse has counted it by now or not.
 */
final class CallCount {

    private int limit;
    private int remaining;
    private int inFlight;
    /** The fewest calls that Greenhouse said are left, and how many had been taken when it did. */
    private int told;

    private long takenThen;
    /** Answered calls that Greenhouse may have counted in the window to come. */
    private int early;

    CallCount(int limit) {
        this.limit = limit;
        this.remaining = limit;
        this.told = limit;
    }

    int limit() {
        return limit;
    }

    /** Never more than Greenhouse will serve, unless somebody else uses the credential. */
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
        inFlight = Math.max(0, inFlight - 1);
    }

    /** An answered call of which Greenhouse did not say that it was counted; it may have been after the one that told last. */
    void untold() {
        told--;
    }

    /** An answered call that was counted in this window, or already in the next one; in either no more are left than it tells. */
    void early(int left) {
        early++;
        remaining = Math.min(remaining, left - inFlight);
    }

    /** Greenhouse grants another number of calls, in the present window too. */
    void grant(int calls) {
        remaining += calls - limit;
        told += calls - limit;
        limit = calls;
    }

    /**
     * Greenhouse counted a call, in this window or, if it is not sure, in the one before.
     *
     * @param number of the call
     * @param taken the latest call that was taken
     */
    void tell(int left, long number, boolean sure, long taken) {
        // a call that was taken after all that was told holds even if it is more: a window may begin where nobody
        // expects it
        if (left < told || (sure && number > takenThen)) {
            told = left;
            takenThen = taken;
        }
        if (sure) {
            // whatever was answered with more left was counted before it: only those in flight may have been after it
            int certain = told - inFlight;
            remaining = left < remaining ? certain : Math.max(remaining, certain);
        }
    }

    /** What was believed before counts for nothing. */
    void restart(int calls, int left, long taken) {
        limit = calls;
        told = left;
        takenThen = taken;
        remaining = left - inFlight;
        early = 0;
    }

    /** The window is over. What is under way may be counted in the new one. */
    void refill() {
        remaining = limit - inFlight - early;
        told = limit;
        early = 0;
    }

    /** Another replica knows the same window. */
    void atMost(int left, long taken) {
        remaining = Math.min(remaining, left);
        told = Math.min(told, left);
        takenThen = taken;
    }
}
