package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A thousand tenants with a backlog in one process, all with Greenhouse's usual limit: one with 200,000 applications, 998 with
 * some, and one that gets three in the middle of it. Baselines: the same three while the other tenants are idle, and the process
 * without them.
 */
final class Backlogs {

    private static final int TENANTS = 1_000;
    private static final int LARGE = 200_000;
    private static final int SOME = 60;
    private static final int FEW = 3;
    private static final int LIMIT = 150;
    /** After this many writes all tenants are in the middle of their backlog. */
    private static final int UNDER_WAY = 2_000;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Backlogs() {}

    static List<Row> run(Path build, PrintStream out) {
        PointsCustomer small = limited("small", FEW);
        PointsCustomer large = limited("large", LARGE);
        List<Organisation> backlogs = new ArrayList<>(List.of(large.organisation()));
        IntStream.range(0, TENANTS - 2)
                .forEach(i -> backlogs.add(limited("some-" + i, SOME).organisation()));
        List<Organisation> all = new ArrayList<>(backlogs);
        all.addFirst(small.organisation());
        try (SandboxStack stack = SandboxStack.start(build, VaultStandIn.start(), all);
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Operator operator = stack.operator(application);
            small.join(stack, operator, Map.of("schedule", "6h"));
            await().atMost(PATIENCE).until(small::allRight);
            double alone = few(operator, small);
            long heap = Heap.liveBytes(application);

            Fleet.giveModelOf(small.name(), stack, backlogs);
            Fleet.join(stack, backlogs, Map.of("schedule", "6h"));
            Predicate<Call> ofTheLargest = call -> call.organisation().equals(large.name());
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> written(stack, _ -> true) >= UNDER_WAY && written(stack, ofTheLargest) > 0);
            long before = written(stack, ofTheLargest);
            double among = few(operator, small);
            long heapNow = Heap.liveBytes(application);
            out.printf(
                    "three applications of the smallest tenant: %.1f s, alone %.1f s; of the largest %d were written meanwhile, of all so far %d%n",
                    among, alone, written(stack, ofTheLargest) - before, written(stack, _ -> true));
            double megabyte = 1024 * 1024;
            return List.of(
                    Row.ofCost(
                            "backlog-1000.smallest",
                            among,
                            "s until the three of the smallest tenant were written (when alone)",
                            alone),
                    Row.ofCost(
                            "backlog-1000.heap",
                            heapNow / megabyte,
                            "MiB of live heap (without the 999 others)",
                            heap / megabyte));
        }
    }

    /** Seconds from the request for the run until three new applications have their score. */
    private static double few(Operator operator, PointsCustomer small) {
        IntStream.range(0, FEW).forEach(i -> small.apply(i + 0.5));
        long begun = System.nanoTime();
        operator.post("/api/tenants/%s/runs".formatted(small.name())).then().statusCode(202);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(small::allRight);
        return (System.nanoTime() - begun) / 1e9;
    }

    private static long written(SandboxStack stack, Predicate<Call> whose) {
        return stack.greenhouse()
                .calls()
                .where(call -> call.method().equals("PATCH") && call.status() == 200 && whose.test(call))
                .size();
    }

    private static PointsCustomer limited(String name, int applications) {
        PointsCustomer customer = PointsCustomer.named(name).with(applications);
        customer.organisation().rateLimit(LIMIT);
        return customer;
    }
}
