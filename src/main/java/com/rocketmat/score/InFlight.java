package com.rocketmat.score;

import io.opentelemetry.context.Context;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Makes calls, a few at once: Greenhouse takes some tenths of a second for a write, and one after the other they would leave half
 * of its rate window unused.
 */
final class InFlight {

    static final int AT_ONCE = 4;

    private InFlight() {}

    private record Answer<W, R>(W work, R result, RuntimeException failure) {}

    /**
     * Makes them in the given order. After a failure no more are started; those in flight are waited for, then it is thrown.
     *
     * @param goOn asked before each call
     * @param done told each result, by the caller's thread
     * @param settle what was told since the last time is to be settled; the next calls are in flight meanwhile, so that those that are
     *     answered sooner than one is settled are settled together, and never more than were in flight
     */
    static <W, R> void each(
            Iterable<W> work, BooleanSupplier goOn, Function<W, R> call, BiConsumer<W, R> done, Runnable settle) {
        // calls are of the trace that they are made in
        try (ExecutorService threads = Context.taskWrapping(Executors.newVirtualThreadPerTaskExecutor())) {
            var answers = new ExecutorCompletionService<Answer<W, R>>(threads);
            Iterator<W> rest = work.iterator();
            RuntimeException failure = null;
            int flying = 0;
            while (true) {
                while (failure == null && flying < AT_ONCE && rest.hasNext() && goOn.getAsBoolean()) {
                    W next = rest.next();
                    answers.submit(() -> answer(next, call));
                    flying++;
                }
                settle.run();
                if (flying == 0) {
                    break;
                }
                Future<Answer<W, R>> answered = answers.take();
                while (answered != null) {
                    Answer<W, R> answer = answered.get();
                    flying--;
                    if (answer.failure() == null) {
                        done.accept(answer.work(), answer.result());
                    } else if (failure == null) {
                        failure = answer.failure();
                    }
                    answered = answers.poll();
                }
            }
            if (failure != null) {
                throw failure;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while calls were in flight", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <W, R> Answer<W, R> answer(W work, Function<W, R> call) {
        try {
            return new Answer<>(work, call.apply(work), null);
        } catch (RuntimeException e) {
            return new Answer<>(work, null, e);
        }
    }
}
