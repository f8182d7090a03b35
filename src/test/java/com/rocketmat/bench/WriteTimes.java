package com.rocketmat.bench;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;

/** The PATCHes that a Greenhouse answered, in order of arrival. */
record WriteTimes(List<Instant> times) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** A customer whose Greenhouse has no limit. */
    static PointsCustomer unlimited(String name, int applications) {
        PointsCustomer customer = PointsCustomer.named(name).with(applications);
        customer.organisation().rateLimit(Integer.MAX_VALUE);
        return customer;
    }

    static void await(SandboxStack stack, PointsCustomer customer, int writes) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> of(stack, customer.name()).times().size() >= writes);
    }

    static WriteTimes of(SandboxStack stack, String organisation) {
        return of(stack.greenhouse().calls().of(organisation));
    }

    static WriteTimes of(List<Call> calls) {
        return new WriteTimes(calls.stream()
                .filter(call -> call.method().equals("PATCH") && call.status() == 200)
                .map(Call::at)
                .sorted()
                .toList());
    }

    /** Writes per second, without the first few, which warm everything up. */
    double rateAfter(int warmUp) {
        Duration lasted = Duration.between(times.get(warmUp), times.getLast());
        return (times.size() - 1 - warmUp) / (lasted.toNanos() / 1e9);
    }

    double rateBetween(Instant from, Instant to) {
        long counted = times.stream()
                .filter(time -> !time.isBefore(from) && time.isBefore(to))
                .count();
        return counted / (Duration.between(from, to).toNanos() / 1e9);
    }
}
