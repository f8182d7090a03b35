package com.rocketmat.deploy.scaling;

import java.util.random.RandomGenerator;

/** A tenant as the scheduler sees it: due at times, with applications that wait for a score, and its own rate window. */
final class Customer {

    /** Greenhouse's usual limit. */
    private static final int CALLS = 150;

    private static final int WINDOW = 30;

    /** As measured (benchmarks.md, calls-per-score). */
    private static final double CALLS_EACH = 1.087;

    /** Writes run four at a time. */
    private static final double WRITES_AT_ONCE = 4;

    private static final double CALLS_WITHOUT_NEWS = 2;
    private static final double LONGEST_SLICE = 30;

    /** With the jitter of schedule.Spread, so that tenants that started together drift apart. */
    private static final double DRAWN_OUT = 1 / 20.0;

    private final int period;
    private final RandomGenerator random;
    private double applications;
    private double due;
    private long window = -1;
    private double callsLeft = CALLS;

    /**
     * @param period in seconds
     * @param due for the first time
     */
    Customer(int period, double due, RandomGenerator random) {
        this.period = period;
        this.random = random;
        this.due = due;
    }

    double due() {
        return due;
    }

    double waiting() {
        return applications;
    }

    void apply(double more) {
        applications += more;
    }

    /**
     * One slice.
     *
     * @param call duration of a call, in seconds
     * @return when it ends; {@link #due()} is then the start of the next one
     */
    double slice(double now, double call) {
        if (window != (long) (now / WINDOW)) {
            window = (long) (now / WINDOW);
            callsLeft = CALLS;
        }
        double reading = CALLS_WITHOUT_NEWS * call;
        double each = call * CALLS_EACH / WRITES_AT_ONCE;
        double inTime = (LONGEST_SLICE - reading) / each;
        double inWindow = Math.max(0, callsLeft - CALLS_WITHOUT_NEWS) / CALLS_EACH;
        double done = Math.min(applications, Math.min(inTime, inWindow));
        callsLeft -= CALLS_WITHOUT_NEWS + done * CALLS_EACH;
        applications -= done;
        double end = now + reading + done * each;
        if (applications < 1) {
            due = end + period * (1 + DRAWN_OUT * random.nextDouble());
        } else if (inWindow <= inTime) {
            due = Math.max(end, (window + 1.0) * WINDOW);
        } else {
            due = end;
        }
        return end;
    }
}
