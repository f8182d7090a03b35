package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.greenhouse.Call;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Calls to Harvest for each application that is scored, on pages of 500. The baseline is what no client can do without: one write,
 * a page of the list for 500 applications, and one call for 50 rows of each kind that is read by id.
 */
final class CallsPerApplication implements Benchmark {

    private static final int APPLICATIONS = 2_000;

    /** A customer, its model and its write mode. */
    private record Setting(boolean history, String writeMode, PointsCustomer customer) {

        private static Setting of(boolean history, String writeMode) {
            String name = (history ? "history-" : "plain-") + writeMode;
            return new Setting(history, writeMode, PointsCustomer.named(name).with(APPLICATIONS));
        }

        /** Applications before the write and candidates always; employments and educations for history. */
        double floor() {
            int kinds = history ? 4 : 2;
            return 1 + 1 / 500.0 + kinds / 50.0;
        }

        void join(SandboxStack stack, Operator operator) {
            customer.appear(stack, operator, Map.of("write_mode", writeMode));
            if (history) {
                operator.giveModel(customer.name(), Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
            } else {
                operator.giveModel(customer.name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
            }
        }
    }

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public void run(Path build, PrintStream out) {
        List<Setting> settings = List.of(
                Setting.of(false, "full"),
                Setting.of(false, "merge"),
                Setting.of(true, "full"),
                Setting.of(true, "merge"));
        try (SandboxStack stack = SandboxStack.start(
                        build,
                        settings.stream()
                                .map(setting -> setting.customer.organisation())
                                .toList());
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Operator operator = stack.operator(application);
            out.printf("%-10s %-6s %13s %8s %8s %7s%n", "history", "mode", "applications", "calls", "each", "floor");
            for (Setting setting : settings) {
                setting.join(stack, operator);
                await().atMost(Duration.ofMinutes(5)).until(setting.customer::allRight);
                print(out, setting, stack.greenhouse().calls().of(setting.customer.name()));
            }
        }
    }

    private static void print(PrintStream out, Setting setting, List<Call> calls) {
        double each = calls.size() / (double) APPLICATIONS;
        out.printf(
                "%-10s %-6s %13d %8d %8.4f %7.3f  ratio %.3f%n",
                setting.history ? "yes" : "no",
                setting.writeMode,
                APPLICATIONS,
                calls.size(),
                each,
                setting.floor(),
                each / setting.floor());
    }
}
