package com.rocketmat.score.write;

import com.rocketmat.harvest.Causes;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A few calls in flight at once: Greenhouse takes some tenths of a second for a write, so sequential calls would leave half of
 * its rate window unused. A slow call does not occupy a slot, so that one slow call in a hundred does not halve the throughput.
 *
 * <p>Used by one thread; each call runs in its own thread.
 */
public final class InFlight<W, R> implements AutoCloseable {

    /** Maximum number of calls at once, slow ones aside. */
    public static final int AT_ONCE = 4;
    /** Maximum number of calls at once, slow ones included. */
    static final int MOST = 16;

    static final Duration SLOW = Duration.ofSeconds(2);

    private static final Duration A_WHILE = Duration.ofMillis(200);

    private final IdentityHashMap<W, Long> begun = new IdentityHashMap<>();
    private final BlockingQueue<Answer<W, R>> answers = new LinkedBlockingQueue<>();
    // calls belong to the trace they are made in
    private final ExecutorService threads = Context.taskWrapping(Executors.newVirtualThreadPerTaskExecutor());

    /** @param failure null if there is a result */
    record Answer<W, R>(W work, R result, RuntimeException failure) {}

    boolean isEmpty() {
        return begun.isEmpty();
    }

    int size() {
        return begun.size();
    }

    Set<W> works() {
        return begun.keySet();
    }

    boolean canStart() {
        long now = System.nanoTime();
        long fresh = begun.values().stream()
                .filter(start -> now - start < SLOW.toNanos())
                .count();
        return fresh < AT_ONCE && begun.size() < MOST;
    }

    void start(W work, Function<W, R> call) {
        begun.put(work, System.nanoTime());
        threads.execute(() -> answers.add(answer(work, call)));
    }

    /** The answers that have arrived; waits a little for the first one. */
    List<Answer<W, R>> take() {
        List<Answer<W, R>> taken = new ArrayList<>();
        try {
            Answer<W, R> first = begun.isEmpty() ? null : answers.poll(A_WHILE.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
                answers.drainTo(taken);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calls were in flight", e);
        }
        taken.forEach(answer -> begun.remove(answer.work()));
        return taken;
    }

    private static <W, R> Answer<W, R> answer(W work, Function<W, R> call) {
        try {
            return new Answer<>(work, call.apply(work), null);
        } catch (RuntimeException e) {
            return new Answer<>(work, null, e);
        } catch (Throwable e) {
            // errors too: the slice waits for each answer
            return new Answer<>(work, null, new IllegalStateException(Causes.told(e)));
        }
    }

    /** Waits for all calls in flight. */
    @Override
    public void close() {
        threads.close();
    }
}
