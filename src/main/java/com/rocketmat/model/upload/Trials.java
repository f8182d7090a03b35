package com.rocketmat.model.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.problem.Sha256;
import io.quarkus.logging.Log;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has files tried in another process before this one opens them: the runtime is native code, and a file can make it crash, hang or
 * take all memory without a way to stop it. Each file has a process of its own, so that what it breaks there is no other tenant's. The next one
 * is started beforehand, and ended when there was no file for a while.
 */
@Singleton
public class Trials {

    private static final JsonMapper JSON = new JsonMapper();
    /** Between two looks at the memory: what a machine fills meanwhile is some ten megabytes. */
    private static final long LOOK_MILLIS = 10;
    /** The checks end by themselves at their own limit, which tells more than being killed. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** A tenth of that on a machine with nothing else to do. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final int REMEMBERED = 100;

    private final UploadLimits limits;
    private final long memory;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    /** By digest: companies that begin with the same model do not wait for the same trial again. */
    private final SequencedMap<String, UploadChecks.Passed> passed = new LinkedHashMap<>();

    private TrialProcess next;
    private long lastUsed;

    @Inject
    Trials(ModelsConfig config) {
        this(UploadLimits.of(config), config.trialMemory().asLongValue());
    }

    public Trials(UploadLimits limits, long memory) {
        this.limits = limits;
        this.memory = memory;
        this.patience = Duration.ofMillis(limits.dryBatchMillis()).plus(GRACE);
    }

    /**
     * Tries a file with its manifest.
     *
     * @throws ModelRefused at the first condition that is not met
     */
    public UploadChecks.Passed examine(byte[] file, String manifest) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // whose class path no other process can be given
            UploadedManifest uploaded = UploadedManifest.parse(manifest);
            return new UploadChecks(limits, new FeatureCatalogue(), false)
                    .examine(file, uploaded.manifest(), uploaded.cases(), check -> {});
        }
        String digest = Sha256.hex(file) + Sha256.hex(manifest.getBytes(StandardCharsets.UTF_8));
        turn.lock();
        try {
            UploadChecks.Passed before = passed.get(digest);
            return before == null ? remembered(digest, tried(file, manifest)) : before;
        } finally {
            turn.unlock();
        }
    }

    private UploadChecks.Passed remembered(String digest, UploadChecks.Passed verdict) {
        passed.put(digest, verdict);
        if (passed.size() > REMEMBERED) {
            passed.pollFirstEntry();
        }
        return verdict;
    }

    private UploadChecks.Passed tried(byte[] file, String manifest) {
        try (TrialProcess process = ready()) {
            return examine(process, file, manifest);
        } catch (IOException e) {
            throw new IllegalStateException("no process to try a model in", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a model was tried", e);
        } finally {
            prepare();
        }
    }

    /** The verdict of a process that is ready. */
    UploadChecks.Passed examine(TrialProcess process, byte[] file, String manifest)
            throws IOException, InterruptedException {
        process.ask(new TrialRequest(manifest, limits), file);
        return verdict(process).passed();
    }

    private Verdict verdict(TrialProcess process) throws InterruptedException {
        String check = UploadChecks.FIRST;
        long began = System.nanoTime();
        while (true) {
            String line = process.line(LOOK_MILLIS);
            if (line == null) {
                look(process, check, began);
            } else if (line.startsWith(Trial.BEGINS)) {
                check = line.substring(Trial.BEGINS.length());
                began = System.nanoTime();
            } else if (line.startsWith(Trial.VERDICT)) {
                return parse(line.substring(Trial.VERDICT.length()));
            } else if (line.equals(TrialProcess.ENDED)) {
                throw crashed(process, check);
            }
        }
    }

    /** The process that was started beforehand, or another one. */
    TrialProcess ready() throws IOException, InterruptedException {
        if (next != null && !next.isAlive()) {
            end();
        }
        TrialProcess process = next == null ? TrialProcess.start() : next;
        next = null;
        if (!Trial.READY.equals(process.line(STARTS_WITHIN.toMillis()))) {
            process.close();
            throw new IOException("it does not start");
        }
        return process;
    }

    private void prepare() {
        lastUsed = System.nanoTime();
        try {
            next = TrialProcess.start();
        } catch (IOException e) {
            Log.debugf(e, "no process is ready for the next trial, it will be started then");
        }
    }

    private void look(TrialProcess process, String check, long began) {
        if (process.residentBytes() > memory) {
            throw new ModelRefused(
                    "model-memory",
                    check,
                    FileChecks.FIELD,
                    "the check takes more than " + memory + " bytes of memory",
                    "export a smaller model, without constants or shapes of that size; or raise rocketmat.models.trial-memory");
        }
        if (System.nanoTime() - began > patience.toNanos()) {
            throw new ModelRefused(
                    "model-time",
                    check,
                    FileChecks.FIELD,
                    "the check was not over after " + patience.toMillis() + " ms",
                    "export a smaller model, without loops that do not end");
        }
    }

    private static ModelRefused crashed(TrialProcess process, String check) throws InterruptedException {
        int status = process.exitStatus();
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
    public void end() {
        if (next != null) {
            next.close();
            next = null;
        }
    }
}
