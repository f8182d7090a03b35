package com.rocketmat.model.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.problem.Sha256;
import com.rocketmat.process.ChildProcess;
import com.rocketmat.process.ChildWorker;
import com.rocketmat.process.Limits;
import com.rocketmat.process.Outcome;
import com.rocketmat.process.OwnProgram;
import com.rocketmat.process.Program;
import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tries files in another process before this one opens them: the runtime is native code, and a file can make it crash, hang or
 * exhaust memory with no way to stop it. Each file gets its own process, so that it cannot affect another tenant's.
 */
@Singleton
public class Trials {

    private static final JsonMapper JSON = new JsonMapper();
    /** Checks stop at their own limit first, with a more precise error than a killed process. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final long HEAP = 384L << 20;
    /** Otherwise a heap that grows and shrinks hides what a small model takes. */
    static final Program PROGRAM = new OwnProgram(Trial.class, Trial.COMMAND, HEAP, List.of("-Xmn8m", "-Xms" + HEAP));

    private static final int REMEMBERED = 100;

    private final UploadLimits limits;
    private final Limits allowed;
    private final Program program;
    private final ReentrantLock turn = new ReentrantLock();
    /** By digest: companies that start with the same model share one trial. */
    private final SequencedMap<String, UploadChecks.Passed> passed = new LinkedHashMap<>();

    @Inject
    Trials(ModelsConfig config) {
        this(UploadLimits.of(config), config.trialMemory().asLongValue());
    }

    public Trials(UploadLimits limits, long memory) {
        this(limits, memory, PROGRAM);
    }

    Trials(UploadLimits limits, long memory, Program program) {
        this.limits = limits;
        this.allowed = new Limits(Duration.ofMillis(limits.dryBatchMillis()).plus(GRACE), memory);
        this.program = program;
    }

    /**
     * Tries a file with its manifest.
     *
     * @throws ModelRefused at the first failed check
     * @throws UncheckedIOException if no process can be started now, but perhaps later
     */
    public UploadChecks.Passed examine(byte[] file, UploadedManifest uploaded) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // whose class path cannot be passed to another process
            return new UploadChecks(limits, new FeatureCatalogue(), false)
                    .examine(file, uploaded.manifest(), uploaded.cases(), check -> {});
        }
        String digest = Sha256.hex(file) + Sha256.hex(uploaded.text());
        turn.lock();
        try {
            UploadChecks.Passed before = passed.get(digest);
            return before == null ? remembered(digest, tried(file, uploaded)) : before;
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

    private UploadChecks.Passed tried(byte[] file, UploadedManifest uploaded) {
        try (ChildProcess process = ChildProcess.start(program)) {
            return examine(process, file, uploaded);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process for a model's trial", e);
        }
    }

    UploadChecks.Passed examine(ChildProcess process, byte[] file, UploadedManifest uploaded) throws IOException {
        return passed(process.ask(
                List.of(JSON.writeValueAsBytes(new TrialRequest(uploaded.text(), limits)), file), allowed));
    }

    private UploadChecks.Passed passed(Outcome outcome) throws IOException {
        return switch (outcome) {
            case Outcome.Answered(List<byte[]> parts) -> passed(parts.getFirst());
            case Outcome.TooLarge(String step) ->
                throw new ModelRefused(
                        "model-memory",
                        check(step),
                        FileChecks.FIELD,
                        "the check takes more than " + allowed.memory() + " bytes of memory",
                        "export a smaller model, without constants or shapes of that size; or raise rocketmat.models.trial-memory");
            case Outcome.TimedOut(String step) ->
                throw new ModelRefused(
                        "model-time",
                        check(step),
                        FileChecks.FIELD,
                        "the check did not finish within " + allowed.time().toMillis() + " ms",
                        "export a smaller model, without endless loops");
            case Outcome.Crashed(String step, int status)
            when status == ChildWorker.OUT_OF_MEMORY ->
                throw new ModelRefused(
                        "model-memory",
                        check(step),
                        FileChecks.FIELD,
                        "the check takes more than " + HEAP + " bytes of heap",
                        "export a smaller model, or give fewer cases");
            case Outcome.Crashed(String step, int status) ->
                throw crashed(
                        step, "ONNX Runtime crashed the process that opened the file (exit status " + status + ")");
            case Outcome.NotTaken _ -> throw new IOException("it ended before it took the file");
        };
    }

    /** The file may have taken over the process. */
    private static UploadChecks.Passed passed(byte[] answer) throws IOException {
        try {
            Verdict verdict = JSON.readValue(answer, Verdict.class);
            if (verdict != null) {
                return verdict.passed();
            }
        } catch (JsonProcessingException | IllegalArgumentException _) {
            // as if it had answered nothing
        }
        throw crashed("", "the process that opened the file answers what cannot be read");
    }

    private static ModelRefused crashed(String step, String message) {
        return new ModelRefused(
                "model-crash",
                check(step),
                FileChecks.FIELD,
                message,
                "the file is damaged or was not written by an exporter: export it again, and run it once in onnxruntime 1.28");
    }

    private static String check(String step) {
        return step.isEmpty() ? UploadChecks.FIRST : step;
    }
}
