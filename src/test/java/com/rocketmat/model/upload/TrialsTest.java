package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.process.ChildProcess;
import com.rocketmat.process.EchoWorker;
import com.rocketmat.process.OwnChildren;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that end their trial's process, and only that process. */
@Timeout(180)
class TrialsTest {

    private static final long MEMORY = 800L << 20;
    private static final UploadedManifest ANY =
            UploadedManifest.parse(Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", ""));

    private final OwnChildren children = new OwnChildren();
    /** Generous, for a busy machine. */
    private final Trials trials = trials(Duration.ofSeconds(20));

    @AfterEach
    void noProcessOrFileIsLeft() {
        await().untilAsserted(() -> assertThat(children.alive()).isEmpty());
        await().untilAsserted(() -> assertThat(children.directories()).isEmpty());
    }

    private Trials trials(Duration limit) {
        return new Trials(Fixture.limits(limit), MEMORY, children.watching(Trials.PROGRAM));
    }

    /** As a process that the file has taken over. */
    @Test
    void refusesAFileWhoseProcessAnswersNonsense() {
        Trials echoing =
                new Trials(Fixture.limits(Duration.ofSeconds(20)), MEMORY, children.watching(EchoWorker.PROGRAM));

        assertThat(catchThrowableOfType(
                                ModelRefused.class,
                                () -> echoing.examine(Graph.identity().toBytes(), ANY))
                        .getType())
                .hasToString("/problems/model-crash");
    }

    /** The process then ends with a status of its own. */
    @Test
    void reportsAFullHeap() {
        Trials full = endingWith(3);

        ModelRefused refused = catchThrowableOfType(
                ModelRefused.class, () -> full.examine(Graph.identity().toBytes(), ANY));

        assertThat(refused.getType()).hasToString("/problems/model-memory");
        assertThat(refused.remedy()).contains("fewer cases");
    }

    /** As where ONNX Runtime finds no space to unpack its libraries: the same file passes later. */
    @Test
    void aRuntimeThatCannotBeLoadedIsNotTheFilesFault() {
        Trials unloaded = endingWith(Trial.NO_RUNTIME);

        assertThatThrownBy(() -> unloaded.examine(Graph.identity().toBytes(), ANY))
                .isInstanceOf(UncheckedIOException.class)
                .rootCause()
                .hasMessageContaining("space in the temporary directory");
    }

    private static Trials endingWith(int status) {
        String program = "printf R; head -c 4 > /dev/null; printf T; exit " + status;
        return new Trials(Fixture.limits(Duration.ofSeconds(20)), MEMORY, _ -> List.of("sh", "-c", program));
    }

    @Test
    void refusesAModelThatTakesTooMuchMemory() {
        Graph huge = Graph.from(Graph.FLOAT, 1)
                .initializer(Graph.longTensor("shape", 1, 4_000_000_000L))
                .initializer(Graph.longTensor("axis", 1))
                .node("Expand", "x,shape", "wide")
                .node("ReduceMax", "wide", "y", Graph.integers("axes", 1));

        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> trials.examine(huge.toBytes(), ANY));

        assertThat(refused.getType()).hasToString("/problems/model-memory");
        assertThat(refused.check()).isEqualTo("dry-batch");
        assertThat(refused.remedy()).contains("rocketmat.models.trial-memory");
    }

    /** Allocates nothing for 1, 3 and 50 rows, and 20 to the power of 8 numbers for 23. */
    @Test
    void refusesAModelThatTakesTooMuchMemoryForSomeNumbersOfRows() {
        Graph middle = Graph.from(Graph.FLOAT, 1)
                .initializer(Graph.longTensor("three", 3))
                .initializer(Graph.longTensor("before", -20))
                .initializer(Graph.longTensor("after", 20))
                .initializer(Graph.longTensor("end", 1_000))
                .initializer(Graph.longTensor("column", -1, 1))
                .initializer(Graph.longTensor("line", 1, -1))
                .initializer(Graph.floatTensor("nothing", 0))
                .node("Slice", "x,three,end", "fewer")
                .node("Slice", "fewer,before,after", "t0");
        for (int power = 1; power <= 3; power++) {
            squared(middle, power);
        }
        middle.node("ReduceSum", "t3", "sum", Graph.integer("keepdims", 0))
                .node("Mul", "sum,nothing", "zero")
                .node("Add", "x,zero", "y");

        Trials small =
                new Trials(Fixture.limits(Duration.ofSeconds(20)), MEMORY / 2, children.watching(Trials.PROGRAM));
        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> small.examine(middle.toBytes(), ANY));

        assertThat(refused.getType()).hasToString("/problems/model-memory");
        assertThat(refused.check()).isEqualTo("dry-batch");
    }

    /** A column of the sums of all pairs of a column. */
    private static void squared(Graph graph, int power) {
        graph.node("Reshape", "t%d,line".formatted(power - 1), "line" + power)
                .node("Add", "t%d,line%d".formatted(power - 1, power), "square" + power)
                .node("Reshape", "square%d,column".formatted(power), "t" + power);
    }

    @Test
    void endsAModelThatIgnoresTheRuntimesFlag() {
        Trials impatient = trials(Duration.ofSeconds(3));
        ModelRefused refused = catchThrowableOfType(
                ModelRefused.class, () -> impatient.examine(Graph.deaf(3_000).toBytes(), ANY));

        assertThat(refused.getType()).hasToString("/problems/model-time");
        assertThat(refused.check()).isEqualTo("dry-batch");
        assertThat(refused.reason()).contains("5000 ms");
    }

    /** Without its libraries beside the application, the runtime unpacks them; they are deleted although it is killed. */
    @Test
    void reportsACrashDeletesTheLibrariesAndTriesTheNextFileInANewProcess() throws IOException {
        ChildProcess process = ChildProcess.start(children.watching(Trials.PROGRAM));
        trials.examine(process, Graph.identity().toBytes(), ANY);
        List<Path> own = children.directories().toList();
        assertThat(own).hasSize(1);
        try (Stream<Path> unpacked = Files.walk(own.getFirst())) {
            assertThat(unpacked).anyMatch(file -> file.endsWith(System.mapLibraryName("onnxruntime")));
        }
        ProcessHandle child = children.alive().findFirst().orElseThrow();
        Duration idle = processorTime(child);
        // not in the common pool: other tests need its only thread to see their processes end
        CompletableFuture<ModelRefused> refused = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(
                        ModelRefused.class,
                        () -> trials.examine(process, Graph.slow(500).toBytes(), ANY)),
                Thread::startVirtualThread);
        await("the model to run")
                .atMost(Duration.ofSeconds(20))
                .until(() -> processorTime(child).minus(idle).toMillis() >= 300);
        child.destroyForcibly();

        assertThat(refused.join().getType()).hasToString("/problems/model-crash");
        assertThat(refused.join().reason()).contains("137");
        process.close();
        assertThat(own.getFirst()).doesNotExist();

        String next = "sklearn_pipeline_columns";
        assertThat(trials.examine(Fixture.file(next + ".onnx"), UploadedManifest.parse(Fixture.text(next + ".json"))))
                .as("as the checks in this process")
                .usingRecursiveComparison()
                .ignoringFields("footprint")
                .isEqualTo(Fixture.passed(next));
    }

    private static Duration processorTime(ProcessHandle child) {
        return child.info().totalCpuDuration().orElseThrow();
    }
}
