package com.rocketmat.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.bench.OwnProcess;
import com.rocketmat.model.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxSessionTest {

    /** After SIGTERM a slice finishes its page, and may have to open its model. */
    @Test
    void aModelOpensDuringShutdown() {
        assertThat(OwnProcess.run(End.class, Map.of(), List.of())).isEqualTo("opened");
    }

    /** The log would contain what the runtime prints, with the value of a candidate. */
    @Test
    void aFailureOnAValuePrintsNothing(@TempDir Path directory) throws IOException {
        Path errors = directory.resolve("stderr");

        assertThat(OwnProcess.run(LookUp.class, Map.of(), List.of(), ProcessBuilder.Redirect.to(errors.toFile())))
                .contains("idx=7777");
        assertThat(errors).content().doesNotContain("7777", "onnxruntime");
    }

    /** A second safeguard: the upload of such a model is refused. */
    @Test
    void aFileThatAModelNamesIsNotRead() throws IOException {
        Path weights = Files.createTempFile(Path.of("target"), "weights", ".bin");
        try {
            Files.write(weights, new byte[Float.BYTES]);
            Graph graph = Graph.from(Graph.FLOAT, 1)
                    .initializer(Graph.external("w", weights.toString()))
                    .node("Add", "x,w", "y");
            assertThatThrownBy(() -> OnnxSession.open(graph.toBytes())).hasMessageContaining("/nonexistent/");
        } finally {
            Files.delete(weights);
        }
    }

    /** Looks up a value that a table does not have, and prints what the runtime throws. */
    static final class LookUp {

        private LookUp() {}

        public static void main(String... arguments) throws OrtException {
            Graph graph = Graph.from(Graph.INT64, 1)
                    .initializer(Graph.floatTensor("table", new float[51]))
                    .node("Gather", "table,x", "y");
            try (OnnxTensor value = OnnxTensor.createTensor(OnnxSession.environment(), new long[][] {{7777}});
                    OrtSession session = OnnxSession.open(graph.toBytes())) {
                session.run(Map.of("x", value)).close();
            } catch (OrtException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    /** Opens a model repeatedly in a shutdown hook. */
    static final class End {

        /** ONNX Runtime's own hook runs at the same time, and takes milliseconds. */
        private static final Duration LONG_ENOUGH = Duration.ofSeconds(1);

        private End() {}

        public static void main(String... arguments) {
            OnnxSession.environment();
            Runtime.getRuntime().addShutdownHook(new Thread(End::open));
        }

        private static void open() {
            byte[] file = Graph.identity().toBytes();
            Instant end = Instant.now().plus(LONG_ENOUGH);
            try {
                while (Instant.now().isBefore(end)) {
                    OrtSession session = OnnxSession.open(file);
                    OnnxSession.close(session);
                }
                System.out.println("opened");
            } catch (OrtException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
