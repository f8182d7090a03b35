package com.rocketmat.model.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

/** Opens sessions with options suited to thousands of small models in one process. */
public final class OnnxSession {

    private static final String NO_DIRECTORY = "/nonexistent";

    private static boolean started;

    private OnnxSession() {}

    /** The process's environment. Not a constant, which would load the native library while the native image is built. */
    public static synchronized OrtEnvironment environment() {
        if (!started) {
            started = true;
            keepUntilExit();
        }
        return getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    private static OrtEnvironment getEnvironment(OrtLoggingLevel level) {
        return OrtEnvironment.getEnvironment(level, "rocketmat");
    }

    /**
     * ONNX Runtime frees its environment in a shutdown hook. Hooks run concurrently, so a slice that is still finishing its page would
     * crash the process, or could not open its model. The environment counts its users. This first user fails at creating the hook's thread
     * and is never released, which keeps the environment alive for the second user and all sessions.
     */
    private static void keepUntilExit() {
        // opens a logger, for which the log manager may start a thread
        OrtLoggingLevel level = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;
        ThreadLocal<Boolean> noThread = new InheritableThreadLocal<>() {
            @Override
            protected Boolean childValue(Boolean parent) {
                throw new UnsupportedOperationException("No shutdown hook for the environment");
            }
        };
        noThread.set(true);
        try {
            getEnvironment(level);
        } catch (UnsupportedOperationException _) {
            // intended; not logged, since the process that tries uploads has no log
        } finally {
            noThread.remove();
        }
    }

    public static OrtSession open(byte[] file) throws OrtException {
        OrtEnvironment environment = environment();
        try (var options = new OrtSession.SessionOptions()) {
            // tenants run concurrently; the default would add a spinning thread per session
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // arena and patterns would keep the largest batch's memory for the session's lifetime
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            // errors are also thrown; on stderr they would show a candidate's value
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // otherwise the bytes select the format, possibly an unchecked one
            options.addConfigEntry("session.load_model_format", "ONNX");
            // a second safeguard: looks for external files in a directory that does not exist
            options.addConfigEntry("session.model_external_initializers_file_folder_path", NO_DIRECTORY);
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
