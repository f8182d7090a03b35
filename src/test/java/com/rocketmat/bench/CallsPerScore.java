package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Harvest calls per scored application, on pages of 500, including tokens; and applications per second without a limit. Compares
 * the service with the straightforward script, with one thread and with eight, over the same rows and features. Also prints the
 * minimum that any client needs: one write, a page of the list for 500 applications, and one call for 50 rows of each kind read
 * by id.
 */
final class CallsPerScore {

    private static final int APPLICATIONS = 2_000;
    private static final int WARM_UP = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double USUAL_LIMIT = 150 / 30.0;

    /** A customer, its model and its write mode. */
    private record Setting(boolean history, String writeMode, PointsCustomer customer) {

        private static Setting of(boolean history, String writeMode) {
            return new Setting(
                    history,
                    writeMode,
                    WriteTimes.unlimited((history ? "history-" : "plain-") + writeMode, APPLICATIONS));
        }

        /** Applications before the write and candidates always; employments and educations for history. */
        double floor() {
            int kinds = history ? 4 : 2;
            return 1 + 1 / 500.0 + kinds / 50.0;
        }

        String name() {
            return customer.name();
        }

        void work(SandboxStack stack, Operator operator) {
            customer.appear(stack, operator, Map.of("write_mode", writeMode));
            if (history) {
                operator.giveModel(name(), Graph.firstOf(3).toBytes(), PointsCustomer.HISTORY_MANIFEST);
            } else {
                operator.giveModel(name(), Graph.identity().toBytes(), PointsCustomer.MANIFEST);
            }
            WriteTimes.await(stack, customer, APPLICATIONS);
            await().atMost(PATIENCE).until(customer::allRight);
        }
    }

    /** The calls of one client. */
    private record Work(double callsEach, double rate) {

        static Work of(SandboxStack stack, PointsCustomer customer) {
            List<Call> calls = stack.greenhouse().calls().of(customer.name());
            return new Work(
                    calls.size() / (double) APPLICATIONS, WriteTimes.of(calls).rateAfter(WARM_UP));
        }

        double atTheUsualLimit() {
            return USUAL_LIMIT / callsEach;
        }
    }

    private CallsPerScore() {}

    static List<Row> run(Path build, PrintStream out) {
        List<Setting> settings = List.of(
                Setting.of(false, "full"),
                Setting.of(false, "merge"),
                Setting.of(true, "merge"),
                Setting.of(true, "full"));
        PointsCustomer one = WriteTimes.unlimited("one-thread", APPLICATIONS);
        PointsCustomer eight = WriteTimes.unlimited("eight-threads", APPLICATIONS);
        try (SandboxStack stack = SandboxStack.start(
                        build,
                        VaultStandIn.start(),
                        Stream.concat(settings.stream().map(Setting::customer), Stream.of(one, eight))
                                .map(PointsCustomer::organisation)
                                .toList());
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Map<String, Work> work = new LinkedHashMap<>();
            for (Setting setting : settings) {
                setting.work(stack, stack.operator(application));
                work.put(setting.name(), Work.of(stack, setting.customer()));
            }
            work.put("script, 1 thread", script(stack, one, 1));
            work.put("script, 8 threads", script(stack, eight, 8));
            print(out, work, settings);
            return rows(
                    work.get(settings.getLast().name()), work.get("script, 1 thread"), work.get("script, 8 threads"));
        }
    }

    private static Work script(SandboxStack stack, PointsCustomer customer, int threads) {
        Script.run(stack, customer.organisation(), threads);
        if (!customer.allRight()) {
            throw new IllegalStateException("the script left applications without their score");
        }
        return Work.of(stack, customer);
    }

    private static List<Row> rows(Work ours, Work one, Work eight) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.ofCost(
                "calls-per-score", ours.callsEach(), "calls an application (script, 8 threads)", eight.callsEach()));
        String unit = "applications a second (script of %s, %.2f calls each)";
        rows.add(Row.ofGain("script-1", ours.rate(), unit.formatted("one thread", one.callsEach()), one.rate()));
        rows.add(Row.ofGain("script-8", ours.rate(), unit.formatted("8 threads", eight.callsEach()), eight.rate()));
        return rows;
    }

    private static void print(PrintStream out, Map<String, Work> work, List<Setting> settings) {
        out.printf("%-20s %8s %8s %10s %16s%n", "", "calls", "floor", "a second", "at 150 in 30 s");
        work.forEach((name, done) -> out.printf(
                "%-20s %8.4f %8s %10.1f %16.2f%n",
                name,
                done.callsEach(),
                settings.stream()
                        .filter(setting -> setting.name().equals(name))
                        .map(setting -> "%.3f".formatted(setting.floor()))
                        .findFirst()
                        .orElse(""),
                done.rate(),
                done.atTheUsualLimit()));
    }
}
