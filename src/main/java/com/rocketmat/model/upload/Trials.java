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
 * Tries files in another process before this one opens them: the runtime is native code, and a file can make it crash, hang or
 * exhaust memory with no way to stop it. Each file gets its own process, so that it cannot affect another tenant's. The next
 * process is started in advance, and ended if no file arrives for a while.
 */
@Singleton
public class Trials {

    private static final JsonMapper JSON = new JsonMapper();
    /** Interval of the memory checks; a machine can fill some ten megabytes in between. */
    private static final long LOOK_MILLIS = 10;
    /** Checks stop at their own limit first, with a more precise error than a killed process. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** It takes a tenth of that on an idle machine. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private static final Duration IDLE = Duration.ofSeconds(60);

    private static final int REMEMBERED = 100;

    private final UploadLimits limits;
    private final long memory;
    private final Duration patience;
    private final ReentrantLock turn = new ReentrantLock();
    /** By digest: companies that start with the same model share one trial. */
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
     * @throws ModelRefused at the first failed check
     */
    public UploadChecks.Passed examine(byte[] file, String manifest) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // whose class path cannot be passed to another process
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
            throw new IllegalStateException("cannot start a process for a model's trial", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during a model's trial", e);
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

    /** The process started in advance, or a new one. */
    TrialProcess ready() throws IOException, InterruptedException {
        if (next != null && !next.isAlive()) {
            end();
        }
        TrialProcess process = next == null ? TrialProcess.start() : next;
        next = null;
        if (!Trial.READY.equals(process.line(STARTS_WITHIN.toMillis()))) {
            process.close();
            throw new IOException("it did not start");
        }
        return process;
    }

    private void prepare() {
        lastUsed = System.nanoTime();
        try {
            next = TrialProcess.start();
        } catch (IOException e) {
            Log.debugf(e, "Cannot start a process for the next trial in advance; starting it on demand");
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
                    "the check did not finish within " + patience.toMillis() + " ms",
                    "export a smaller model without endless loops");
        }
    }

    private static ModelRefused crashed(TrialProcess process, String check) throws InterruptedException {
        int status = process.exitStatus();
        return new ModelRefused(
                "model-crash",
                check,
                FileChecks.FIELD,
                "ONNX Runtime crashed the process that opened the file (exit status " + status + ")",
                "the file is damaged or was not written by an exporter: export it again, and run it once in onnxruntime 1.28");
    }

    private static Verdict parse(String json) {
        try {
            return JSON.readValue(json, Verdict.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot read the verdict", e);
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
