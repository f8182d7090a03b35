package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.greenhouse.Call;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.Match;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * How much of Greenhouse's rate window is used while there is a backlog. The window of 150 calls in 30 s is scaled down to a sixth, once
 * with a Greenhouse that answers at once, once with one that takes for a write a sixth of 240 ms. The baseline is the whole window.
 */
final class BudgetUse implements Benchmark {

    private static final int LIMIT = 150;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration WRITE = Duration.ofMillis(40);
    private static final int APPLICATIONS = 1_500;

    @Override
    public String name() {
        return "budget";
    }

    @Override
    public void run(Path build, PrintStream out) {
        PointsCustomer near = customer("near");
        PointsCustomer far = customer("far");
        try (SandboxStack stack = SandboxStack.start(build, List.of(near.organisation(), far.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of())) {
            stack.greenhouse().switches().rates().v3Window(WINDOW);
            out.printf("%-22s %8s %9s %8s %8s %5s%n", "a write takes", "windows", "least", "mean", "calls/a.", "429s");
            work(stack, application, near);
            print(out, "no time", stack.greenhouse().calls().of(near.name()));
            stack.greenhouse()
                    .faults()
                    .on(Match.patch("/v3/applications"))
                    .always()
                    .answer(new Fault.Delay(WRITE));
            work(stack, application, far);
            print(
                    out,
                    WRITE.toMillis() + " ms (240 ms)",
                    stack.greenhouse().calls().of(far.name()));
        }
    }

    private static PointsCustomer customer(String name) {
        PointsCustomer customer = PointsCustomer.named(name).with(APPLICATIONS);
        customer.organisation().rateLimit(LIMIT);
        return customer;
    }

    private static void work(SandboxStack stack, ApplicationProcess application, PointsCustomer customer) {
        customer.appear(stack, stack.operator(application), Map.of());
        stack.operator(application)
                .giveModel(customer.name(), Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
        await().atMost(Duration.ofMinutes(5)).until(customer::allRight);
    }

    /** The first window only teaches the limit, and the last has no backlog to its end. */
    private static void print(PrintStream out, String write, List<Call> calls) {
        List<Call> counted =
                calls.stream().filter(call -> !call.path().equals("/token")).toList();
        NavigableMap<Long, Long> windows = counted.stream()
                .filter(call -> call.status() != 429)
                .collect(Collectors.groupingBy(
                        call -> call.at().getEpochSecond() / WINDOW.toSeconds(), TreeMap::new, Collectors.counting()));
        List<Long> whole = LongStream.range(windows.firstKey() + 1, windows.lastKey())
                .mapToObj(window -> windows.getOrDefault(window, 0L))
                .toList();
        out.printf(
                "%-22s %8d %8.1f%% %7.1f%% %8.4f %5d%n",
                write,
                whole.size(),
                whole.stream().mapToLong(used -> used).min().orElse(0) * 100.0 / LIMIT,
                whole.stream().mapToLong(used -> used).average().orElse(0) * 100.0 / LIMIT,
                counted.size() / (double) APPLICATIONS,
                counted.stream().filter(call -> call.status() == 429).count());
    }
}
