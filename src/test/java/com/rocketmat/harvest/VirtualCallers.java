package com.rocketmat.harvest;

import com.rocketmat.harvest.call.AnswerHeaders;
import com.rocketmat.harvest.call.RateBudget;
import com.rocketmat.harvest.call.RateBudget.Turn;
import com.rocketmat.harvest.call.ServerClock;
import com.rocketmat.tenant.FixedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Concurrent callers that always have work, in virtual time and with a wrong local clock. */
public final class VirtualCallers {

    /** As in the schedule: how long after the window's edge a tenant is due, and how long until it is noticed. */
    private static final Duration AFTER_WINDOW = Duration.ofMillis(600);

    private static final int POLLING_MILLIS = 1_000;

    private final FixedWindows greenhouse;
    private final RateBudget budget;
    private final Duration skew;
    private final int latencyMillis;
    private final Random random;
    private final FixedClock local = new FixedClock();
    private final ServerClock clock = new ServerClock(local);
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private long number;
    private Instant end = Instant.MIN;

    public VirtualCallers(
            FixedWindows greenhouse, RateBudget budget, int skewMillis, int latencyMillis, Random random) {
        this.greenhouse = greenhouse;
        this.budget = budget;
        this.skew = Duration.ofMillis(skewMillis);
        this.latencyMillis = latencyMillis;
        this.random = random;
    }

    private record Event(Instant at, long number, Runnable what) {}

    /** Returns when the last call was answered: none is made after the end. */
    public Instant run(int callers, Instant start, Instant end) {
        for (int caller = 0; caller < callers; caller++) {
            plan(start, () -> ask(start));
        }
        Instant last = start;
        this.end = end;
        while (!events.isEmpty()) {
            Event next = events.poll();
            last = next.at();
            local.set(last.plus(skew));
            next.what().run();
        }
        return last;
    }

    private void plan(Instant at, Runnable what) {
        events.add(new Event(at, number++, what));
    }

    private void ask(Instant now) {
        if (!now.isBefore(end)) {
            return;
        }
        switch (budget.take(clock.now())) {
            case Turn.Call call -> call(now, call);
            case Turn.Wait wait -> wait(now, wait.until());
        }
    }

    private void wait(Instant now, Instant until) {
        Instant due = clock.local(until).minus(skew).plus(AFTER_WINDOW);
        Instant seen = (due.isBefore(now) ? now : due).plusMillis(random.nextInt(POLLING_MILLIS));
        if (seen.isBefore(end)) {
            plan(seen, () -> ask(seen));
        }
    }

    private void call(Instant now, Turn.Call call) {
        int millis = 1 + random.nextInt(latencyMillis);
        Instant counted = now.plusMillis(random.nextInt(millis + 1));
        Instant back = now.plusMillis(millis);
        long left = Duration.between(counted, back).toMillis();
        Instant stamped = counted.plusMillis(random.nextInt((int) left + 1));
        plan(counted, () -> {
            AnswerHeaders answer = greenhouse.call(counted, stamped);
            plan(back, () -> answered(call, answer, back));
        });
    }

    private void answered(Turn.Call call, AnswerHeaders answer, Instant now) {
        clock.observe(answer);
        budget.observe(call, answer, clock.now());
        ask(now);
    }
}
