package com.rocketmat.model.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Fixture;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.onnx.OnnxFile;
import com.rocketmat.process.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A damaged file either passes all checks or is refused with a remedy. */
@Timeout(120)
class DamagedFileTest {

    /** The mutations of a file that reach the runtime; the nightly build has more, of more files. */
    private static final int MUTATIONS = Integer.getInteger("rocketmat.model.mutations", 20);

    /** The nightly build draws one. */
    private static final long SEED =
            Long.getLong("damaged.seed", MUTATIONS > 20 ? new Random().nextLong() : 20_261_130L);

    static final List<String> EXPORTS = MUTATIONS > 20
            ? List.of(
                    "sklearn_logistic_zipmap",
                    "sklearn_pipeline_columns",
                    "sklearn_regressor",
                    "lightgbm_binary",
                    "xgboost_binary")
            : List.of("sklearn_logistic_zipmap", "xgboost_binary");

    private static final int MOST_CHANGES = 8;
    private static final Set<String> BREAKING =
            Set.of("/problems/model-time", "/problems/model-memory", "/problems/model-crash");

    private static final long MEMORY = 400L << 20;

    private final Trials trials = new Trials(Fixture.limits(Duration.ofSeconds(2)), MEMORY);
    /** For the undamaged file, on a busy machine. */
    private final Trials patient = new Trials(Fixture.limits(Duration.ofSeconds(20)), MEMORY);
    /** Used for many files, until one ends it, since starting a process takes a second. */
    private ChildProcess process;

    @AfterEach
    void endTheProcess() {
        if (process != null) {
            process.close();
        }
    }

    @ParameterizedTest
    @FieldSource("EXPORTS")
    void alwaysHasAVerdict(String name) {
        byte[] whole = Fixture.file(name + ".onnx");
        UploadedManifest manifest = UploadedManifest.parse(Fixture.text(name + ".json"));
        System.out.printf("damaged.seed=%d%n", SEED);
        Random random = new Random(SEED);
        Map<String, Integer> verdicts = new TreeMap<>();
        for (int seen = 0; seen < MUTATIONS; ) {
            byte[] mutated = mutated(whole, random);
            boolean seenByTheRuntime = OnnxFile.read(mutated).isPresent();
            if (seenByTheRuntime || random.nextInt(10) == 0) {
                verdicts.merge(verdict(mutated, manifest), 1, Integer::sum);
                seen += seenByTheRuntime ? 1 : 0;
            }
        }
        System.getLogger(DamagedFileTest.class.getName()).log(System.Logger.Level.INFO, "{0}: {1}", name, verdicts);
        assertThat(verdicts).containsKeys("passed", "/problems/model-format", "/problems/model-load");
        assertThat(patient.examine(whole, manifest).checks()).allMatch(Check::passed);
    }

    private String verdict(byte[] file, UploadedManifest manifest) {
        try {
            if (process == null) {
                process = ChildProcess.start(Trials.PROGRAM);
            }
            trials.examine(process, file, manifest);
            return "passed";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (ModelRefused e) {
            if (BREAKING.contains(e.getType().toString())) {
                process.close();
                process = null;
            }
            assertThat(e.remedy()).isNotBlank();
            return e.getType().toString();
        }
    }

    private static byte[] mutated(byte[] whole, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> cut(whole, random);
            case 1 -> without(whole, random);
            case 2 -> twice(whole, random);
            default -> changed(whole, random);
        };
    }

    private static byte[] without(byte[] whole, Random random) {
        int from = random.nextInt(whole.length);
        int to = Math.min(whole.length, from + 1 + random.nextInt(64));
        byte[] rest = Arrays.copyOf(whole, whole.length - (to - from));
        System.arraycopy(whole, to, rest, from, whole.length - to);
        return rest;
    }

    private static byte[] twice(byte[] whole, Random random) {
        int from = random.nextInt(whole.length);
        int length = Math.min(whole.length - from, 1 + random.nextInt(64));
        byte[] more = Arrays.copyOf(whole, whole.length + length);
        System.arraycopy(whole, from, more, from + length, whole.length - from);
        return more;
    }

    private static byte[] cut(byte[] whole, Random random) {
        return Arrays.copyOf(whole, random.nextInt(whole.length));
    }

    private static byte[] changed(byte[] whole, Random random) {
        byte[] changed = whole.clone();
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
        }
        return changed;
    }
}
