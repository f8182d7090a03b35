package com.rocketmat.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.bench.OwnProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Real processes, of {@link EchoWorker}. */
@Timeout(120)
class ChildProcessTest {

    /** On a busy machine too. */
    private static final Limits PATIENT = Limits.of(Duration.ofSeconds(30));

    private final AtomicReference<Path> directory = new AtomicReference<>();
    private ChildProcess process;

    @AfterEach
    void leavesNothingBehind() {
        if (process != null) {
            process.close();
        }
        await().until(() -> !Files.exists(directory.get()));
    }

    @Test
    void answersOneRequestAfterTheOther() throws IOException {
        start();

        for (String word : List.of("one", "other", "print", "last")) {
            assertThat(ask(word, PATIENT))
                    .isInstanceOfSatisfying(
                            Outcome.Answered.class,
                            answer -> assertThat(answer.parts()).containsExactly(bytes(word), bytes("beside")));
        }
        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void tellsOfEachStep() throws IOException {
        start();
        List<String> steps = new ArrayList<>();

        process.ask(List.of(bytes("one")), PATIENT, steps::add);

        assertThat(steps).containsExactly("first", "second");
    }

    @Test
    void takesWhatIsLargerThanAnyBufferBetween() throws IOException {
        start();
        byte[] large = new byte[8 << 20];

        assertThat(process.ask(List.of(bytes("large"), large), PATIENT))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answer -> assertThat(answer.parts().getLast()).isEqualTo(large));
    }

    @Test
    void eachStepHasTheWholeTime() throws IOException {
        start();

        assertThat(ask("two steps", Limits.of(Duration.ofSeconds(6)))).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void theOneThatTakesTooLongIsKilledAndTheStepIsTold() throws IOException {
        start();

        assertThat(ask("hang", Limits.of(Duration.ofSeconds(1)))).isEqualTo(new Outcome.TimedOut("first"));
        assertThat(process.isAlive()).isFalse();
    }

    /** As with a virtual machine that is moved to another host. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aStepHasItsWholeTimeHoweverOftenTheServiceIsSuspendedAndStillEnds() throws IOException {
        start();

        String millis = OwnProcess.run(Suspended.class, Map.of(), List.of());

        assertThat(Long.parseLong(millis)).isGreaterThan(6_500);
    }

    /** Prints how long a step without end took where the service was suspended twice for longer than its limit of 2 s. */
    static final class Suspended {

        private Suspended() {}

        public static void main(String... arguments) throws IOException {
            try (ChildProcess child = ChildProcess.start(EchoWorker.PROGRAM)) {
                String pause = "for _ in 1 2; do sleep 0.3; kill -STOP %1$d; sleep 2.5; kill -CONT %1$d; done"
                        .formatted(ProcessHandle.current().pid());
                long began = System.nanoTime();
                Outcome outcome = child.ask(List.of(bytes("hang")), Limits.of(Duration.ofSeconds(2)), _ -> run(pause));
                if (outcome instanceof Outcome.TimedOut) {
                    System.out.println(
                            Duration.ofNanos(System.nanoTime() - began).toMillis());
                }
            }
        }

        private static void run(String script) {
            try {
                new ProcessBuilder("sh", "-c", script).start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void theOneThatReportsStepsForEverIsEnded() throws IOException {
        start();

        assertThat(ask("steps", PATIENT))
                .isInstanceOfSatisfying(
                        Outcome.Crashed.class, crash -> assertThat(crash.step()).isEqualTo("again"));
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void theOneThatAnswersForEverIsEndedAfterTheFirst() throws IOException {
        start();
        assertThat(ask("answers", PATIENT)).isInstanceOf(Outcome.Answered.class);
        await().until(() -> !process.isAlive());

        assertThat(ask("other", PATIENT)).isEqualTo(new Outcome.NotTaken());
    }

    /** They take no byte of their own, and the service's memory. */
    @Test
    void millionsOfEmptyPartsAreNoAnswer() throws IOException {
        start();

        assertThat(ask("nothing", PATIENT)).isInstanceOf(Outcome.Crashed.class);
    }

    @Test
    void theOneThatBeginsAnewHasCrashed() throws IOException {
        start();

        assertThat(ask("ready", PATIENT)).isInstanceOf(Outcome.Crashed.class);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void anAnswerWithoutPartsIsNone() throws IOException {
        start();

        assertThat(ask("no parts", PATIENT)).isInstanceOf(Outcome.Crashed.class);
    }

    @Test
    void theOneThatTakesTooMuchMemoryIsKilled() throws IOException {
        start();

        assertThat(ask("hang", new Limits(Duration.ofSeconds(30), 1 << 20))).isInstanceOf(Outcome.TooLarge.class);
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void theOneThatEndsTellsItsStatus() throws IOException {
        start();

        assertThat(ask("exit", PATIENT)).isEqualTo(new Outcome.Crashed("first", 7));
    }

    @Test
    void anExceptionOfItsWorkEndsIt() throws IOException {
        start();

        assertThat(ask("throw", PATIENT)).isEqualTo(new Outcome.Crashed("first", 1));
    }

    @Test
    void theOneThatLacksHeapEnds() throws IOException {
        start();

        assertThat(ask("swell", PATIENT)).isEqualTo(new Outcome.Crashed("first", 3));
    }

    /** As one that had nothing to do for a minute. */
    @Test
    void theOneThatHadEndedBeforeDoesNotTakeTheRequest() throws IOException {
        start();
        assertThat(ask("one", PATIENT)).isInstanceOf(Outcome.Answered.class);
        process.close();

        assertThat(ask("other", PATIENT)).isEqualTo(new Outcome.NotTaken());
    }

    @Test
    void theOneThatIsNoneOfOursDoesNotStart() throws IOException {
        process = ChildProcess.start(temporary -> {
            directory.set(temporary);
            return List.of("/bin/echo", "hello");
        });

        assertThatThrownBy(() -> ask("one", PATIENT)).isInstanceOf(IOException.class);
    }

    @Test
    void thereIsNoneOfAProgramThatDoesNotExist() {
        assertThatThrownBy(() -> ChildProcess.start(temporary -> {
                    directory.set(temporary);
                    return List.of("/no/such/program");
                }))
                .isInstanceOf(IOException.class);
    }

    private void start() throws IOException {
        process = ChildProcess.start(temporary -> {
            directory.set(temporary);
            return EchoWorker.PROGRAM.command(temporary);
        });
    }

    private Outcome ask(String word, Limits limits) throws IOException {
        return process.ask(List.of(bytes(word), bytes("beside")), limits);
    }

    private static byte[] bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8);
    }
}
