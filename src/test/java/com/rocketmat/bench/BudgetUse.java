package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How much of Greenhouse's rate window is used while there is a backlog. The window of 150 calls in 30 s is scaled down to a
 * sixth, once with a Greenhouse that answers at once, once with one that takes a sixth of 240 ms for a write. The baseline is the
 * whole window.
 */
final class BudgetUse {

    private static final int LIMIT = 150;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration WRITE = Duration.ofMillis(40);
    private static final int APPLICATIONS = 1_500;
    private static final int REFUSED = 429;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private BudgetUse() {}

    /**
     * Shares used of the complete windows after the first.
     *
     * @param refused in all windows after the first
     */
    private record Use(int windows, double least, double mean, double callsEach, long calls, long refused) {}

    static List<Row> run(Path build, PrintStream out) {
        PointsCustomer near = customer("near");
        PointsCustomer far = customer("far");
        try (SandboxStack stack = SandboxStack.start(
                        build, VaultStandIn.start(), List.of(near.organisation(), far.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of())) {
            stack.greenhouse().switches().rates.v3Window = WINDOW;
            stack.greenhouse()
                    .faults()
                    .on(Match.patch("/v3/applications").organisation(far.name()))
                    .always()
                    .answer(new Fault.Delay(WRITE));
            // at the same time, because each has its own window
            for (PointsCustomer customer : List.of(near, far)) {
                customer.appear(stack, stack.operator(application), Map.of());
                stack.operator(application)
                        .giveModel(customer.name(), Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
            }
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> near.allRight() && far.allRight());
            Use atOnce = use(stack.greenhouse().calls().of(near.name()));
            Use later = use(stack.greenhouse().calls().of(far.name()));
            out.printf("%-22s %8s %9s %8s %8s %5s%n", "a write takes", "windows", "least", "mean", "calls/a.", "429s");
            print(out, "no time", atOnce);
            print(out, WRITE.toMillis() + " ms (240 ms)", later);
            return List.of(
                    Row.ofGain(
                            "budget",
                            100 * Math.min(atOnce.mean(), later.mean()),
                            "% of the rate window used, mean of the worse of two tenants (all of it)",
                            100),
                    Row.ofCount(
                            "budget-429s",
                            (double) (atOnce.refused() + later.refused()),
                            "429s after the first window (calls)",
                            (double) (atOnce.calls() + later.calls())));
        }
    }

    private static PointsCustomer customer(String name) {
        PointsCustomer customer = PointsCustomer.named(name).with(APPLICATIONS);
        customer.organisation().rateLimit(LIMIT);
        return customer;
    }

    /** The first window only teaches the limit, and in the last the backlog ends. */
    private static Use use(List<Call> all) {
        List<Call> calls =
                all.stream().filter(call -> !call.path().equals("/token")).toList();
        NavigableMap<Long, Long> windows = calls.stream()
                .filter(call -> call.status() != REFUSED)
                .collect(Collectors.groupingBy(BudgetUse::window, TreeMap::new, Collectors.counting()));
        long first = windows.firstKey();
        List<Long> whole = LongStream.range(first + 1, windows.lastKey())
                .mapToObj(window -> windows.getOrDefault(window, 0L))
                .toList();
        LongSummaryStatistics used = whole.stream().mapToLong(Long::longValue).summaryStatistics();
        return new Use(
                whole.size(),
                used.getMin() / (double) LIMIT,
                used.getAverage() / LIMIT,
                calls.size() / (double) APPLICATIONS,
                calls.size(),
                calls.stream()
                        .filter(call -> call.status() == REFUSED && window(call) > first)
                        .count());
    }

    private static long window(Call call) {
        return call.at().getEpochSecond() / WINDOW.toSeconds();
    }

    private static void print(PrintStream out, String write, Use use) {
        out.printf(
                "%-22s %8d %8.1f%% %7.1f%% %8.4f %5d%n",
                write, use.windows(), 100 * use.least(), 100 * use.mean(), use.callsEach(), use.refused());
    }
}
