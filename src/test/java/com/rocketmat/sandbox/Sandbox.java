package com.rocketmat.sandbox;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.customer.DecidedHistory;
import com.rocketmat.sandbox.customer.Difference;
import com.rocketmat.sandbox.customer.ExpectedScores;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * {@code ./mvnw -Psandbox}: the packaged application against real PostgreSQL, real OpenBao and a Greenhouse simulator with three
 * customers, a fourth whose score field is archived, a fifth that the README makes a tenant, and a sixth that trains its own model. With
 * {@code -Dsandbox.exit} it ends with 0 once every eligible application of the three carries exactly its score, nothing else was changed and
 * the trained model knows the sixth's planted truth, otherwise with 1: it waits two minutes for the scores, and two for the training. The
 * native image cannot train, and is not asked to.
 */
public final class Sandbox {

    private static final List<String> TENANTS = List.of("aurora", "borealis", "cygnus");
    private static final String NEWCOMER = "elara";
    private static final String TRAINS = "fornax";
    private static final int DECIDED = 1_500;
    private static final double TRUTH_KNOWN = 0.95;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SCORE_FIELD = "rocketmat";
    private static final String SHELL = "sandbox.env";

    private final PrintStream out;
    private final SandboxStack stack;
    private final PointsCustomer broken;
    private final DecidedHistory history;
    private final Map<String, JsonNode> before = new TreeMap<>();

    private Sandbox(PrintStream out, SandboxStack stack, PointsCustomer broken, DecidedHistory history) {
        this.out = out;
        this.stack = stack;
        this.broken = broken;
        this.history = history;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path build = Path.of(System.getProperty("sandbox.build", "target"));
        boolean exit = !"false".equals(System.getProperty("sandbox.exit", "false"));
        // of an earlier sandbox, whose ports and tokens lead nowhere
        Files.deleteIfExists(build.resolve(SHELL));
        out.println("Sandbox: starting PostgreSQL, Vault and the Greenhouse simulator …");
        boolean well;
        PointsCustomer broken = PointsCustomer.named("draco").with(8);
        broken.organisation().archiveField(SCORE_FIELD);
        Organisation trains = Organisation.empty(TRAINS, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        trains.rateLimit(10_000);
        DecidedHistory history = DecidedHistory.plant(trains, DECIDED, trains.anchor());
        try (SandboxStack stack = SandboxStack.start(
                build,
                Stream.concat(
                                TENANTS.stream().map(Organisation::load),
                                Stream.of(
                                        broken.organisation(),
                                        trains,
                                        PointsCustomer.named(NEWCOMER).with(8).organisation()))
                        .toList())) {
            well = new Sandbox(out, stack, broken, history).run(build, exit);
        }
        // embedded PostgreSQL leaves threads behind
        System.exit(well ? 0 : 1);
    }

    private boolean run(Path build, boolean exit) throws IOException, InterruptedException {
        // one tenant's model comes from the models directory, the others' through the API
        Path models = Files.createDirectories(build.resolve("sandbox-models").resolve(TENANTS.getFirst()));
        for (String file : List.of(TENANTS.getFirst() + ".onnx", TENANTS.getFirst() + ".json")) {
            Files.write(models.resolve(file), Operator.resource(file));
        }
        TENANTS.forEach(tenant -> {
            before.put(tenant, stack.greenhouse().organisation(tenant).snapshot());
            stack.addTenant(tenant, Map.of("schedule", "30s"));
        });
        Instant start = Instant.now();
        try (ApplicationProcess application = stack.startApplication(Map.of(
                "ROCKETMAT_MODELS_DIRECTORY",
                models.getParent().toAbsolutePath().toString()))) {
            tell(application);
            Operator operator = stack.operator(application);
            TENANTS.stream().skip(1).forEach(tenant -> {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> operator.tenant(tenant).statusCode() == 200);
                operator.giveModel(tenant, tenant);
            });
            boolean well = watch(start) && report(operator);
            stack.greenhouse().calls().writeJsonLines(build.resolve("harvest-requests.jsonl"));
            // last, so that the figures above are of the working tenants
            broken.join(stack, operator, Map.of("schedule", "30s"));
            well &= train(operator);
            if (!exit) {
                Path shell = Files.writeString(build.resolve(SHELL), stack.shell(application, NEWCOMER));
                out.printf(
                        "%nIn the Greenhouse of %s the score field is archived: run the doctor on %s/console/tenants/%s%n",
                        broken.name(), application.url(), broken.name());
                out.printf("%s is not a tenant yet: the README's commands make it one. They begin with%n", NEWCOMER);
                out.printf("  . %s%n", Path.of("").toAbsolutePath().relativize(shell.toAbsolutePath()));
                out.println("\nThe sandbox stays up; stop it with Ctrl-C. Try:");
                out.printf(
                        "  curl -H 'Authorization: Bearer %s' %s/api/tenants%n",
                        stack.operatorToken(), application.url());
                new CountDownLatch(1).await();
            }
            return well;
        }
    }

    /** A customer without a model gets one from its own past; a person would activate it. */
    private boolean train(Operator operator) {
        if (ApplicationProcess.isNative()) {
            out.printf("%nThe native image cannot train: %s stays without a model%n", TRAINS);
            return true;
        }
        Instant start = Instant.now();
        stack.addTenant(TRAINS, Map.of("schedule", "30s"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> operator.tenant(TRAINS).statusCode() == 200);
        String trainings = "/api/tenants/" + TRAINS + "/trainings";
        String id = operator.post(trainings).then().statusCode(202).extract().path("id");
        try {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> operator.get(trainings + "/" + id).path("endedAt") != null);
        } catch (ConditionTimeoutException e) {
            out.printf("FAULT the training of %s has not ended after %s%n", TRAINS, PATIENCE);
            return false;
        }
        JsonPath training = operator.get(trainings + "/" + id).jsonPath();
        if (!"DONE".equals(training.getString("state"))) {
            out.printf("FAULT the training of %s: %s%n", TRAINS, training.getString("reason"));
            return false;
        }
        double auc = training.getDouble("report.model.auc.value");
        out.printf(
                "%n%s had no model and %d decided applications. It trained one in %.0f s, which a person may activate:%n  %s%n",
                TRAINS, DECIDED, seconds(start), training.getString("report.headline"));
        out.printf(
                "  AUC %.3f on applications that it had not seen; that of the planted truth is %.3f%n",
                auc, history.truthAuc());
        return auc >= TRUTH_KNOWN * history.truthAuc();
    }

    private void tell(ApplicationProcess application) {
        out.printf(
                "%nThe service is ready after %.1f s, %d MiB resident; its log: %s%n",
                application.startup().toMillis() / 1000.0, application.residentKilobytes() / 1024, application.log());
        out.printf("  PostgreSQL  %s%n", stack.database().jdbcUrl());
        out.printf(
                "  Vault       %s (%s)%n",
                stack.vault().address(), stack.vault().getClass().getSimpleName());
        out.printf("  Greenhouse  %s%n", stack.greenhouse().harvestUrl());
        out.printf("  console     %s/console (sign in with the token)%n", application.url());
        out.printf("  API         %s/api/tenants%n", application.url());
        out.printf("  metrics     %s/q/metrics%n", application.managementUrl());
        out.printf("  token       %s%n%n", stack.operatorToken());
    }

    /** Prints the scores as they arrive. */
    private boolean watch(Instant start) {
        List<String> shown = new ArrayList<>(List.of(""));
        boolean[] first = {true};
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                StringBuilder line = new StringBuilder();
                boolean all = true;
                long right = 0;
                for (String tenant : TENANTS) {
                    ExpectedScores expected = ExpectedScores.of(tenant);
                    long here = new Difference(expected.scores(), SCORE_FIELD)
                            .right(stack.greenhouse().organisation(tenant));
                    line.append("  %s %d/%d"
                            .formatted(tenant, here, expected.scores().size()));
                    all &= here == expected.scores().size();
                    right += here;
                }
                if (!shown.contains(line.toString())) {
                    shown.add(line.toString());
                    out.printf("%5.1f s%s%n", seconds(start), line);
                }
                if (right > 0 && first[0]) {
                    first[0] = false;
                    out.printf("%5.1f s  first score in Greenhouse%n", seconds(start));
                }
                return all;
            });
            return true;
        } catch (ConditionTimeoutException e) {
            out.printf("Not every application carries its score after %s%n", PATIENCE);
            return false;
        }
    }

    private static double seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    private boolean report(Operator operator) {
        List<String> faults = new ArrayList<>();
        out.printf(
                "%n%-10s %-4s %12s %9s %7s %8s  %s%n",
                "tenant", "API", "applications", "eligible", "scored", "written", "left alone and why");
        for (String tenant : TENANTS) {
            ExpectedScores expected = ExpectedScores.of(tenant);
            Organisation organisation = stack.greenhouse().organisation(tenant);
            Difference difference = new Difference(expected.scores(), SCORE_FIELD);
            faults.addAll(difference.faults(before.get(tenant), organisation));
            int scored = operator.get("/api/tenants/" + tenant + "/runs").path("items.scored.sum()");
            out.printf(
                    "%-10s %-4s %12d %9d %7d %8d  %d: %s%n",
                    tenant,
                    "v3",
                    organisation.rows("applications").size(),
                    expected.scores().size(),
                    scored,
                    difference.right(organisation),
                    expected.leftAlone().size(),
                    expected.reasons());
        }
        long written = TENANTS.stream()
                .mapToLong(tenant -> ExpectedScores.of(tenant).scores().size())
                .sum();
        int calls = stack.greenhouse().calls().count("GET", "/v3")
                + stack.greenhouse().calls().count("PATCH", "/v3");
        out.printf("%nCalls to Harvest per scored application: %.3f (%d calls)%n", (double) calls / written, calls);
        faults.forEach(fault -> out.println("FAULT " + fault));
        out.println(faults.isEmpty() ? "Every score is exactly its trainer's, and nothing else was changed." : "");
        return faults.isEmpty();
    }
}
