package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.DecidedHistory;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Gate;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.secrecy.SecretScan;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica that dies or stops while it trains. */
@Tag("nightly")
class TrainingTakeOverIT {

    private static final String TENANT = "takeover";
    private static final String TRAININGS = "/api/tenants/" + TENANT + "/trainings";
    private static final PointsCustomer NEIGHBOUR =
            PointsCustomer.named("beside-training").with(3);
    private static final int APPLICATIONS = 1_200;

    @Test
    void anotherReplicaStartsAgainWhileSlicesContinueAndNoPersonalDataIsLeft() throws Exception {
        assumeThat(ApplicationProcess.isNative())
                .as("the native image cannot train")
                .isFalse();
        Organisation organisation = Organisation.empty(TENANT, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        DecidedHistory history = DecidedHistory.plant(organisation, APPLICATIONS, organisation.anchor());
        // takes half a minute to read
        organisation.rateLimit(24);
        Path build = Path.of("target");
        try (SandboxStack stack = SandboxStack.start(build, List.of(organisation, NEIGHBOUR.organisation()));
                ApplicationProcess one = stack.startApplication(Map.of("POD_NAME", "one"))) {
            stack.greenhouse().switches().rates.v3Window = Duration.ofSeconds(2);
            stack.addTenant(TENANT, Map.of());
            NEIGHBOUR.join(stack, stack.operator(one), Map.of("schedule", "10s"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> stack.operator(one).tenant(TENANT).statusCode() == 200);
            String id = stack.operator(one)
                    .post(TRAININGS)
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("id");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> training(stack.operator(one), id).getInt("progress.rowsRead") > 0);
            one.kill();
            stack.database()
                    .administer(
                            "UPDATE training_task SET last_heartbeat = now() - interval '10 min'",
                            "UPDATE scheduled_tasks SET last_heartbeat = now() - interval '5 min' WHERE picked");

            try (ApplicationProcess other = stack.startApplication(Map.of("POD_NAME", "other"))) {
                Operator operator = stack.operator(other);
                organisation.rateLimit(1_000);
                List<Long> took = new ArrayList<>();
                while (!ended(training(operator, id))) {
                    took.add(millisToScore(operator));
                }
                JsonPath done = training(operator, id);
                assertThat(done.getString("state")).as(done.getString("reason")).isEqualTo("DONE");
                assertThat(done.getDouble("report.model.auc.value")).isGreaterThan(history.truthAuc() * 0.9);
                assertThat(took)
                        .as("the neighbour, in milliseconds")
                        .isNotEmpty()
                        .allMatch(each -> each < 30_000);
                System.out.println("milliseconds from application to score beside a training: " + took);

                SecretScan scan = new SecretScan().hide(DecidedHistory.SURNAME).hide(candidates(organisation));
                assertThat(scan.leaks(Shown.database(stack.database().dataSource())))
                        .as("in the database")
                        .isEmpty();
                assertThat(scan.leaks(files(ApplicationProcess.temporary(build), one.log(), other.log())))
                        .as("on disk")
                        .isEmpty();
                assertThat(scan.leaks("planted: " + candidates(organisation).getFirst()))
                        .as("a planted leak")
                        .hasSize(1);
            }
        }
    }

    @Test
    void anOrderlyStopInTheMiddleOfACallReturnsTheTrainingWithoutCountingACrash() {
        assumeThat(ApplicationProcess.isNative())
                .as("the native image cannot train")
                .isFalse();
        Organisation organisation = Organisation.empty("stopped", Instant.now().truncatedTo(ChronoUnit.SECONDS));
        try (SandboxStack stack = SandboxStack.start(Path.of("target"), List.of(organisation));
                ApplicationProcess one = stack.startApplication(Map.of("POD_NAME", "one"));
                Gate call = new Gate()) {
            stack.greenhouse()
                    .faults()
                    .on(Match.get("/v3/rejection_details"))
                    .always()
                    .happens(call);
            stack.addTenant("stopped", Map.of());
            Operator operator = stack.operator(one);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> operator.tenant("stopped").statusCode() == 200);
            operator.post("/api/tenants/stopped/trainings").then().statusCode(202);
            await().atMost(Duration.ofSeconds(60)).until(() -> call.waiting() > 0);

            one.terminate();

            assertThat(one.log()).content().contains("A training did not end within");
            assertThat(stack.database()
                            .column("SELECT concat_ws(' ', state, attempt, crashes, picked, reason) FROM training"
                                    + " JOIN training_task ON task_instance = tenant_id"))
                    .containsExactly(
                            "QUEUED 1 0 f its replica was shut down; the training starts again from the beginning");
        }
    }

    private static JsonPath training(Operator operator, String id) {
        return operator.get(TRAININGS + "/" + id).jsonPath();
    }

    private static boolean ended(JsonPath training) {
        return List.of("DONE", "REFUSED", "FAILED").contains(training.getString("state"));
    }

    private static long millisToScore(Operator operator) {
        long began = System.nanoTime();
        long application = NEIGHBOUR.apply(1.5);
        operator.post("/api/tenants/" + NEIGHBOUR.name() + "/runs");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> NEIGHBOUR.score(application) != null);
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    /** Searching for all would take too long. */
    private static List<String> candidates(Organisation organisation) {
        return organisation.rows("candidates").stream()
                .map(row -> row.path("id").asText())
                .limit(200)
                .toList();
    }

    private static String files(Path directory, Path... more) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return Stream.concat(files.filter(Files::isRegularFile), Stream.of(more))
                    .map(TrainingTakeOverIT::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    /** Files of other tests come and go. */
    private static String text(Path file) {
        try {
            return Files.size(file) > 20_000_000 ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
