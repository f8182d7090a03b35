package com.rocketmat.bench;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Applications of one tenant scored and written per second by the packaged application in its own process, with a Greenhouse
 * without a limit. The baseline is a process that only PATCHes, with as many calls in flight. Measured once with 25 ms per
 * Greenhouse call, a tenth of a real write, and once with immediate answers, which no network gives: then the steps of a
 * slice, one after the other, and code that is still being compiled take the time.
 */
final class EndToEnd {

    private static final String AT_ONCE = "end-to-end.at-once";
    private static final Duration LATENCY = Duration.ofMillis(25);

    /** A customer of ours and one of the bare loop; the first few writes of each are not counted. */
    private record Pair(PointsCustomer ours, PointsCustomer bare, int applications, int warmUp) {

        static Pair of(String suffix, int applications, int warmUp) {
            return new Pair(
                    WriteTimes.unlimited("ours-" + suffix, applications),
                    WriteTimes.unlimited("bare-" + suffix, applications),
                    applications,
                    warmUp);
        }

        int counted() {
            return applications - warmUp;
        }
    }

    private EndToEnd() {}

    static List<Row> run(Path build, PrintStream out) {
        Pair atOnce = Pair.of("at-once", 20_000, 12_000);
        Pair slower = Pair.of("slower", 2_000, 500);
        try (SandboxStack stack = SandboxStack.start(
                        build,
                        VaultStandIn.start(),
                        Stream.of(atOnce.ours(), atOnce.bare(), slower.ours(), slower.bare())
                                .map(PointsCustomer::organisation)
                                .toList());
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Stream.of(slower.ours(), slower.bare())
                    .forEach(customer -> stack.greenhouse()
                            .faults()
                            .on(Match.any().organisation(customer.name()))
                            .always()
                            .answer(new Fault.Delay(LATENCY)));
            String unit = "applications scored and written a second%s (only PATCHed)";
            Row hurried =
                    compare(stack, application, atOnce, AT_ONCE, unit.formatted(", each call answered at once"), out);
            return List.of(
                    compare(stack, application, slower, "end-to-end", unit.formatted(", each call 25 ms"), out),
                    hurried);
        }
    }

    private static Row compare(
            SandboxStack stack, ApplicationProcess application, Pair pair, String name, String unit, PrintStream out) {
        BareWrites.run(stack, pair.bare().organisation());
        double bare = WriteTimes.of(stack, pair.bare().name()).rateAfter(pair.warmUp());
        pair.ours().join(stack, stack.operator(application), Map.of());
        WriteTimes.await(stack, pair.ours(), pair.warmUp());
        Processor before = Processor.of(stack, application);
        WriteTimes.await(stack, pair.ours(), pair.applications());
        String processor = Processor.of(stack, application).since(before, pair.counted());
        if (!pair.ours().allRight()) {
            throw new IllegalStateException("not every application carries its score");
        }
        double rate = WriteTimes.of(stack, pair.ours().name()).rateAfter(pair.warmUp());
        out.printf(
                "%s: %.0f a second, a loop that only PATCHes %.0f; an application: %s%n", name, rate, bare, processor);
        return Row.ofGain(name, rate, unit, bare);
    }
}
