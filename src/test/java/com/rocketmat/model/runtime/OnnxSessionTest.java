package com.rocketmat.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.bench.OwnProcess;
import com.rocketmat.model.Graph;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnnxSessionTest {

    /** A slice ends its page after SIGTERM, and may have to open its model for that. */
    @Test
    void aModelOpensAlsoWhileTheProcessEnds() {
        assertThat(OwnProcess.run(End.class, Map.of(), List.of())).isEqualTo("opened");
    }

    /** Opens a model again and again in a shutdown hook. */
    static final class End {

        /** ONNX Runtime's own hook runs at the same time, and takes milliseconds. */
        private static final Duration LONG_ENOUGH = Duration.ofSeconds(2);

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
