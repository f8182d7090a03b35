package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Opens sessions with the options that thousands of small models in one process need. */
public final class OnnxSession {

    private static final AtomicBoolean TIDIED = new AtomicBoolean();

    private static final String NOWHERE = "/nonexistent";

    private OnnxSession() {}

    /** One for the process. Asked for at each use: a constant would start the native library in the native image's build. */
    public static OrtEnvironment environment() {
        OrtEnvironment environment =
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "rocketmat");
        if (!TIDIED.getAndSet(true)) {
            tidyUp();
        }
        return environment;
    }

    private static void tidyUp() {
        try {
            OnnxLibraries.removeEmpty(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            Log.debugf(e, "cannot remove an empty directory of ONNX Runtime");
        }
    }

    public static OrtSession open(byte[] file) throws OrtException {
        OrtEnvironment environment = environment();
        try (var options = new OrtSession.SessionOptions()) {
            // Parallelism comes from concurrent tenants; the default adds a spinning thread for each session.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // Arena and patterns keep the largest batch's memory for as long as the session lives.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            // Exporters declare wrong output shapes; the runtime would print a line on stderr for every batch.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            // Else the bytes choose the format, and one that was not checked.
            options.addConfigEntry("session.load_model_format", "ONNX");
            // A second guard: files outside the model are looked for where there is none.
            options.addConfigEntry("session.model_external_initializers_file_folder_path", NOWHERE);
            return environment.createSession(file, options);
        }
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime did not close a session", e);
        }
    }
}
