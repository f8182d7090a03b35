package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applications of one tenant scored and written per second while one call in nine fails, reads and writes alike: 5 % with a 5xx,
 * 3 % by a reset connection, 2 % by a connection dropped after the call was served, 1 % by a timeout. The baseline is a tenant
 * without faults, at the same time. Both may make 60 calls per second, of 25 ms each.
 */
final class Goodput {

    private static final int APPLICATIONS = 6_000;
    private static final int LIMIT = 1_800;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration LATENCY = Duration.ofMillis(25);
    private static final Duration SLOW = Duration.ofSeconds(15);
    private static final int APPLIED_AND_REFUSED = 503;
    private static final Set<Integer> APPLIED = Set.of(200, APPLIED_AND_REFUSED);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Goodput() {}

    static List<Row> run(Path build, PrintStream out) {
        PointsCustomer calm = customer("calm");
        PointsCustomer troubled = customer("troubled");
        List<PointsCustomer> both = List.of(calm, troubled);
        try (SandboxStack stack = SandboxStack.start(
                        build,
                        VaultStandIn.start(),
                        both.stream().map(PointsCustomer::organisation).toList());
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Faults faults = stack.greenhouse().faults();
            Match troubles = Match.any().organisation(troubled.name());
            faults.randomly(0.05, 1, troubles, Fault.serverError(), new Fault.ApplyThenStatus(APPLIED_AND_REFUSED));
            faults.randomly(0.03, 2, troubles, new Fault.Drop());
            faults.randomly(0.02, 3, troubles, new Fault.Truncate());
            faults.randomly(0.01, 4, troubles, new Fault.Delay(SLOW));
            both.forEach(customer -> faults.on(Match.any().organisation(customer.name()))
                    .always()
                    .answer(new Fault.Delay(LATENCY)));
            atTheStartOfAWindow();
            both.forEach(customer -> customer.join(stack, stack.operator(application), Map.of()));
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> both.stream().allMatch(PointsCustomer::allRight));

            double rate = rate(stack, troubled);
            double calmly = rate(stack, calm);
            long repeated = repeated(stack, troubled);
            out.printf("%.1f a second, %.1f without faults; %d PATCHes repeated%n", rate, calmly, repeated);
            return List.of(
                    Row.ofGain(
                            "goodput",
                            rate,
                            "applications scored and written a second, one call in nine fails (without faults)",
                            calmly),
                    Row.ofCount(
                            "goodput.repeated",
                            (double) repeated,
                            "PATCHes repeated that had been served (applications)",
                            APPLICATIONS));
        }
    }

    /** Greenhouse's windows start at each half minute; a client that starts right before gets two windows at once. */
    private static void atTheStartOfAWindow() {
        await().atMost(WINDOW.plusSeconds(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Instant.now().getEpochSecond() % WINDOW.toSeconds() == 0);
    }

    /** For all applications, until the last of them has its score. */
    private static double rate(SandboxStack stack, PointsCustomer customer) {
        List<Instant> last = stack.greenhouse().calls().of(customer.name()).stream()
                .filter(call -> call.method().equals("PATCH"))
                .collect(Collectors.groupingBy(Call::path, Collectors.mapping(Call::at, Collectors.toList())))
                .values()
                .stream()
                .flatMap(times -> times.stream().max(Instant::compareTo).stream())
                .sorted()
                .toList();
        return new WriteTimes(last).rateAfter(0);
    }

    private static long repeated(SandboxStack stack, PointsCustomer customer) {
        Stream<Writes.Repeat> repeats = Writes.into(stack.greenhouse(), customer.name()).repeats().stream();
        return repeats.filter(repeat -> APPLIED.contains(repeat.first().status()))
                .count();
    }

    private static PointsCustomer customer(String name) {
        PointsCustomer customer = PointsCustomer.named(name).with(APPLICATIONS);
        customer.organisation().rateLimit(LIMIT);
        return customer;
    }
}
