package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

/** Opens sessions with options suited to thousands of small models in one process. */
public final class OnnxSession {

    private static final String NOWHERE = "/nonexistent";

    private static boolean started;

    private OnnxSession() {}

    /** One per process. Looked up at each use: a constant would load the native library during the native image's build. */
    public static synchronized OrtEnvironment environment() {
        if (!started) {
            started = true;
            keepUntilTheEnd();
        }
        return runtime();
    }

    private static OrtEnvironment runtime() {
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "rocketmat");
    }

    /**
     * ONNX Runtime frees its environment in a shutdown hook, and hooks run at the same time: a slice that ends its page meanwhile would
     * crash the process, or find that its model cannot be opened. The environment counts its users, so a first one that fails where it makes
     * the hook's thread, and never lets go, keeps it for the second one and all sessions.
     */
    private static void keepUntilTheEnd() {
        ThreadLocal<Boolean> noThread = new InheritableThreadLocal<>() {
            @Override
            protected Boolean childValue(Boolean parent) {
                throw new UnsupportedOperationException("The environment is not to be freed by a hook");
            }
        };
        noThread.set(true);
        try {
            runtime();
        } catch (UnsupportedOperationException _) {
            // as meant; not logged, since the process that tries uploads has no log
        } finally {
            noThread.remove();
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
            // its errors come as exceptions too; printed to stderr, they would show a candidate's value
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // otherwise the bytes select the format, possibly one that was not checked
            options.addConfigEntry("session.load_model_format", "ONNX");
            // a second safeguard: external files are looked for in a directory that does not exist
            options.addConfigEntry("session.model_external_initializers_file_folder_path", NOWHERE);
            return environment.createSession(file, options);
        }
    }

    public static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot close a session", e);
        }
    }
}
