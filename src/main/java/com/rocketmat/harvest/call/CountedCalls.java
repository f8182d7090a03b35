package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.call.RateBudget.Turn;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;

/** Makes calls within one rate window, and updates the window and the server clock from every answer. */
public final class CountedCalls {

    private final RateBudget budget;
    private final ServerClock clock;
    private final MeterRegistry metrics;

    public CountedCalls(RateBudget budget, ServerClock clock, MeterRegistry metrics) {
        this.budget = budget;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Throws a {@link HarvestException} if the window is used up, and an {@link HttpRefusal} if the answer is an error. */
    public <T> Answer<T> make(Supplier<RestResponse<T>> call) {
        Turn.Call turn = take();
        RestResponse<T> answer;
        try {
            answer = call.get();
        } catch (HttpRefusal refusal) {
            observe(turn, refusal.headers());
            throw refusal;
        } catch (RuntimeException | Error e) {
            budget.abandon();
            throw e;
        }
        AnswerHeaders headers = AnswerHeaders.of(answer::getHeaderString);
        observe(turn, headers);
        return new Answer<>(answer.getEntity(), headers);
    }

    /** A 429: no call before this moment. */
    public Throttled refused() {
        metrics.counter(HarvestCalls.THROTTLED).increment();
        return new Throttled(clock.local(budget.refused(clock.now())), true);
    }

    /** Until when callers other than runs leave the window to runs, by our clock. */
    public Optional<Instant> restUntil() {
        return budget.restUntil(clock.now()).map(clock::local);
    }

    private Turn.Call take() {
        return switch (budget.take(clock.now())) {
            case Turn.Call call -> call;
            case Turn.Wait wait -> throw new HarvestException(new Throttled(clock.local(wait.until())));
        };
    }

    private void observe(Turn.Call turn, AnswerHeaders headers) {
        clock.observe(headers);
        budget.observe(turn, headers, clock.now());
    }
}
