package com.rocketmat.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.feature.FeatureCatalogue;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has files tried in another process before this one opens them: the runtime is native code, and a file can make it crash, hang or
 * take all memory without a way to stop it. One process tries one file after the other, so that only the first of many waits for its
 * start; it is ended when a file breaks it, and when there was none for a while.
 */
@Singleton
class Trials {

    private static final JsonMapper JSON = new JsonMapper();
    /** Between two looks at the memory: what a machine fills meanwhile is some ten megabytes. */
    private static final long LOOK_MILLIS = 10;
    /** The checks end by themselves at their own limit, which tells more than being killed. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** A tenth of that on a machine with nothing else to do. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private static final Duration IDLE = Duration.ofSeconds(60);

    private final UploadLimits limits;
    private final long memory;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    private TrialProcess process;
    private long lastUsed;

    @Inject
    Trials(ModelsConfig config) {
        this(UploadLimits.of(config), config.trialMemory().asLongValue());
    }

    Trials(UploadLimits limits, long memory) {
        this.limits = limits;
        this.memory = memory;
        this.patience = Duration.ofMillis(limits.dryBatchMillis()).plus(GRACE);
    }

    /** @throws ModelRefused at the first condition that is not met */
    UploadChecks.Passed examine(byte[] file, String manifest) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // whose class path no other process can be given
            UploadedManifest uploaded = UploadedManifest.parse(manifest);
            return new UploadChecks(limits, new FeatureCatalogue())
                    .examine(file, uploaded.manifest(), uploaded.cases(), check -> {});
        }
        turn.lock();
        try {
            return verdict(new TrialRequest(manifest, limits), file).passed();
        } catch (IOException e) {
            throw new IllegalStateException("no process to try a model in", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end();
            throw new IllegalStateException("stopped while a model was tried", e);
        } finally {
            lastUsed = System.nanoTime();
            turn.unlock();
        }
    }

    private Verdict verdict(TrialRequest request, byte[] file) throws IOException, InterruptedException {
        if (process == null || !process.isAlive()) {
            start();
        }
        process.ask(request, file);
        String check = UploadChecks.FIRST;
        long began = System.nanoTime();
        while (true) {
            String line = process.line(LOOK_MILLIS);
            if (line == null) {
                look(check, began);
            } else if (line.startsWith(Trial.BEGINS)) {
                check = line.substring(Trial.BEGINS.length());
                began = System.nanoTime();
            } else if (line.startsWith(Trial.VERDICT)) {
                return parse(line.substring(Trial.VERDICT.length()));
            } else if (line.equals(TrialProcess.ENDED)) {
                throw crashed(check);
            }
        }
    }

    private void start() throws IOException, InterruptedException {
        process = TrialProcess.start();
        if (!Trial.READY.equals(process.line(STARTS_WITHIN.toMillis()))) {
            end();
            throw new IOException("it does not start");
        }
    }

    private void look(String check, long began) {
        if (process.residentBytes() > memory) {
            end();
            throw new ModelRefused(
                    "model-memory",
                    check,
                    FileChecks.FIELD,
                    "the check takes more than " + memory + " bytes of memory",
                    "export a smaller model, without constants or shapes of that size; or raise rocketmat.models.trial-memory");
        }
        if (System.nanoTime() - began > patience.toNanos()) {
            end();
            throw new ModelRefused(
                    "model-time",
                    check,
                    FileChecks.FIELD,
                    "the check was not over after " + patience.toMillis() + " ms",
                    "export a smaller model, without loops that do not end");
        }
    }

    private ModelRefused crashed(String check) throws InterruptedException {
        int status = process.exitStatus();
        end();
        return new ModelRefused(
                "model-crash",
                check,
                FileChecks.FIELD,
                "ONNX Runtime ends the process that opens the file (exit status " + status + ")",
                "the file is damaged, or not what an exporter writes: export it again, and run it once in onnxruntime 1.28");
    }

    private static Verdict parse(String json) {
        try {
            return JSON.readValue(json, Verdict.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a verdict that cannot be read", e);
        }
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP, identity = "model-trials")
    void rest() {
        if (turn.tryLock()) {
            try {
                if (System.nanoTime() - lastUsed > IDLE.toNanos()) {
                    end();
                }
            } finally {
                turn.unlock();
            }
        }
    }

    @PreDestroy
    void end() {
        if (process != null) {
            process.close();
            process = null;
        }
    }
}
