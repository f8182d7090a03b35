package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes per second of three replicas on one database compared with one of them, with a backlog of more tenants than all workers
 * can serve. Greenhouse takes 200 ms per call and allows each tenant 150 calls in a window (of 5 s), so that a replica is limited
 * as in production: by its few workers, which wait for answers, and not by the processors that three replicas share here.
 */
final class Replicas {

    private static final int TENANTS = 48;
    private static final int APPLICATIONS = 300;
    private static final int REPLICAS = 3;
    private static final String WORKERS = "2";
    private static final Duration LATENCY = Duration.ofMillis(200);
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final int LIMIT = 150;
    /** A replica that has just started is not compared. */
    private static final int WARM_UP = 600;

    private static final Duration MEASURED = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Replicas() {}

    static List<Row> run(Path build, PrintStream out) {
        PointsCustomer first = PointsCustomer.named("first").with(1);
        List<PointsCustomer> customers = IntStream.range(0, TENANTS)
                .mapToObj(i -> PointsCustomer.named("customer-" + i).with(APPLICATIONS))
                .toList();
        List<Organisation> organisations =
                customers.stream().map(PointsCustomer::organisation).toList();
        organisations.forEach(organisation -> organisation.rateLimit(LIMIT));
        List<Organisation> all = IntStream.rangeClosed(0, TENANTS)
                .mapToObj(i -> i < TENANTS ? organisations.get(i) : first.organisation())
                .toList();
        Map<String, String> environment = Map.of("ROCKETMAT_SYNC_WORKERS", WORKERS);
        try (SandboxStack stack = SandboxStack.start(build, VaultStandIn.start(), all);
                ApplicationProcess one = stack.startApplication(environment)) {
            first.join(stack, stack.operator(one), Map.of());
            Fleet.giveModelOf(first.name(), stack, organisations);
            stack.greenhouse().switches().rates.v3Window = WINDOW;
            stack.greenhouse().faults().on(Match.any()).always().answer(new Fault.Delay(LATENCY));
            Fleet.join(stack, organisations, Map.of());
            double alone = measure(stack, 1);
            try (ApplicationProcess _ = stack.startApplication(environment);
                    ApplicationProcess _ = stack.startApplication(environment)) {
                double together = measure(stack, REPLICAS);
                out.printf(
                        "of %s workers each: one replica %.1f, %d replicas %.1f writes a second; %d are still to be written%n",
                        WORKERS,
                        alone,
                        REPLICAS,
                        together,
                        TENANTS * APPLICATIONS - writes(stack).times().size());
                return List.of(Row.ofGain("replicas-3", together, "writes a second of three replicas (one)", alone));
            }
        }
    }

    /** Once that many replicas have tenants and write. */
    private static double measure(SandboxStack stack, int replicas) {
        await().atMost(PATIENCE)
                .until(() ->
                        stack.database().count("SELECT count(DISTINCT picked_by) FROM scheduled_tasks WHERE picked")
                                == replicas);
        int before = writes(stack).times().size();
        await().atMost(PATIENCE).until(() -> writes(stack).times().size() >= before + WARM_UP);
        Instant from = writes(stack).times().getLast();
        await().pollDelay(MEASURED).atMost(MEASURED.plus(PATIENCE)).until(() -> true);
        return writes(stack).rateBetween(from, from.plus(MEASURED));
    }

    private static WriteTimes writes(SandboxStack stack) {
        return WriteTimes.of(stack.greenhouse().calls().all());
    }
}
