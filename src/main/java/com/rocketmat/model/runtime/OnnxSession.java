package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Opens sessions with options suited to thousands of small models in one process. */
public final class OnnxSession {

    private static final AtomicBoolean TIDIED = new AtomicBoolean();

    private static final String NOWHERE = "/nonexistent";

    private OnnxSession() {}

    /** One per process. Looked up at each use: a constant would load the native library during the native image's build. */
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
            Log.debugf(e, "Cannot delete an empty directory of ONNX Runtime");
        }
    }

    public static OrtSession open(byte[] file) throws OrtException {
        OrtEnvironment environment = environment();
        try (var options = new OrtSession.SessionOptions()) {
            // parallelism comes from concurrent tenants; the default adds a spinning thread per session
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // arena and patterns would keep the largest batch's memory for the session's lifetime
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            // exporters declare wrong output shapes; the runtime would print a warning to stderr for every batch
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            // otherwise the bytes select the format, possibly one that was not checked
            options.addConfigEntry("session.load_model_format", "ONNX");
            // a second safeguard: external files are looked for in a directory that does not exist
            options.addConfigEntry("session.model_external_initializers_file_folder_path", NOWHERE);
            return environment.createSession(file, options);
        }
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close a session", e);
        }
    }
}
