package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.process.OwnChildren;
import com.rocketmat.training.fit.report.Report.Comparison;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class FitProcessTest {

    private static final FitSettings SETTINGS = new FitSettings(
            "trained",
            List.of("candidate.school"),
            Optional.of(new ActiveVersion(
                    "v1",
                    Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", ""),
                    Graph.identity().toBytes())));
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final long MEMORY = 2L << 30;
    private static final Duration STEP = Duration.ofMinutes(1);

    private final OwnChildren children = new OwnChildren();
    private final List<Path> before = libraries();

    private static FitOutcome.Fitted here;

    FitProcessTest() throws IOException {}

    /** Before the constructor lists the libraries: this process keeps its own until it ends. */
    @BeforeAll
    static void fitHere() {
        here = (FitOutcome.Fitted) Fit.of(PlantedHistory.of(2000, 1).rows(), SETTINGS, _ -> {});
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        await().untilAsserted(() -> assertThat(children.alive()).isEmpty());
        await().untilAsserted(() -> assertThat(children.directories()).isEmpty());
        assertThat(libraries()).isSubsetOf(before);
    }

    private static List<Path> libraries() throws IOException {
        try (Stream<Path> files = Files.list(TEMPORARY)) {
            return files.filter(file -> file.getFileName().toString().startsWith("libxgboost4j"))
                    .toList();
        }
    }

    private FitOutcome fit(long memory, Duration step, TrainingRows rows, Consumer<FitStep> steps) throws IOException {
        try (FitProcess process = process(memory, step)) {
            return process.fit(rows, SETTINGS, steps);
        }
    }

    private FitProcess process(long memory, Duration step) throws IOException {
        return new FitProcess(memory, step, children.watching(FitProcess.program(memory)));
    }

    @Test
    void fitsAsThisProcessDoes() throws IOException {
        List<FitStep> reported = new CopyOnWriteArrayList<>();
        FitOutcome there = fit(MEMORY, STEP, PlantedHistory.of(2000, 1).rows(), reported::add);

        assertThat(there).isInstanceOfSatisfying(FitOutcome.Fitted.class, fitted -> {
            assertThat(fitted.onnx()).isEqualTo(here.onnx());
            assertThat(fitted.manifest()).isEqualTo(here.manifest());
            assertThat(fitted.report()).isEqualTo(here.report());
            assertThat(fitted.report().comparisons())
                    .extracting(Comparison::name)
                    .contains("v1");
        });
        assertThat(reported)
                .startsWith(new FitStep("fitting", 0))
                .contains(new FitStep("measuring on the test part", 0));
    }

    @Test
    void returnsRefusals() throws IOException {
        TrainingRows rows = PlantedHistory.of(500, 2)
                .atMost(40)
                .withNumber("candidate.tags", row -> row.positive() ? 1.0 : 0)
                .rows();
        assertThat(fit(MEMORY, STEP, rows, _ -> {}))
                .isInstanceOfSatisfying(
                        FitOutcome.Refused.class,
                        refused -> assertThat(refused.refusals())
                                .satisfiesExactly(
                                        few -> assertThat(few)
                                                .startsWith("There are 40 positive and 322 negative rows"),
                                        leak -> assertThat(leak)
                                                .startsWith("candidate.tags alone predicts the outcome"),
                                        remedy -> assertThat(remedy)
                                                .contains("without=candidate.school,candidate.tags")));
    }

    @Test
    void canBeCancelledWhileItFits() throws IOException {
        try (FitProcess process = process(MEMORY, STEP)) {
            FitOutcome outcome = process.fit(PlantedHistory.of(5000, 3).rows(), SETTINGS, step -> {
                if (step.phase().equals("fitting") && step.percent() >= 50) {
                    // from another thread, as an operator does
                    CompletableFuture.runAsync(process::close).join();
                }
            });

            assertThat(outcome).isInstanceOf(FitOutcome.Failed.class);
        }
    }

    /** A service manager or a terminal stops the processes of a service together with it. */
    @Test
    void aStopSignalIsNoFailure() throws IOException {
        String taken = "printf R; head -c 4 > /dev/null; printf T; kill -TERM $$";
        try (FitProcess process =
                new FitProcess(MEMORY, STEP, children.watching(_ -> List.of("/bin/sh", "-c", taken)))) {
            assertThatThrownBy(() -> process.fit(PlantedHistory.of(2000, 1).rows(), SETTINGS, _ -> {}))
                    .isInstanceOf(FitProcess.Stopped.class);
        }
    }

    @Test
    void aProcessThatDoesNotStartIsAnIoException() {
        assertThatThrownBy(() -> new FitProcess(MEMORY, STEP, children.watching(_ -> List.of("/no/such/program"))))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "80, 60000, more than 80 MiB of memory, rocketmat.training.memory",
        "2048, 1, took longer, rocketmat.training.step-time"
    })
    void failsAtItsLimits(int mebibytes, int millis, String reason, String property) throws IOException {
        assertThat(fit(
                        (long) mebibytes << 20,
                        Duration.ofMillis(millis),
                        PlantedHistory.of(5000, 5).rows(),
                        _ -> {}))
                .isInstanceOfSatisfying(
                        FitOutcome.Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains(reason, property, "without=")
                                .doesNotContain("(at )"));
    }
}
