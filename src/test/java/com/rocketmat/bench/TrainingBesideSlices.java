package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.DecidedHistory;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import io.restassured.path.json.JsonPath;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A training of 100,000 decided applications through the whole service: read from Greenhouse, fitted, checked and stored. Meanwhile
 * another tenant's applicants get their scores; the baseline is the same tenant alone.
 */
final class TrainingBesideSlices {

    private static final int APPLICATIONS = 100_000;
    private static final int APPLICANTS_ALONE = 40;
    private static final String TENANT = "large";
    private static final String TRAININGS = "/api/tenants/" + TENANT + "/trainings";
    private static final double TIME = 300;
    private static final double MEMORY = 2_048;
    private static final double MEBIBYTE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private TrainingBesideSlices() {}

    static List<Row> run(Path build, PrintStream out) {
        Organisation organisation = Organisation.empty(TENANT, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        DecidedHistory.plant(organisation, APPLICATIONS, organisation.anchor());
        // with the usual limit it is more than an hour of reading
        organisation.rateLimit(1_000_000);
        PointsCustomer neighbour = PointsCustomer.named("neighbour").with(3);
        try (SandboxStack stack = SandboxStack.start(
                        build, VaultStandIn.start(), List.of(organisation, neighbour.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Operator operator = stack.operator(application);
            neighbour.join(stack, operator, Map.of("schedule", "24h"));
            stack.addTenant(TENANT, Map.of());
            await().atMost(PATIENCE).until(() -> operator.tenant(TENANT).statusCode() == 200);
            // what is warm is measured
            slices(stack, neighbour, operator, times(APPLICANTS_ALONE));
            List<Long> alone = slices(stack, neighbour, operator, times(APPLICANTS_ALONE));
            Observed training = new Observed(application, operator, out);
            List<Long> beside = slices(stack, neighbour, operator, training);
            out.printf("milliseconds from application to score: %s, alone %s%n", beside, alone);
            return List.of(
                    Row.ofCost("training-whole", training.seconds, "s; the baseline is the limit", TIME),
                    Row.ofCost(
                            "training-whole.memory",
                            training.memory / MEBIBYTE,
                            "MiB of the service and the fit; the baseline is the limit",
                            MEMORY),
                    Row.ofCost("training-beside", p95(beside), "ms p95", p95(alone)));
        }
    }

    private static BooleanSupplier times(int number) {
        AtomicInteger left = new AtomicInteger(number);
        return () -> left.getAndDecrement() > 0;
    }

    /** Milliseconds from application to score, of applications one after another. */
    private static List<Long> slices(
            SandboxStack stack, PointsCustomer customer, Operator operator, BooleanSupplier goesOn) {
        List<Long> took = new ArrayList<>();
        while (goesOn.getAsBoolean()) {
            long began = System.nanoTime();
            long id = customer.apply(took.size() * 0.5);
            operator.post("/api/tenants/" + customer.name() + "/runs");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> customer.score(id) != null);
            took.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
            // a run that is asked for while one ends begins some seconds later
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> stack.database()
                                    .count("SELECT count(*) FROM scheduled_tasks WHERE task_name = 'tenant-sync' AND"
                                            + " picked")
                            == 0);
        }
        return took;
    }

    private static double p95(List<Long> took) {
        return took.stream().sorted().toList().get(took.size() * 95 / 100 - 1);
    }

    /** A training, which begins with this object; true while it runs. Keeps its time and memory until the last look. */
    private static final class Observed implements BooleanSupplier {

        private final long process;
        private final Operator operator;
        private final PrintStream out;
        private final long began = System.nanoTime();
        private final String id;
        private String state = "";
        private double seconds;
        private long memory;

        Observed(ApplicationProcess application, Operator operator, PrintStream out) {
            this.process = application.pid();
            this.operator = operator;
            this.out = out;
            this.id = operator.post(TRAININGS).then().statusCode(202).extract().path("id");
        }

        @Override
        public boolean getAsBoolean() {
            JsonPath training = operator.get(TRAININGS + "/" + id).jsonPath();
            seconds = (System.nanoTime() - began) / 1e9;
            memory = Math.max(memory, memory());
            if (!state.equals(training.getString("state"))) {
                state = training.getString("state");
                out.printf("%5.1f s: %s, %s rows%n", seconds, state, training.getString("progress.rowsRead"));
            }
            if (List.of("REFUSED", "FAILED").contains(state)) {
                throw new IllegalStateException("no model: " + training.getString("reason"));
            }
            if (state.equals("DONE")) {
                out.println(training.getString("report.headline"));
                return false;
            }
            return true;
        }

        private long memory() {
            return Stream.concat(
                            Stream.of(process),
                            ProcessHandle.of(process).stream()
                                    .flatMap(ProcessHandle::children)
                                    .map(ProcessHandle::pid))
                    .mapToLong(Processes::highest)
                    .sum();
        }
    }
}
