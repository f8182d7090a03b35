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
 * exhaust memory. Each file has its own process, so that it cannot affect another tenant's.
 */
@Singleton
public class Trials {

    private static final JsonMapper JSON = new JsonMapper();
    /** Lets a check reach its own limit first, which is a more precise error than a killed process. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final long HEAP = 384L << 20;
    /** The heap has a fixed size, because its changes would hide the memory of a small model. */
    static final Program PROGRAM = new OwnProgram(Trial.class, Trial.COMMAND, HEAP, List.of("-Xmn8m", "-Xms" + HEAP));

    private static final int CACHE_SIZE = 100;

    private final UploadLimits limits;
    private final Limits allowed;
    private final Program program;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    /** By digest: tenants that start with the same model share one trial. */
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
     * @throws UncheckedIOException if no process can be started; the caller may retry later
     */
    public UploadChecks.Passed examine(byte[] file, UploadedManifest uploaded) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // the class path of development mode cannot be passed to another process
            return new UploadChecks(limits, new FeatureCatalogue(), false)
                    .examine(file, uploaded.manifest(), uploaded.cases(), check -> {});
        }
        String digest = Sha256.hex(file) + Sha256.hex(uploaded.text());
        oneAtATime.lock();
        try {
            UploadChecks.Passed known = passed.get(digest);
            return known == null ? cached(digest, examineInProcess(file, uploaded)) : known;
        } finally {
            oneAtATime.unlock();
        }
    }

    private UploadChecks.Passed cached(String digest, UploadChecks.Passed result) {
        passed.put(digest, result);
        if (passed.size() > CACHE_SIZE) {
            passed.pollFirstEntry();
        }
        return result;
    }

    private UploadChecks.Passed examineInProcess(byte[] file, UploadedManifest uploaded) {
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
                        checkName(step),
                        FileChecks.FIELD,
                        "the check takes more than " + allowed.memory() + " bytes of memory",
                        "export a smaller model, without constants or shapes of that size, or raise rocketmat.models.trial-memory");
            case Outcome.TimedOut(String step) ->
                throw new ModelRefused(
                        "model-time",
                        checkName(step),
                        FileChecks.FIELD,
                        "the check did not finish within " + allowed.time().toMillis() + " ms",
                        "export a smaller model without endless loops, or raise rocketmat.models.dry-batch");
            case Outcome.Crashed(String step, int status)
            when status == ChildWorker.OUT_OF_MEMORY ->
                throw new ModelRefused(
                        "model-memory",
                        checkName(step),
                        FileChecks.FIELD,
                        "the check takes more than " + HEAP + " bytes of heap",
                        "export a smaller model, or use fewer cases");
            case Outcome.Crashed crash
            when crash.status() == Trial.NO_RUNTIME ->
                throw new IOException(
                        "ONNX Runtime cannot be loaded: it needs space in the temporary directory, and to execute files there");
            case Outcome.Crashed(String step, int status) ->
                throw crashed(
                        step, "ONNX Runtime crashed the process that opened the file (exit status " + status + ")");
            case Outcome.NotTaken _ -> throw new IOException("the process ended before it accepted the file");
        };
    }

    /** Does not trust the answer: the file may have taken over the process. */
    private static UploadChecks.Passed passed(byte[] answer) throws IOException {
        try {
            Verdict verdict = JSON.readValue(answer, Verdict.class);
            if (verdict != null) {
                return verdict.passed();
            }
        } catch (JsonProcessingException | IllegalArgumentException _) {
            // treated like a missing answer
        }
        throw crashed("", "the process that opened the file returned an unreadable answer");
    }

    private static ModelRefused crashed(String step, String message) {
        return new ModelRefused(
                "model-crash",
                checkName(step),
                FileChecks.FIELD,
                message,
                "the file is damaged or was not written by an exporter: export it again, and run it once in onnxruntime 1.28");
    }

    private static String checkName(String step) {
        return step.isEmpty() ? UploadChecks.FIRST : step;
    }
}
