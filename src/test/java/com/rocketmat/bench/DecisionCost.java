package com.rocketmat.bench;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.Match;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** What the decision log costs: applications of one tenant scored and written per second, as in {@link EndToEnd}, beside {@code decisions=off}. */
final class DecisionCost implements Benchmark {

    private static final String SEALED = "decisions.features";
    private static final String OFF = "off";
    private static final String SCORES = "scores";
    private static final String FEATURES = "features";

    /** Each setting before and after the others, since the process gets faster. */
    private static final List<String> TURNS = List.of(OFF, SCORES, FEATURES, FEATURES, SCORES, OFF);

    private static final Duration LATENCY = Duration.ofMillis(25);
    private static final int APPLICATIONS = 1_600;
    private static final int WARM_UP = APPLICATIONS / 4;

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public Set<String> rows() {
        return Set.of(name(), SEALED);
    }

    @Override
    public List<Row> run(Path build, PrintStream out) {
        List<PointsCustomer> customers = IntStream.range(0, TURNS.size())
                .mapToObj(turn -> WriteTimes.unlimited(TURNS.get(turn) + "-" + turn, APPLICATIONS))
                .toList();
        try (SandboxStack stack = SandboxStack.start(
                        build,
                        VaultStandIn.start(),
                        customers.stream().map(PointsCustomer::organisation).toList());
                ApplicationProcess application = stack.startApplication(Map.of())) {
            stack.greenhouse().faults().on(Match.any()).always().answer(new Fault.Delay(LATENCY));
            Map<String, Double> rates = new HashMap<>();
            for (int turn = 0; turn < TURNS.size(); turn++) {
                double rate = rate(stack, application, customers.get(turn), TURNS.get(turn), out);
                rates.merge(TURNS.get(turn), rate / 2, Double::sum);
            }
            String unit = "applications scored and written a second, each call 25 ms (decisions=off)";
            return List.of(
                    Row.ofGain(name(), rates.get(SCORES), unit, rates.get(OFF)),
                    Row.ofGain(SEALED, rates.get(FEATURES), unit, rates.get(OFF)));
        }
    }

    private static double rate(
            SandboxStack stack,
            ApplicationProcess application,
            PointsCustomer customer,
            String decisions,
            PrintStream out) {
        customer.join(stack, stack.operator(application), Map.of("decisions", decisions));
        WriteTimes.await(stack, customer, WARM_UP);
        Processor before = Processor.of(stack, application);
        WriteTimes.await(stack, customer, APPLICATIONS);
        String processor = Processor.of(stack, application).since(before, APPLICATIONS - WARM_UP);
        double rate = WriteTimes.of(stack, customer.name()).rateAfter(WARM_UP);
        out.printf("decisions=%s: %.0f a second; an application: %s%n", decisions, rate, processor);
        return rate;
    }
}
